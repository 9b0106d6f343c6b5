import type { AgentVisit, Terminal } from '../../../src/doors/client/index.ts'
import type { Scenario, Scene, Step } from '../scenario.ts'

/** What the steps learn from one another. */
interface Learnt {
  pid?: string
  correlationId?: string
  claimType?: string
  claimCode?: string
}

/** A card of the demo world whose holder has no code yet. */
const card = 'middle-name'
const nothingTakesItBack = 'no call takes an authen code back'

/** A patient with an ID card, from the reader to the authen code. */
export const nhsoAgent: Scenario = {
  name: 'nhso-agent',
  title: { en: 'An ID card, a right and an authen code at the card agent', th: 'อ่านบัตร ตรวจสอบสิทธิ และขอ Authen Code ผ่าน Agent' },
  source: 'NHSO Authentication slides, Secure SmartCard Agent; public clients',
  upstreams: ['nhso-agent'],
  script: () => ({ steps: steps({}) }),
}

const steps = (learnt: Learnt): Step[] => [
  {
    id: 'preference',
    title: { en: 'See what the agent was installed with', th: 'ดูการตั้งค่าของ Agent' },
    operation: 'getPreference',
    async play({ moph, expect }) {
      const preference = await moph.agent.getPreference()
      expect.asInSpec(preference)
      expect.that('it holds a token', preference.token !== '', 'a token', 'none')
      return 'it holds a token'
    },
  },
  {
    id: 'card-in',
    title: { en: 'Notice a card that is put in', th: 'รู้ว่ามีการเสียบบัตร' },
    operation: 'listTerminals',
    async play(scene) {
      const { stage, expect } = scene
      if (stage.cardReader) {
        await stage.cardReader.remove()
        expect.equal('the reader is empty', await isPresent(scene), false)
        await stage.cardReader.insert(card)
      }
      expect.found('card in a reader', (await isPresent(scene)) || undefined)
      return 'a card is in the reader'
    },
  },
  {
    id: 'card',
    title: { en: 'Read the card alone', th: 'อ่านเฉพาะข้อมูลในบัตร' },
    operation: 'readCardOnly',
    needs: ['card-in'],
    async play({ moph, expect }) {
      const holder = await moph.agent.readCardOnly({ readImageFlag: true })
      expect.asInSpec(holder)
      expect.that('the year of birth is Buddhist', Number(holder.birthDate.slice(0, 4)) > 2400, 'over 2400', 'a Gregorian year')
      const start = Buffer.from(holder.image ?? '', 'base64').toString('hex', 0, 2)
      expect.that('the photo is a JPEG', start === 'ffd8', 'ffd8 at its beginning', start)
      learnt.pid = holder.pid
      return 'holder and photo'
    },
  },
  {
    id: 'codes-before',
    title: { en: 'See the latest codes of all facilities', th: 'ดู Authen Code ล่าสุดทุกหน่วยบริการ' },
    operation: 'listLatestAuthenCodes',
    needs: ['card'],
    async play({ moph, expect }) {
      const codes = await moph.agent.listLatestAuthenCodes({ pid: learnt.pid! })
      expect.asInSpec(codes)
      expect.that('there are five at most', codes.length <= 5, '5 or fewer', `${codes.length}`)
      return `${codes.length} codes`
    },
  },
  {
    id: 'right',
    title: { en: 'Read the card and see the right', th: 'อ่านบัตรและตรวจสอบสิทธิ' },
    operation: 'readCard',
    needs: ['card'],
    async play({ moph, expect }) {
      const right = await moph.agent.readCard()
      expect.asInSpec(right)
      expect.that('it is the holder of the card', right.pid === learnt.pid, 'the same citizen id', 'another')
      expect.that('no photo comes unasked', right.image === undefined, 'none', 'a photo')
      const [first] = right.claimTypes
      learnt.claimType = expect.found('service on offer', first).claimType
      learnt.correlationId = right.correlationId
      return `${right.mainInscl}, ${right.claimTypes.length} services`
    },
  },
  {
    id: 'draft',
    title: { en: 'Save the visit as a draft, which has no code', th: 'บันทึก(ร่าง) ยังไม่ได้รหัส' },
    operation: 'saveAsDraft',
    sandboxOnly: 'a draft would stay at NHSO',
    needs: ['right'],
    async play({ moph, expect }) {
      const draft = await moph.agent.saveAsDraft(visitOf(learnt))
      expect.asInSpec(draft)
      expect.that('there is no code yet', !('claimCode' in draft), 'no claimCode', 'a claimCode')
      return 'saved'
    },
  },
  {
    id: 'confirm',
    title: { en: 'Confirm it and get the authen code', th: 'บันทึก/ยืนยันส่ง ได้ Authen Code' },
    operation: 'confirmSave',
    sandboxOnly: nothingTakesItBack,
    needs: ['draft'],
    async play({ moph, expect }) {
      const confirmed = await moph.agent.confirmSave(visitOf(learnt))
      expect.asInSpec(confirmed)
      learnt.claimCode = confirmed.claimCode
      return 'a code'
    },
  },
  {
    id: 'latest',
    title: { en: 'The code is the latest of this facility', th: 'รหัสเป็นรายการล่าสุดของหน่วยบริการ' },
    operation: 'getLatestAuthenCode',
    sandboxOnly: nothingTakesItBack,
    needs: ['confirm'],
    async play({ moph, cast, expect }) {
      const latest = await moph.agent.getLatestAuthenCode({ pid: learnt.pid! })
      expect.asInSpec(latest)
      expect.equal('it is the code', [latest.claimCode, latest.hcode], [learnt.claimCode, cast.hospitalCode])
      return 'the same code'
    },
  },
  {
    id: 'used-up',
    title: { en: 'Its correlationId is used up', th: 'correlationId ใช้ได้ครั้งเดียว' },
    operation: 'confirmSave',
    sandboxOnly: 'that it is used up is assumed',
    needs: ['confirm'],
    async play({ moph, expect }) {
      const again = () => moph.agent.confirmSave({ ...visitOf(learnt), claimType: 'PG0130001' })
      await expect.refused('the second use', { status: 400, rule: 'nhso-agent/correlation-used' }, again)
      return 'refused with 400'
    },
  },
  {
    id: 'same-service',
    title: { en: 'The same service is refused on the same day', th: 'ขอบริการเดิมซ้ำในวันเดียวกันต้องถูกปฏิเสธ' },
    operation: 'confirmSave',
    sandboxOnly: nothingTakesItBack,
    needs: ['confirm'],
    async play({ moph, expect }) {
      const { correlationId } = await moph.agent.readCard()
      const again = () => moph.agent.confirmSave({ ...visitOf(learnt), correlationId })
      await expect.refused('the second code', { status: 400, rule: 'nhso-agent/same-service-today' }, again)
      return 'refused with 400'
    },
  },
  {
    id: 'probe',
    title: { en: 'Probe the right without the card', th: 'ตรวจสอบสิทธิโดยไม่ใช้บัตร (probe)' },
    operation: 'probeRight',
    sandboxOnly: 'it is there in the test zone only, and no call tells the zone of an agent',
    needs: ['card'],
    async play({ moph, expect }) {
      const right = await moph.agent.probeRight({ pid: learnt.pid! })
      expect.asInSpec(right)
      expect.equal('it is the person', right.pid, learnt.pid)
      return right.mainInscl
    },
  },
]

async function isPresent({ moph, expect }: Scene): Promise<boolean> {
  const terminals: Terminal[] = await moph.agent.listTerminals()
  expect.asInSpec(terminals)
  return terminals.some(({ isPresent }) => isPresent)
}

function visitOf({ pid, claimType, correlationId }: Learnt): AgentVisit {
  return { pid: pid!, claimType: claimType!, mobile: '0800000003', correlationId: correlationId! }
}
