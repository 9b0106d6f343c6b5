import type { operations } from '../../src/generated/moph-appointment.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'

/** Departments of a facility (MOPH Appointment Center manual, 4.3.2). */
export const getHospitalDepartment: OperationFunction<operations['getHospitalDepartment']> = async ({ query }, { db }) => {
  const departments = await db
    .selectFrom('departments')
    .select(['id as department_id', 'name as department_name'])
    .where('hospital_code', '=', query.hospital_code)
    .orderBy('id')
    .execute()
  return { result: departments }
}
