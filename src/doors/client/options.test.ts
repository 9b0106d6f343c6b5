import { describe, expect, test } from 'vitest'
import { createMophClient, type MophClientOptions } from './index.ts'
import { credentials } from './testing/moph.ts'

const good: MophClientOptions = {
  baseUrls: { 'moph-account': 'https://cvp1.example', 'moph-appointment': 'http://127.0.0.1:4010/cvp1.moph.go.th' },
  credentials,
}
const withBaseUrl = (baseUrl: string) => ({ ...good, baseUrls: { ...good.baseUrls, 'moph-appointment': baseUrl } })

test('good options are taken', () => {
  expect(() => createMophClient(good)).not.toThrow()
  expect(() =>
    createMophClient({ ...good, credentials: { user: 'demo', passwordHash: 'ab'.repeat(32), hospitalCode: '99999' } }),
  ).not.toThrow()
})

describe('refused at once, by name and without the value:', () => {
  test.each<[string, MophClientOptions]>([
    ["baseUrls['moph-appointment']", withBaseUrl('cvp1.moph.go.th')],
    ["baseUrls['moph-appointment']", withBaseUrl('ftp://cvp1.example')],
    ["baseUrls['moph-appointment']", withBaseUrl('https://demo:Password-1@cvp1.example')],
    ["baseUrls['moph-appointment']", withBaseUrl('https://cvp1.example/?key=Password-1')],
    ["baseUrls['moph-account']", { ...good, baseUrls: { 'moph-appointment': 'https://cvp1.example' } as MophClientOptions['baseUrls'] }],
    ['timeoutMs', { ...good, timeoutMs: 0 }],
    ['timeoutMs', { ...good, timeoutMs: 2 ** 31 }],
    ['credentials.secretKey', { ...good, credentials: { ...credentials, secretKey: '' } }],
    ['finance.accountUrl', { ...good, finance: { accountUrl: 'fdh.moph.go.th', credentials } }],
    [
      'finance.credentials.secretKey',
      { ...good, finance: { accountUrl: 'https://fdh.example', credentials: { ...credentials, secretKey: '' } } },
    ],
    ['credentials.passwordHash', { ...good, credentials: { user: 'demo', passwordHash: '', hospitalCode: '99999' } }],
  ])('%s (%#)', (name, options) => {
    expect(() => createMophClient(options)).toThrow(TypeError)
    expect(() => createMophClient(options)).toThrow(name)
    expect(() => createMophClient(options)).not.toThrow('Password-1')
  })
})
