import { testSecretKeys } from '../../mocks/moph-account/keys.ts'
import { createMophClient } from '../../src/doors/client/index.ts'
import { appointmentExamples } from './examples/moph-appointment.ts'
import { describeOracle, oracleNow } from './suite.ts'

describeOracle('MOPH Appointment Center', {
  specs: ['moph-appointment'],
  realBase: 'cvp1.moph.go.th',
  clientOf: ({ oracle, direct }) =>
    createMophClient({
      baseUrls: { 'moph-account': direct('cvp1.moph.go.th'), 'moph-appointment': oracle },
      credentials: { user: 'demo', password: 'Password-1', secretKey: testSecretKeys.cvp1, hospitalCode: '99999' },
      clock: () => Date.parse(oracleNow),
    }),
  examples: appointmentExamples,
})
