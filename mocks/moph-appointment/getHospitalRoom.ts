import type { operations } from '../../src/generated/moph-appointment.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'

/** Rooms of a facility, or of one of its departments (MOPH Appointment Center manual, 4.3.2). */
export const getHospitalRoom: OperationFunction<operations['getHospitalRoom']> = async ({ query }, { db }) => {
  const rooms = await db
    .selectFrom('rooms as r')
    .innerJoin('departments as d', 'd.id', 'r.department_id')
    .select(['d.id as department_id', 'd.name as department_name', 'r.id as room_id', 'r.name as room_name'])
    .where('r.hospital_code', '=', query.hospital_code)
    .$if(query.department_id !== undefined, (rows) => rows.where('d.id', '=', query.department_id!))
    .orderBy('r.id')
    .execute()
  return { result: rooms }
}
