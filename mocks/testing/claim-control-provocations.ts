import type { Answer } from '../../fixtures/harness/sandbox.ts'
import type { operations as ClaimActions } from '../../src/generated/control/moph-claim.ts'
import type { operations as FinanceActions } from '../../src/generated/control/moph-finance-account.ts'
import { financeToken, sendAdmission } from './claim-calls.ts'
import type { Provocation, Provocations } from './provocation.ts'
import { manee, stranger, type TestWorld } from './world.ts'

/** Who applies for an account of MOPH Finance Account Center. */
export const applicant = (change: object = {}) => ({
  cid: manee,
  name: 'มานี สมมุติ',
  email: 'manee@example.test',
  login: 'manee',
  password: 'Password-1',
  ...change,
})
export const byForm = (...people: object[]) => ({ hospital_code: '99999', people })
export const keyWanted = { hospital_code: '99999', email: 'his@example.test' }

const post =
  (path: string, body?: unknown): Provocation =>
  (world) =>
    world.control('POST', path, body)

/** The second of two equal calls. */
const twice = (path: string, body?: unknown) => after(post(path, body), post(path, body))

const after =
  (first: Provocation, then: Provocation): Provocation =>
  async (world) => {
    await first(world)
    return then(world)
  }

const withEkyc = (then: Provocation): Provocation => after((world) => world.control('PUT', `/finance/ekyc/${manee}`), then)

const applied = (then: Provocation) => after(post('/finance/applications', byForm(applicant())), then)
const asked = (then: Provocation) => after(post('/finance/key-requests', keyWanted), then)
const rejection = { reason: 'เอกสารไม่ครบ' }
const reasons = { reasons: ['เอกสารไม่ครบ'] }
const madeMeanwhile = post('/accounts', { issuer: 'fdh', login: 'manee', password: 'Password-1', hospital_code: '99999' })

async function onAClaim(world: TestWorld, ...actions: [action: string, body?: unknown][]): Promise<Answer> {
  const { json } = await sendAdmission(world, 'sendDmhtAdmission', await financeToken(world))
  let reply: Answer | undefined
  for (const [action, body] of actions) reply = await world.control('POST', `/claims/${json.data.transaction_uid}/${action}`, body)
  return reply!
}

/** Only the operations that refuse anything. */
export const claimControlProvocations: Partial<Provocations<keyof (ClaimActions & FinanceActions)>> = {
  getClaim: { 'unknown-claim': (world) => world.control('GET', '/claims/nothing') },
  checkClaim: {
    'unknown-claim': post('/claims/nothing/check'),
    'claim-checked': (world) => onAClaim(world, ['check'], ['check']),
  },
  acceptClaim: {
    'unknown-claim': post('/claims/nothing/accept'),
    'claim-decided': (world) => onAClaim(world, ['return', reasons], ['accept']),
  },
  returnClaim: {
    'unknown-claim': post('/claims/nothing/return', reasons),
    'claim-decided': (world) => onAClaim(world, ['accept'], ['return', reasons]),
  },
  applyByForm: {
    'unknown-hospital': post('/finance/applications', { ...byForm(applicant()), hospital_code: '99991' }),
    'person-has-user': twice('/finance/applications', byForm(applicant())),
    'login-taken': post('/finance/applications', byForm(applicant({ login: 'moph-test' }))),
  },
  signUpByEkyc: {
    'unknown-hospital': post('/finance/sign-ups', { hospital_code: '99991', person: applicant() }),
    'no-ekyc': post('/finance/sign-ups', { hospital_code: '99999', person: applicant() }),
    'person-has-user': withEkyc(applied(post('/finance/sign-ups', { hospital_code: '99999', person: applicant({ login: 'other' }) }))),
    'login-taken': withEkyc(
      after(
        post('/finance/applications', byForm(applicant({ cid: stranger() }))),
        post('/finance/sign-ups', { hospital_code: '99999', person: applicant() }),
      ),
    ),
  },
  getFinanceApplication: { 'unknown-application': (world) => world.control('GET', '/finance/applications/1') },
  approveFinanceApplication: {
    'unknown-application': post('/finance/applications/1/approve'),
    'application-answered': applied(twice('/finance/applications/1/approve')),
    'login-taken': applied(after(madeMeanwhile, post('/finance/applications/1/approve'))),
  },
  rejectFinanceApplication: {
    'unknown-application': post('/finance/applications/1/reject', rejection),
    'application-answered': applied(twice('/finance/applications/1/reject', rejection)),
  },
  requestSecretKey: { 'unknown-hospital': post('/finance/key-requests', { ...keyWanted, hospital_code: '99991' }) },
  issueSecretKey: {
    'unknown-key-request': post('/finance/key-requests/1/issue'),
    'key-request-answered': asked(twice('/finance/key-requests/1/issue')),
  },
  rejectKeyRequest: {
    'unknown-key-request': post('/finance/key-requests/1/reject', rejection),
    'key-request-answered': asked(twice('/finance/key-requests/1/reject', rejection)),
  },
}
