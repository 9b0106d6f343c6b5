import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { demoCards } from '../../fixtures/cards/index.ts'
import { AgentHis, agent, reader, somsriPid } from '../testing/agent-calls.ts'
import { stranger, testWorld } from '../testing/world.ts'

describe('Hands at the card reader', () => {
  const world = testWorld()
  const his = () => new AgentHis(world)
  const terminals = async () => (await his().get('/smartcard/terminals')).json

  it('show in the terminals that a kiosk asks for', async () => {
    const seen = [await terminals()]
    for (const hand of [() => his().remove(), () => his().insert('child'), () => his().unplug()]) {
      await hand()
      seen.push(await terminals())
    }
    const terminalName = 'Sandbox Card Reader 0'
    const [there, gone] = [[{ terminalName, isPresent: true }], [{ terminalName, isPresent: false }]]
    expect(seen).toEqual([there, gone, there, []])
  })

  it('let the correlationIds of the holder end when the card leaves', async () => {
    const { correlationId } = (await his().read()).json
    await his().remove()
    await his().insert('ordinary')
    expect((await his().confirm({ correlationId })).status).toBe(400)
    expect(await world.rules()).toEqual(['nhso-agent/correlation-expired'])
  })

  it('let them end when the reader is unplugged, too; the card stays in it', async () => {
    const { correlationId } = (await his().read()).json
    await his().unplug()
    await world.control('POST', `${reader}/connect`)
    expect(await terminals()).toMatchObject([{ isPresent: true }])
    expect((await his().confirm({ correlationId })).status).toBe(400)
  })

  it('let them end when another card is made in place of the one in the reader, not of one beside it', async () => {
    const other = { pid: stranger(78), thai_name: { title: 'นาย', first: 'ใหม่', last: 'สมมุติ' }, birth_date: '25400101', sex: 1 }
    const kept = (await his().read()).json.correlationId
    await world.control('PUT', '/agent/cards/child', other)
    expect((await his().confirm({ correlationId: kept })).status).toBe(200)
    const { correlationId } = (await his().read()).json
    await world.control('PUT', '/agent/cards/ordinary', other)
    expect((await his().confirm({ correlationId, claimType: 'PG0130001' })).status).toBe(400)
    expect(await world.rules()).toEqual(['nhso-agent/correlation-expired'])
  })

  it('let them end in the zone of the read, though the agent is of the other zone by then', async () => {
    const { correlationId } = (await his().read()).json
    await his().install({ zone: 'production' })
    await his().remove()
    await his().install({ zone: 'test' })
    expect((await his().confirm({ correlationId })).status).toBe(400)
    expect(await world.rules()).toEqual(['nhso-agent/correlation-expired'])
  })

  it('may be quicker than a read: it fails, the card is outside, and earlier correlationIds end', async () => {
    const { correlationId } = (await his().read()).json
    await his().fault('pulled-out')
    const { status, json } = await his().read()
    expect([status, json.message]).toEqual([500, 'บัตรถูกดึงออกระหว่างอ่าน กรุณาเสียบบัตรใหม่'])
    expect(await terminals()).toMatchObject([{ isPresent: false }])
    await his().insert('ordinary')
    expect((await his().read()).status, 'it happens once').toBe(200)
    expect((await his().confirm({ correlationId })).status).toBe(400)
  })

  it('may really pull it out of a slow reader', async () => {
    await his().fault('slow', { apdu_ms: 30 })
    const slow = his().read()
    await wait(100)
    await his().remove()
    expect((await slow).json.message).toBe('บัตรถูกดึงออกระหว่างอ่าน กรุณาเสียบบัตรใหม่')
  })

  it('a slow card keeps no other call waiting, neither a read of data nor a write', async () => {
    const { correlationId } = (await his().read()).json
    await his().fault('slow', { apdu_ms: 80 })
    let answered = false
    const slow = his()
      .read()
      .then((answer) => {
        answered = true
        return answer
      })
    expect((await terminals())[0].isPresent).toBe(true)
    expect((await his().confirm({ correlationId, pid: somsriPid })).status).toBe(200)
    expect((await his().latest()).json.claimCode).toMatch(/^PP/)
    expect((await world.control('GET', '/agent/readers')).status).toBe(200)
    expect(answered).toBe(false)
    expect((await slow).status).toBe(200)
  })

  it('a refused command is a read that fails, as often as it was told to, and then works', async () => {
    const reads = async (count: number) => {
      const statuses: number[] = []
      for (let read = 0; read < count; read++) statuses.push((await his().readCardOnly()).status)
      return statuses
    }
    const struck = async () => (await world.control('GET', '/agent/readers')).json[0].fault_struck
    await his().fault('status-word', { at_apdu: 2, times: 2 })
    expect(await reads(4)).toEqual([500, 500, 200, 200])
    expect(await struck()).toBe(2)
    await his().exchange('ordinary')
    expect(await struck(), 'anew for each insertion').toBe(0)
    expect(await reads(3)).toEqual([500, 500, 200])
    await his().fault('status-word', { at_apdu: 2 })
    expect(await reads(3), 'every time where nothing else is said').toEqual([500, 500, 500])
    await his().fault('garbage', { at_apdu: 20, count_from: 'insertion' })
    expect(await reads(3), 'a read of the text has some seventeen commands').toContain(500)
    expect(await struck()).toBe(1)
  })

  it('a command that gets lost is a card that does not answer, which stays in the reader', async () => {
    await his().fault('communication-error', { at_apdu: 2, times: 1 })
    expect((await his().readCardOnly()).json.message).toBe('อ่านข้อมูลจากบัตรไม่ได้ กรุณาทำความสะอาดหรือเสียบบัตรใหม่')
    expect(await terminals()).toMatchObject([{ isPresent: true }])
    expect((await his().readCardOnly()).status).toBe(200)
  })

  it('a card that has to settle is present at once, and read once the clock has passed that time', async () => {
    await his().fault('settling', { settle_ms: 1500 })
    expect((await his().readCardOnly()).status, 'it has been in for long').toBe(200)
    await his().exchange('child')
    expect(await terminals()).toMatchObject([{ isPresent: true }])
    expect((await his().readCardOnly()).status).toBe(500)
    await world.advance({ seconds: 2 })
    expect((await his().readCardOnly()).status).toBe(200)
  })

  it('a mute card can be taken for a fault of the reader, until that is cleared', async () => {
    await his().fault('mute')
    expect((await his().readCardOnly()).status).toBe(500)
    expect((await world.control('DELETE', `${reader}/fault`)).json.fault).toBeNull()
    expect((await his().readCardOnly()).status).toBe(200)
  })

  it('can plug in a second reader; the default one is read', async () => {
    await world.control('POST', '/agent/readers/desk-2/connect')
    await world.control('POST', '/agent/readers/desk-2/insert', { card: 'child' })
    expect(await terminals()).toHaveLength(2)
    expect((await his().readCardOnly()).json.pid).toBe(somsriPid)
    await his().install({ default_reader: 'desk-2' })
    expect((await his().readCardOnly()).json.fname).toBe('เด็กชาย')
    expect((await his().get('/preference')).json.defaultTerminal).toBe('Sandbox Card Reader 1')
    await world.control('POST', '/agent/readers/desk-2/disconnect')
    expect((await his().readCardOnly()).json.pid, 'the other, where the default one is not there').toBe(somsriPid)
  })

  it('find a reader in an empty world as well, and no card', async () => {
    const name = `empty-${world.workspace.slice(3)}`
    await world.sandbox.control('POST', '/workspaces', { name, world: 'empty' })
    const { json } = await world.sandbox.send(`/w/${name}${agent}/smartcard/terminals`)
    expect(json).toEqual([{ terminalName: 'Sandbox Card Reader 0', isPresent: false }])
    await world.sandbox.control('DELETE', `/workspaces/${name}`)
  })
})

