import type { Report } from '../../../engine/results/report.ts'
import type { StepResult } from '../../../engine/results/step.ts'

const passed: StepResult = {
  id: 'find-room',
  title: { en: 'Find a room of the department', th: 'ค้นหาห้องตรวจของแผนก' },
  operation: 'getHospitalRoom',
  effect: 'read',
  verdict: 'pass',
  message: 'rooms: 1, the first is ห้องตรวจ อายุรกรรม 1',
  ms: 1234.56,
  checks: [{ name: 'every room is of that department', ok: true, expected: '0', seen: '0' }],
  calls: [{ operation: 'getHospitalRoom', method: 'GET', status: 200, ms: 1234.56 }],
}

/** A report with every verdict, and texts that are hard to write. */
export const sampleReport: Report = {
  version: '0.1.0',
  started: '2026-12-01T02:00:00.123Z',
  target: {
    name: 'my-zone',
    kind: 'zone',
    description: ['A target of the configuration'],
    upstreams: { 'moph-account': 'http://127.0.0.1:4010/?a=1&b=2' },
  },
  scenarios: [
    {
      name: 'login',
      title: { en: 'Logging in', th: 'การเข้าสู่ระบบ' },
      source: 'MOPH Claim and Finance Account Center guide, step 3 (Authentication)',
      steps: [
        {
          ...passed,
          id: 'claims',
          title: { en: 'The token says whose it is', th: 'token บอกว่าเป็นของใคร' },
          ms: 0,
          calls: [],
          message: 'login',
        },
        { ...passed, id: 'wrong-password', verdict: 'skip', calls: [], ms: 0, message: 'a refused login counts' },
      ],
      warnings: [],
    },
    {
      name: 'appointment',
      title: { en: 'An appointment', th: 'การนัดหมาย' },
      source: 'MOPH Appointment Center manual, 4.3',
      steps: [
        passed,
        {
          ...passed,
          id: 'book',
          verdict: 'fail',
          message: `the "second" booking: expected <409> & nothing else, it's seen 200 \u0001\u{FFFF}`,
          ms: 8,
        },
        { ...passed, id: 'look-up', verdict: 'blocked', message: 'it builds on book, which is fail', ms: 0, calls: [] },
        { ...passed, id: 'postpone', verdict: 'unavailable', message: 'no complete reply\nwithin 30 s', ms: 30_000 },
        { ...passed, id: 'cancel', verdict: 'error', message: 'the harness broke: ]]>', ms: 0, calls: [] },
      ],
      warnings: ['booking 8888 at hospital 99999 may still be there <cancel it by hand>'],
    },
  ],
}
