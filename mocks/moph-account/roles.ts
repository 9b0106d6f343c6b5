/** The roles of an appointment officer with their Thai names (MOPH Appointment Center manual, figure 5); the others as seen in tokens. */
export const roles: readonly { code: string; name: string }[] = [
  { code: 'APPOINTMENT_API', name: 'ใช้งาน MOPH Appointment API' },
  { code: 'APPOINTMENT_DASHBOARD', name: 'เข้าถึงข้อมูล Dashboard Appointment' },
  { code: 'IMMUNIZATION_SLOT', name: 'เข้าถึงข้อมูลตาราง Slot ระบบการฉีด Vaccine' },
  { code: 'IMMUNIZATION_SLOT_MANAGER', name: 'จัดการข้อมูลตาราง Slot ระบบการฉีด Vaccine' },
  { code: 'MOPH_ACCOUNT_CENTER_ADMIN', name: 'ผู้ดูแลรหัส Login MOPH Account Center' },
  { code: 'MOPH_CLAIM_API', name: 'MOPH CLAIM API' },
]
