import type { MophClient } from '../../../src/doors/client/index.ts'

/** A right-holder of the test zone who has codes of earlier days, where the clock stands at the oracle's now. */
const pid = '1999900000021'
const yesterday = '2026-11-23'

/** A call of each operation that a new world answers with something in it. */
export const nhsoAuthenExamples = {
  requestAuthenCode: ({ nhsoAuthen }) =>
    nhsoAuthen.requestAuthenCode({ pid, phone: ['0800000002'], hcode: '99999', serviceCode: 'PG0060001', hn: null, latitude: 13.7 }),
  getRealPerson: ({ nhsoAuthen }) => nhsoAuthen.getRealPerson({ SOURCE_ID: '99999', PID: '1999900000013' }),
  closeVisit: ({ nhsoAuthen }) =>
    nhsoAuthen.closeVisit({
      hcode: '99999',
      department: { code: '01500', name: 'OPD' },
      mainInsclCode: 'SSS',
      serviceDateTime: Date.parse('2026-11-24T01:00:00.000Z'),
      invoiceDateTime: Date.parse('2026-11-24T01:30:00.000Z'),
      transactionId: '99999000123',
      totalAmount: 350.5,
      paidAmount: 0.5,
      privilegeAmount: 350,
      claimServiceCode: 'PG0060001',
      pid,
      sourceId: 'HIS',
      recorderPid: '1999900000013',
    }),
  checkAuthenStatus: ({ nhsoAuthen }) =>
    nhsoAuthen.checkAuthenStatus({ personalId: pid, serviceDate: yesterday, serviceCode: 'PG0060001' }),
} satisfies Record<string, (client: MophClient) => Promise<unknown>>
