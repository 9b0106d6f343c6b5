import { createMophClient } from '../../src/doors/client/index.ts'
import { nhsoAgentExamples } from './examples/nhso-agent.ts'
import { describeOracle } from './suite.ts'

describeOracle('NHSO Secure SmartCard Agent', {
  specs: ['nhso-agent'],
  realBase: 'localhost:8189',
  clientOf: ({ oracle }) =>
    createMophClient({
      baseUrls: { 'moph-account': oracle, 'moph-appointment': oracle, 'nhso-agent': oracle },
      credentials: { user: 'nobody', password: 'none', secretKey: 'none', hospitalCode: '99999' },
    }),
  examples: nhsoAgentExamples,
  // The same reply under a path that the reference client does not send.
  elsewhere: ['getPreferenceByDoubledPath'],
  mayBeEmpty: { getLatestAuthenCode: 'clients look for claimCode, and take a reply without it for none' },
})
