import { describe, expect, it } from 'vitest'
import { testWorld } from '../testing/world.ts'

describe('GetHospitalRoom', () => {
  const world = testWorld()
  const rooms = async (query: { hospital_code: string; department_id?: number }) =>
    (await world.his.slot('GetHospitalRoom', query)).json.result
  const paediatrics = { department_id: 3, department_name: 'กุมารเวชกรรม', room_id: 3, room_name: 'ห้องตรวจ เด็ก 1' }

  it('lists the rooms with their departments', async () => {
    expect(await rooms({ hospital_code: '99999' })).toEqual([
      { department_id: 2, department_name: 'อายุรกรรม', room_id: 2, room_name: 'ห้องตรวจ อายุรกรรม 1' },
      paediatrics,
      { department_id: 9, department_name: 'ข้อมูลตัวอย่าง', room_id: 9, room_name: 'ห้องตัวอย่าง' },
    ])
  })

  it('lists those of one department', async () => {
    expect(await rooms({ hospital_code: '99999', department_id: 3 })).toEqual([paediatrics])
  })

  it('has an empty list for a department of another facility and for an unknown facility', async () => {
    expect(await rooms({ hospital_code: '00000', department_id: 3 })).toEqual([])
    expect(await rooms({ hospital_code: '99991' })).toEqual([])
  })

  it('refuses a department that is not a number', async () => {
    const reply = await world.his.slot('GetHospitalRoom', { hospital_code: '99999', department_id: 'x' })
    expect(reply.status).toBe(400)
    expect(await world.findings()).toContainEqual(expect.objectContaining({ rule: 'schema/type', pointer: '/query/department_id' }))
  })
})
