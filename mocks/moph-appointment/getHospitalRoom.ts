import type { operations } from '../../src/generated/moph-appointment.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'

/** Rooms of a facility, or of one of its departments (MOPH Appointment Center manual, 4.3.2). */
export const getHospitalRoom: OperationFunction<operations['getHospitalRoom']> = async ({ query }, { db }) => {
  const { hospital_code, department_id } = query
  return {
    result: await (department_id === undefined
      ? roomsOfHospital(db, { hospital_code })
      : roomsOfDepartment(db, { hospital_code, department_id })),
  }
}

const roomsOf = (db: Db, hospital_code: string) =>
  db
    .selectFrom('rooms as r')
    .innerJoin('departments as d', 'd.id', 'r.department_id')
    .select(['d.id as department_id', 'd.name as department_name', 'r.id as room_id', 'r.name as room_name'])
    .where('r.hospital_code', '=', hospital_code)
    .orderBy('r.id')

const roomsOfHospital = prepared((db, { hospital_code }: { hospital_code: string }) => roomsOf(db, hospital_code))

const roomsOfDepartment = prepared((db, { hospital_code, department_id }: { hospital_code: string; department_id: number }) =>
  roomsOf(db, hospital_code).where('d.id', '=', department_id),
)
