import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import account from '../../src/generated/moph-account.json' with { type: 'json' }
import appointment from '../../src/generated/moph-appointment.json' with { type: 'json' }
import connect from '../../src/generated/moph-connect.json' with { type: 'json' }
import nhsoAuthen from '../../src/generated/nhso-authen.json' with { type: 'json' }
import { productionAt, productionHosts } from './production.ts'

test.each([
  'https://cvp1.moph.go.th',
  'https://CVP1.MOPH.go.th',
  'https://cvp1.moph.go.th./api',
  'https://cvp1.moph.go.th:8443',
  'http://cvp1.moph.go.th',
  'https://user@cvp1.moph.go.th',
  'https://ｃｖｐ１.moph.go.th',
  'https://fdh.moph.go.th',
  'https://fdch.moph.go.th',
  'https://claim-nhso.moph.go.th/api/v1',
  'https://mophconnect.go.th/api',
  'https://mophconnect.go.th/testing',
  'https://mophconnect.go.th/test/../api',
  'https://mophconnect.go.th/test/%2e%2e/api',
  'https://mophconnect.go.th/test/..%2fapi',
  'https://www.mophconnect.go.th/test/api',
  'https://authenservice.nhso.go.th/authencode',
  'https://nhsoapi.nhso.go.th/nhsoendpoint/',
  'https://authenucws.nhso.go.th/authencodestatus',
  'https://something-new.moph.go.th',
  'https://nhso.go.th',
])('%s is production', (address) => {
  expect(productionAt(address)).toBeDefined()
})

test.each([
  'https://uat-fdh.inet.co.th',
  'https://uat-moph-nhso.inet.co.th',
  'https://cloud4.hosxp.net/api/moph',
  'https://mophconnect.go.th/test/api',
  'https://mophconnect.go.th/test',
  'https://mophconnect.go.th/test3/api',
  'https://test.nhso.go.th/nhsoendpoint/',
  'http://127.0.0.1:4010/cvp1.moph.go.th',
  'http://localhost:4010/w/vendor-a/fdh.moph.go.th',
  'https://cvp1.moph.go.th.example.org',
  'https://notmoph.go.th',
])('%s is not', (address) => {
  expect(productionAt(address)).toBeUndefined()
})

test('every server that the specs call production is', () => {
  const servers = [...account.servers, ...appointment.servers, ...connect.servers, ...nhsoAuthen.servers]
  const production = servers.filter((server) => server['x-zone'] === 'production').map(({ url }) => url)
  expect(production.length).toBeGreaterThan(2)
  expect(production.filter((url) => productionAt(url) === undefined)).toEqual([])
  const others = servers.filter((server) => server['x-zone'] !== 'production').map(({ url }) => url)
  expect(others.filter((url) => productionAt(url) !== undefined)).toEqual([])
})

test('docs/verify.md names them all', () => {
  const page = readFileSync(new URL('../../docs/verify.md', import.meta.url), 'utf8')
  expect(productionHosts.map(({ host }) => host).filter((host) => !page.includes(`\`${host}\``))).toEqual([])
})

test('every production host says where it is known from', () => {
  for (const { what, source } of productionHosts) expect([what.length > 5, source.length > 10]).toEqual([true, true])
})
