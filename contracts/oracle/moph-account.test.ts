import { testSecretKeys } from '../../mocks/moph-account/keys.ts'
import { createMophClient } from '../../src/doors/client/index.ts'
import { accountExamples } from './examples/moph-account.ts'
import { describeOracle, oracleNow } from './suite.ts'

describeOracle('MOPH Account Center', {
  specs: ['moph-account'],
  realBase: 'cvp1.moph.go.th',
  clientOf: ({ oracle }) =>
    createMophClient({
      baseUrls: { 'moph-account': oracle, 'moph-appointment': oracle },
      credentials: { user: 'demo', password: 'Password-1', secretKey: testSecretKeys.cvp1, hospitalCode: '99999' },
      clock: () => Date.parse(oracleNow),
    }),
  examples: accountExamples,
})
