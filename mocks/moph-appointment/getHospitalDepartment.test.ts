import { describe, expect, it } from 'vitest'
import { testWorld } from '../testing/world.ts'

describe('GetHospitalDepartment', () => {
  const world = testWorld()
  const departments = async (hospital_code: string) => (await world.his.slot('GetHospitalDepartment', { hospital_code })).json.result

  it('lists what the facility has set up', async () => {
    expect(await departments('00000')).toEqual([{ department_id: 1, department_name: 'อายุรกรรม' }])
    expect(await departments('99999')).toEqual([
      { department_id: 2, department_name: 'อายุรกรรม' },
      { department_id: 3, department_name: 'กุมารเวชกรรม' },
      { department_id: 9, department_name: 'ข้อมูลตัวอย่าง' },
    ])
  })

  it('shows a department that the officer adds', async () => {
    await world.control('POST', '/dashboard/99990/departments', { name: 'ทันตกรรม' })
    expect(await departments('99990')).toEqual([{ department_id: 10, department_name: 'ทันตกรรม' }])
  })

  it('has an empty list for a facility without any, and for one that nobody knows', async () => {
    expect(await departments('99990')).toEqual([])
    expect(await departments('99991')).toEqual([])
  })
})