describe('Cards', () => {
  const world = testWorld()
  const his = () => new AgentHis(world)

  it('of the demo world are listed with what they are for', async () => {
    const { json } = await world.control('GET', '/agent/cards')
    expect(json.map(({ card }: { card: string }) => card)).toEqual(demoCards.map(({ card }) => card).toSorted())
    expect(json).toContainEqual({
      card: 'middle-name',
      note: 'with a middle name, outside Bangkok; right UCS in the test zone',
      atr: 'th-nid-17',
      pid: '1999900000030',
      thai_name: 'น.ส.มานี กลาง สมมุติ',
    })
    expect(json).toContainEqual(expect.objectContaining({ card: 'not-thai', atr: 'other', pid: null, thai_name: null }))
  })

  it('can be made for a synthetic person, and read', async () => {
    const pid = stranger(77)
    const { json } = await world.control('PUT', '/agent/cards/own', {
      pid,
      thai_name: { title: 'นาย', first: 'ใหม่', last: 'สมมุติ' },
      birth_date: '25400000',
      sex: 1,
      expiry_date: '99999999',
    })
    expect(json).toMatchObject({ card: 'own', pid, expiry_date: '99999999', address: { province: 'กรุงเทพมหานคร' } })
    expect((await world.control('GET', '/agent/cards/own')).json).toEqual(json)
    await his().exchange('own')
    expect((await his().readCardOnly('?readImageFlag=true')).json).toEqual({
      ...{ pid, titleName: 'นาย', fname: 'ใหม่', lname: 'สมมุติ', birthDate: '25400000', sex: 'ชาย' },
      image: json.photo,
    })
  })

  it('may be old chips, have no NHSO data, and any character where the sex stands; one that is longer is refused', async () => {
    const body = { pid: stranger(77), thai_name: { title: 'นาย', first: 'ใหม่', last: 'สมมุติ' }, birth_date: '25400000', sex: 1 }
    const made = async (change: object) => (await world.control('PUT', '/agent/cards/own', { ...body, ...change })).json
    expect(await made({ atr: 'th-nid-6' })).toMatchObject({ atr: 'th-nid-6', laser: null, chip_id: null, rights: { paid_type: '1' } })
    expect(await made({ atr: 'th-nid-9', laser: 'ZZ9900000077' })).toMatchObject({ laser: 'ZZ9900000077', chip_id: null })
    expect(await made({ rights: null, laser: null })).toMatchObject({ rights: null, laser: null, chip_id: expect.stringMatching(/^9999/) })
    for (const [sex, shown] of [
      [2, 'หญิง'],
      [3, ''],
      ['M', ''],
      ['', ''],
    ] as const) {
      expect((await made({ sex })).sex).toBe(sex)
      await his().exchange('own')
      expect((await his().readCardOnly()).json.sex).toBe(shown)
    }
    expect((await made({ sex: 'é' })).error.rule).toBe('card-cannot-hold')
    expect((await made({ sex: 'MF' })).error.rule).toBe('malformed')
  })

  it('are refused by the field that a chip cannot hold, with the reason', async () => {
    const body = { pid: stranger(77), thai_name: { title: 'นาย', first: 'ใหม่', last: 'สมมุติ' }, birth_date: '25400000', sex: 1 }
    const refused = async (change: object) => {
      const { status, json } = await world.control('PUT', '/agent/cards/own', { ...body, ...change })
      return [status, json.error.rule, json.error.hint.en]
    }
    const photo = 'data:image/jpeg;base64,/9j/2Q=='
    expect(await refused({ photo })).toEqual([400, 'card-cannot-hold', 'photo is not the base64 of a JPEG; leave out any data: prefix.'])
    expect(await refused({ photo: 'AAAA' })).toEqual([400, 'card-cannot-hold', 'photo is not a JPEG: it does not begin with FFD8'])
    expect(await refused({ thai_name: { ...body.thai_name, first: 'Zoé' } })).toEqual([
      400,
      'card-cannot-hold',
      'thaiName holds “é”, which TIS-620 does not have',
    ])
  })

  it('are never made for a citizen id that could be real', async () => {
    // In pieces: nothing of the form of a real one stands in the repository.
    const body = { pid: `1${'1'.repeat(12)}`, thai_name: { title: '', first: 'ก', last: 'ข' }, birth_date: '25400101', sex: 1 }
    expect((await world.control('PUT', '/agent/cards/own', body)).status).toBe(400)
  })

  it('survive in a snapshot, in their readers', async () => {
    await world.control('POST', '/snapshots', { name: 'with-card' })
    await his().remove()
    await world.control('POST', '/snapshots/with-card/restore')
    expect((await his().readCardOnly()).json.pid).toBe(somsriPid)
  })
})

