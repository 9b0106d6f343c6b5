import type { AuthenStatus } from '../../../src/doors/client/index.ts'
import { rightHolderOf } from '../cast.ts'
import type { Scenario, Scene, Step } from '../scenario.ts'

interface Learnt {
  /** Main right of the person, by its code. */
  right?: string
  authenCode?: string
}

const service = 'PG0060001'
const nothingTakesItBack = 'no call takes an authen code or a closed visit back'

/** An authen code from NHSO itself, and the visit closed. */
export const nhsoAuthen: Scenario = {
  name: 'nhso-authen',
  title: { en: 'An authen code from NHSO, and the visit closed', th: 'ขอ Authen Code จาก สปสช. และปิดสิทธิ' },
  source: 'public clients; NHSO ENDPOINT FOR SINGLE CLAIM, dataset v8.0',
  upstreams: ['nhso-authen'],
  script: () => ({ steps: steps({}) }),
}

const steps = (learnt: Learnt): Step[] => [
  {
    id: 'right',
    title: { en: 'See the right of a person', th: 'ตรวจสอบสิทธิของผู้รับบริการ' },
    operation: 'getRealPerson',
    async play({ moph, cast, expect }) {
      const person = await moph.nhsoAuthen.getRealPerson({ SOURCE_ID: cast.hospitalCode, PID: rightHolderOf(cast) })
      expect.asInSpec(person)
      expect.that('it is the person who was asked for', person.pid === rightHolderOf(cast), 'the same citizen id', 'another')
      learnt.right = person.mainInsclCode
      return person.mainInsclCode
    },
  },
  {
    id: 'status-before',
    title: { en: "See the person's codes of today", th: 'ตรวจสอบ Authen Code ของวันนี้' },
    operation: 'checkAuthenStatus',
    async play(scene) {
      const { statusAuthen, serviceHistories } = await statusToday(scene)
      scene.expect.equal('the flag goes with the list', statusAuthen, serviceHistories.length > 0)
      if (scene.cast.alone) scene.expect.equal('nobody has asked for a code today', serviceHistories.length, 0)
      return `${serviceHistories.length} codes`
    },
  },
  {
    id: 'code',
    title: { en: 'Ask for an authen code', th: 'ขอ Authen Code' },
    operation: 'requestAuthenCode',
    sandboxOnly: nothingTakesItBack,
    async play(scene) {
      const reply = await scene.moph.nhsoAuthen.requestAuthenCode(requestOf(scene))
      scene.expect.asInSpec(reply)
      learnt.authenCode = reply.authenCode
      return 'a code'
    },
  },
  {
    id: 'status-after',
    title: { en: 'The code is among those of today', th: 'Authen Code อยู่ในรายการของวันนี้' },
    operation: 'checkAuthenStatus',
    sandboxOnly: nothingTakesItBack,
    needs: ['code'],
    async play(scene) {
      const { serviceHistories } = await statusToday(scene)
      const own = scene.expect.found(
        'code of today',
        serviceHistories.find(({ claimCode }) => claimCode === learnt.authenCode),
      )
      scene.expect.equal('for the service and the facility', [own.service.code, own.hospital.hcode], [service, scene.cast.hospitalCode])
      return 'found'
    },
  },
  {
    id: 'same-service',
    title: { en: 'The same service is refused on the same day', th: 'ขอบริการเดิมซ้ำในวันเดียวกันต้องถูกปฏิเสธ' },
    operation: 'requestAuthenCode',
    sandboxOnly: nothingTakesItBack,
    needs: ['code'],
    async play(scene) {
      await scene.expect.refused('the second code', { status: 400, rule: 'nhso-authen/same-service-today' }, () =>
        scene.moph.nhsoAuthen.requestAuthenCode(requestOf(scene)),
      )
      return 'refused with 400'
    },
  },
  {
    id: 'close',
    title: { en: 'Close the visit', th: 'ปิดสิทธิ' },
    operation: 'closeVisit',
    sandboxOnly: nothingTakesItBack,
    needs: ['right', 'code'],
    async play({ moph, cast, expect }) {
      const now = Date.now()
      const reply = await moph.nhsoAuthen.closeVisit({
        hcode: cast.hospitalCode,
        department: { code: '01500', name: 'OPD' },
        mainInsclCode: learnt.right!,
        serviceDateTime: now,
        invoiceDateTime: now,
        transactionId: `${cast.hospitalCode}${now}`,
        totalAmount: 350,
        paidAmount: 0,
        privilegeAmount: 350,
        claimServiceCode: service,
        pid: rightHolderOf(cast),
        sourceId: 'moph-sandbox',
        visitNumber: String(now),
        recorderPid: rightHolderOf(cast),
      })
      expect.asInSpec(reply)
      return 'closed'
    },
  },
  {
    id: 'unknown-person',
    title: { en: 'Somebody whom NHSO does not know is refused', th: 'บุคคลที่ไม่มีในฐานข้อมูลต้องถูกปฏิเสธ' },
    operation: 'getRealPerson',
    sandboxOnly: 'the status of a refusal is not documented',
    async play({ moph, cast, expect }) {
      await expect.refused('the person', { status: 400, rule: 'nhso-authen/unknown-pid' }, () =>
        moph.nhsoAuthen.getRealPerson({ SOURCE_ID: cast.hospitalCode, PID: '1999900000048' }),
      )
      return 'refused with 400'
    },
  },
]

async function statusToday({ moph, cast, expect }: Scene): Promise<AuthenStatus> {
  const status = await moph.nhsoAuthen.checkAuthenStatus({ personalId: rightHolderOf(cast), serviceDate: cast.day(0) })
  expect.asInSpec(status)
  return status
}

const requestOf = ({ cast }: Scene) => ({
  pid: rightHolderOf(cast),
  phone: ['0800000001'],
  hcode: cast.hospitalCode,
  serviceCode: service,
  sourceId: cast.hospitalCode,
})
