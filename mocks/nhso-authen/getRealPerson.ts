import type { operations } from '../../src/generated/nhso-authen.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import { rightHolder } from './right-holders.ts'
import { rights } from './rights.ts'
import { rightOf } from './service.ts'
import { zoneOf } from './zone.ts'

/** The right of a person today, in the fields that public clients read. */
export const getRealPerson: OperationFunction<operations['getRealPerson']> = async ({ query: { PID } }, world) => {
  const person = await rightHolder(world, zoneOf(world), PID, { pointer: '/query/PID', seen: PID })
  const right = await rightOf(world, person)
  const main = rights[person.main_right]
  return {
    pid: person.pid,
    firstName: person.first_name,
    lastName: person.last_name,
    fullName: `${person.first_name} ${person.last_name}`,
    sex: right.sex,
    age: right.age,
    birthDate: person.birth_date,
    nationCode: person.nation,
    provinceCode: person.province_code,
    mainInsclCode: person.main_right,
    mainInsclName: main?.name ?? '',
    subInsclCode: person.sub_right,
    subInsclName: main?.subRights[person.sub_right] ?? '',
    ...(right.hospMain && { hospMainNew: right.hospMain }),
    ...(right.hospMainOp && { hospMainOpNew: right.hospMainOp }),
    ...(right.hospSub && { hospSubNew: right.hospSub }),
    ...(right.paidModel !== undefined && { paidModel: right.paidModel }),
    startDateTime: right.startDateTime,
    ...(right.expireDateTime !== undefined && { expireDateTime: right.expireDateTime }),
  }
}
