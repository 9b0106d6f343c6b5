import { testSecretKeys } from '../../mocks/moph-account/keys.ts'
import { createMophClient } from '../../src/doors/client/index.ts'
import { messagingExamples } from './examples/moph-messaging.ts'
import { describeOracle, oracleNow } from './suite.ts'

describeOracle('the messages of Mor Prom', {
  specs: ['moph-messaging'],
  realBase: 'cvp1.moph.go.th',
  clientOf: ({ oracle, direct }) => {
    const cvp1 = direct('cvp1.moph.go.th')
    return createMophClient({
      baseUrls: { 'moph-account': cvp1, 'moph-appointment': cvp1, 'moph-messaging': oracle },
      credentials: { user: 'demo', password: 'Password-1', secretKey: testSecretKeys.cvp1, hospitalCode: '99999' },
      clock: () => Date.parse(oracleNow),
    })
  },
  examples: messagingExamples,
})
