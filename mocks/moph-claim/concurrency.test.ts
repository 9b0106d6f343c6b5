import { describe, expect, it } from 'vitest'
import { dmhtAdmission } from '../../fixtures/harness/claim.ts'
import { TestSandbox } from '../../fixtures/harness/sandbox.ts'
import { storeKinds } from '../../fixtures/harness/stores.ts'
import { applicant, byForm } from '../testing/claim-control-provocations.ts'

describe.each(storeKinds)('State in $name', ({ missing, make }) => {
  it.skipIf(missing)('takes a visit once, and an application of a person once, of many that come at the same moment', async () => {
    const store = await make()
    const sandbox = await TestSandbox.start(store.options)
    const headers = { authorization: `Bearer ${await sandbox.token('moph-test', { issuer: 'fdh' })}` }
    const path = '/claim-nhso.moph.go.th/api/v1/opd/service-admissions/dmht'
    const many = <Result>(act: () => Promise<Result>) => Promise.all(Array.from({ length: 20 }, act))

    const claims = await many(() => sandbox.send(path, { method: 'POST', body: dmhtAdmission(), headers }))
    const applications = await many(() => sandbox.control('POST', '/finance/applications', byForm(applicant())))
    const answers = await many(() => sandbox.control('POST', '/finance/applications/1/approve'))
    const mails = (await sandbox.control('GET', '/finance/mails')).json
    await sandbox.close()
    await store.remove()

    const statuses = (replies: { status: number }[]) => replies.map(({ status }) => status).sort()
    const oneOf = (first: number) => [first, ...Array(19).fill(409)]
    expect(statuses(claims)).toEqual(oneOf(200))
    expect(statuses(applications)).toEqual(oneOf(201))
    expect(statuses(answers)).toEqual(oneOf(200))
    expect(mails).toHaveLength(1)
  })
})
