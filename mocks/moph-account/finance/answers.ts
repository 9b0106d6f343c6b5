import type { DueHandler } from '../../../src/upstream/upstream.ts'
import { findAccount } from '../accounts.ts'
import { approve, findApplication, reject } from './applications.ts'
import { issueKey } from './key-requests.ts'

/** What the office does by itself when the three working days are over; what an officer has answered before stays as it is. */
export const financeAnswers: Readonly<Record<string, DueHandler>> = {
  async 'moph-account/finance-application'({ id }: { id: number }, world) {
    const application = await findApplication(world.db, id)
    if (!application) return
    const { signed, letter, login } = application
    if (signed === 0) await reject(id, 'แบบคำขอไม่มีลายมือชื่อผู้บริหารสูงสุดของหน่วยงาน / The head of the facility has not signed the form', world)
    else if (letter === 0) await reject(id, 'ไม่พบหนังสือนำส่งถึงกองเศรษฐกิจสุขภาพและหลักประกันสุขภาพ / The letter to the office is missing', world)
    else if (await findAccount(world.db, 'fdh', login)) await reject(id, 'ชื่อผู้ใช้นี้มีผู้ใช้แล้ว / The login name is taken', world)
    else await approve(id, world)
  },
  async 'moph-account/finance-key'({ id }: { id: number }, world) {
    await issueKey(id, world)
  },
}
