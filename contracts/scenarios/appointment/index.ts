import type { Scenario, Scene } from '../scenario.ts'
import { booking } from './booking.ts'
import { cancelling } from './cancelling.ts'
import { finding } from './finding.ts'
import type { Learnt } from './learnt.ts'
import { postponing } from './postponing.ts'

/** The story of the MOPH Appointment Center manual: find a slot, book it, move it, give it back. */
export const appointment: Scenario = {
  name: 'appointment',
  title: { en: 'An appointment, from finding a slot to giving it back', th: 'การนัดหมาย ตั้งแต่หาช่วงเวลาว่างจนถึงยกเลิก' },
  source: 'MOPH Appointment Center manual, 4.3',
  upstreams: ['moph-account', 'moph-appointment'],
  script() {
    const learnt: Learnt = { held: new Set(), inDoubt: new Set() }
    return {
      steps: [...finding(learnt), ...booking(learnt), ...postponing(learnt), ...cancelling(learnt)],
      tidyUp: (scene) => giveBack(learnt, scene),
    }
  },
}

/** Cancels what a run that broke off still holds. */
async function giveBack({ held, inDoubt, day }: Learnt, { moph, cast }: Pick<Scene, 'moph' | 'cast'>): Promise<string[]> {
  const left = [...inDoubt].map(
    (id) => `schedule ${id} on ${day} at hospital ${cast.hospitalCode} may hold a booking of the patient, look it up and cancel it`,
  )
  for (const id of held) {
    const query = { hospital_code: cast.hospitalCode, cid: cast.patient!.cid, hospital_appointment_slot_id: id }
    await moph.appointment.cancelAppointmentSlot(query).catch((error: Error) => {
      left.push(`booking ${id} at hospital ${cast.hospitalCode} may still be there, cancel it by hand: ${error.message}`)
    })
  }
  return left
}