describe('The preference of the agent', () => {
  const world = testWorld()
  const his = () => new AgentHis(world)

  it('shows the token of the facility to whoever asks, under the path of one client as well', async () => {
    const { token } = (await world.control('GET', '/nhso/test/tokens/99999')).json
    const preference = { token, defaultTerminal: 'Sandbox Card Reader 0' }
    expect((await his().get('/preference')).json).toEqual(preference)
    expect((await his().get('/api/preference')).json).toEqual(preference)
    expect(await world.rules()).toEqual(['nhso-agent/doubled-api'])
  })

  it('is kept in the journal without the token', async () => {
    const { token } = (await his().get('/preference')).json
    await his().get('/api/preference')
    const { text, json } = await world.control('GET', '/journal?upstream=nhso-agent')
    expect(json).toHaveLength(2)
    for (const { reply } of json) expect(JSON.parse(reply.body)).toEqual({ token: '(secret)', defaultTerminal: 'Sandbox Card Reader 0' })
    expect(text).not.toContain(token)
  })

  it('is another one where the agent is installed for another zone or facility', async () => {
    const production = (await world.control('GET', '/nhso/production/tokens/99999')).json.token
    expect((await his().install({ zone: 'production' })).json).toEqual({
      system: 'linux',
      version: '1.1.1',
      zone: 'production',
      hcode: '99999',
      token: production,
      default_reader: null,
      nhso_reachable: true,
      latest_scope: 'own',
      cors: 'echo',
    })
    expect((await his().install({ hcode: '99990' })).json.token, 'it has none').toBeNull()
    expect((await his().get('/preference')).json.token).toBe('')
    expect((await his().read()).json.message).toBe('Invalid Token')
    const { json } = await world.control('GET', '/switches')
    expect(json['nhso-agent']).toMatchObject({ zone: 'production', hcode: '99990' })
  })

  it('is of the versions of the slides: one program for both zones on Linux, one for each on Windows', async () => {
    const installed = async (change: object) => {
      const { version, zone, token } = (await his().install(change)).json
      return [version, zone, token]
    }
    const tokenIn = async (zone: string) => (await world.control('GET', `/nhso/${zone}/tokens/99999`)).json.token
    const [test, production] = [await tokenIn('test'), await tokenIn('production')]
    expect(await installed({ token: 'by-hand' })).toEqual(['1.1.1', 'test', 'by-hand'])
    expect(await installed({ zone: 'production' }), 'upgrade-to-production.sh leaves userconfig.properties').toEqual([
      '1.1.1',
      'production',
      'by-hand',
    ])
    expect(await installed({ system: 'windows', zone: 'test' }), 'another program').toEqual(['0.1.1', 'test', test])
    expect(await installed({ token: 'by-hand' })).toEqual(['0.1.1', 'test', 'by-hand'])
    expect(await installed({ zone: 'production' }), 'yet another').toEqual(['1.1.1', 'production', production])
    expect((await his().get('/smartcard/probe/1999900000013')).status).toBe(404)
    await his().install({ zone: 'test' })
    expect((await his().get('/smartcard/probe/1999900000013')).status).toBe(200)
  })

  it('goes stale where the facility gets another token while one stands in the configuration', async () => {
    const { token } = (await his().get('/preference')).json
    await his().install({ token })
    expect((await his().read()).status).toBe(200)
    await world.control('POST', '/nhso/test/tokens/99999')
    expect((await his().read()).json.message).toBe('Invalid Token')
  })

  it('asks its own callers for nothing: an Authorization header is ignored', async () => {
    const { status } = await world.send(`${agent}/smartcard/read`, { headers: { authorization: 'Bearer nonsense' } })
    expect(status).toBe(200)
    expect(await world.findings()).toEqual([])
  })
})
