import type { operations } from '../../src/generated/moph-appointment.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'

/** Departments of a facility (MOPH Appointment Center manual, 4.3.2). */
export const getHospitalDepartment: OperationFunction<operations['getHospitalDepartment']> = async ({ query }, { db }) => {
  return { result: await departmentsOf(db, { hospital_code: query.hospital_code }) }
}

const departmentsOf = prepared((db, { hospital_code }: { hospital_code: string }) =>
  db
    .selectFrom('departments')
    .select(['id as department_id', 'name as department_name'])
    .where('hospital_code', '=', hospital_code)
    .orderBy('id'),
)
