import type { TransactionStatus } from '../../../src/doors/client/index.ts'
import { accountIn, claimsOf, rolesIn } from '../claims.ts'
import type { Scenario, Step } from '../scenario.ts'
import type { Learnt } from './learnt.ts'
import { send } from './send.ts'
import { dmhtOf, dtOf, epiOf } from './visit.ts'

/** Claiming visits, and looking up what became of them. */
export const claim: Scenario = {
  name: 'claim',
  title: { en: 'Claims of visits, from sending to the decision', th: 'การส่งข้อมูลเบิกจ่าย ตั้งแต่ส่งจนทราบผล' },
  source: 'MOPH Claim and Finance Account Center guide, step 3; public clients',
  upstreams: ['moph-account', 'moph-claim'],
  script() {
    const learnt: Learnt = { run: `verify-${Date.now().toString(36)}`, sent: [] }
    return { steps: steps(learnt), tidyUp: async () => learnt.sent.map((claim) => `${claim}: no call takes a claim back`) }
  },
}

const steps = (learnt: Learnt): Step[] => [
  {
    id: 'log-in',
    title: { en: 'Log in at MOPH Finance Account Center', th: 'เข้าสู่ระบบ MOPH Finance Account Center' },
    operation: 'getMophAccessToken',
    async play({ moph, expect }) {
      const claims = claimsOf(await moph.financeAccount.token())
      expect.that('the token can be read', claims !== undefined, 'a JWT with claims', 'something else')
      const { hospital_code } = accountIn(claims!)
      expect.that('it names the facility', typeof hospital_code === 'string', 'a facility code', typeof hospital_code)
      const role = rolesIn(claims!).find((code) => code.startsWith('MOPH_CLAIM_API'))
      expect.that('it carries the right MOPH CLAIM API', role !== undefined, 'MOPH_CLAIM_API', 'no such role')
      learnt.hcode = hospital_code as string
      return `${role} of ${learnt.hcode}`
    },
  },
  {
    id: 'unknown-transaction',
    title: { en: 'Look up a transaction that does not exist', th: 'ค้นหารายการที่ไม่มี' },
    operation: 'getTransactionStatus',
    sandboxOnly: 'what a transaction that does not exist is answered with is not documented',
    needs: ['log-in'],
    async play({ moph, expect }) {
      const call = () => moph.claim.getTransactionStatus({ transaction_uid: '00000000-0000-4000-9000-000000000000' })
      await expect.refused('the look-up', { status: 404, rule: 'moph-claim/unknown-transaction' }, call)
      return 'refused with 404'
    },
  },
  {
    id: 'send-dmht',
    title: { en: 'Claim a visit of diabetes and hypertension', th: 'ส่งข้อมูลเบาหวานและความดันโลหิตสูง (DMHT)' },
    operation: 'sendDmhtAdmission',
    needs: ['log-in'],
    async play({ moph, cast, expect }) {
      const sent = await send(learnt, dmhtOf(learnt, cast), moph.claim.sendDmhtAdmission)
      expect.asInSpec(sent)
      learnt.transaction = sent.transaction_uid
      return `transaction ${sent.transaction_uid}`
    },
  },
  {
    id: 'send-epi',
    title: { en: 'Claim vaccinations of the routine programme', th: 'ส่งข้อมูลวัคซีน EPI' },
    operation: 'sendEpiAdmission',
    needs: ['log-in'],
    async play({ moph, cast, expect }) {
      const sent = await send(learnt, epiOf(learnt, cast), moph.claim.sendEpiAdmission)
      expect.asInSpec(sent)
      return `transaction ${sent.transaction_uid}`
    },
  },
  {
    id: 'send-dt',
    title: { en: 'Claim a dT vaccination', th: 'ส่งข้อมูลวัคซีน dT' },
    operation: 'sendDtAdmission',
    needs: ['log-in'],
    async play({ moph, cast, expect }) {
      const sent = await send(learnt, dtOf(learnt, cast), moph.claim.sendDtAdmission)
      expect.asInSpec(sent)
      return `transaction ${sent.transaction_uid}`
    },
  },
  {
    id: 'duplicate',
    title: { en: 'The same visit is not taken twice', th: 'ส่งรายการเดิมซ้ำต้องถูกปฏิเสธ' },
    operation: 'sendDmhtAdmission',
    sandboxOnly: 'that a visit is taken once is assumed; a real zone might take it twice',
    needs: ['send-dmht'],
    async play({ moph, cast, expect }) {
      const again = () => moph.claim.sendDmhtAdmission(dmhtOf(learnt, cast))
      await expect.refused('the second claim', { status: 409, rule: 'moph-claim/duplicate-seq' }, again)
      return 'refused with 409'
    },
  },
  {
    id: 'status',
    title: { en: 'Look up how the claim stands', th: 'ตรวจสอบสถานะรายการ' },
    operation: 'getTransactionStatus',
    needs: ['send-dmht'],
    async play({ moph, expect }) {
      const found = await moph.claim.getTransactionStatus({ transaction_uid: learnt.transaction! })
      expect.that('it has a status in Thai', typeof found.status_th === 'string', 'status_th', `${Object.keys(found)}`)
      return found.status_th
    },
  },
  {
    id: 'decided',
    title: { en: 'The claim is accepted in its time', th: 'รายการผ่านการพิจารณาเมื่อถึงเวลา' },
    operation: 'getTransactionStatus',
    sandboxOnly: 'the clock of a real zone cannot be moved, and how long it takes is not documented',
    needs: ['status'],
    async play({ moph, stage, expect }) {
      const seen: TransactionStatus['status'][] = []
      for (const minutes of [0, 1, 9]) {
        if (minutes > 0) await stage.advance!({ minutes })
        const found = await moph.claim.getTransactionStatus({ transaction_uid: learnt.transaction! })
        expect.asInSpec(found)
        seen.push(found.status)
      }
      expect.equal('it is received, checked, accepted', seen, ['received', 'checked', 'accepted'])
      return seen.join(', ')
    },
  },
]
