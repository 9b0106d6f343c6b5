import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestSandbox } from '../fixtures/harness/sandbox.ts'

const bash = promisify(execFile)

/** The shell blocks of a page, pointed at another port. */
function shellBlocks(page: string, url: string): string[] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]!)
  return blocks.map((block) => block.replaceAll('http://127.0.0.1:4010', url))
}

describe('What the documents tell a newcomer to paste', () => {
  let sandbox: TestSandbox

  beforeAll(async () => {
    sandbox = await TestSandbox.start()
  })
  afterAll(() => sandbox.close())

  it.each(['README.md', 'README.th.md'])('%s: logs in, books, cancels, and reads in the journal what was wrong', async (page) => {
    await sandbox.control('POST', '/reset')
    const block = shellBlocks(page, sandbox.url).find((text) => text.includes('ConfirmAppointmentSlot'))!
    const { stdout } = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', block])
    expect(stdout).toContain('"hospital_appointment_slot_id":8888')
    expect(stdout).toContain('"queue_no":"A003"')
    expect(stdout).toContain('Subtract 543 from the year: 2026-12-01.')
    const { json: exchanges } = await sandbox.control('GET', '/journal')
    const statuses = exchanges.map(({ reply }: { reply: { status: number } }) => reply.status)
    expect(statuses).toEqual([400, 200, 200, 200, 200])
  })

  it('docs/nhso-authen.md: a right, a code, a second one refused, the visit closed; and the web side', async () => {
    await sandbox.control('POST', '/reset')
    const [calls, web] = shellBlocks('docs/nhso-authen.md', sandbox.url)
    const { stdout } = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', calls!])
    expect(stdout).toMatch(/"authenCode":"PP\d{10}".*"authenCode":"EP\d{10}"/s)
    const { json: exchanges } = await sandbox.control('GET', '/journal')
    expect(exchanges.map(({ reply }: { reply: { status: number } }) => reply.status)).toEqual([200, 200, 400, 200, 200])
    const screens = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', web!])
    expect(screens.stdout).not.toContain('"error":{')
    expect(screens.stdout).toContain('"hn":"000123","mobile":"0800000001"')
    expect(screens.stdout).toMatch(/"authen_code":"PP\d{10}"/)
    expect(screens.stdout).toContain('"channel":"erm","codes":1')
  })

  it('docs/nhso-agent.md: a card, a code, a second one refused; other cards, none, no reader', async () => {
    await sandbox.control('POST', '/reset')
    const [calls, hands] = shellBlocks('docs/nhso-agent.md', sandbox.url)
    const { stdout } = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', calls!])
    expect(stdout).toMatch(/"isPresent":true.*"image":"\/9j\/.*"claimCode":"PP\d{10}".*ไม่สามารถเลือกบริการซ้ำใน 1 วัน.*"claimCode":"PP\d{10}"/s)
    const statuses = async () =>
      (await sandbox.control('GET', '/journal')).json.map(({ reply }: { reply: { status: number } }) => reply.status)
    expect(await statuses()).toEqual([418, 400, 500, 200, 400, 200, 200, 200, 200, 200, 200])
    const shown = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', hands!])
    expect(shown.stdout).not.toContain('"error":{')
    expect(shown.stdout).toMatch(/"lname":"จริงสมมุติ".*ไม่พบข้อมูลจาก Server.*"card":"mine"/s)
  })

  it('docs/nhso-agent.md: the script of a page gets a code', async () => {
    await sandbox.control('POST', '/reset')
    const [script] = [...readFileSync('docs/nhso-agent.md', 'utf8').matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1]!)
    const here = script!.replace('http://localhost:8189', `${sandbox.url}/localhost:8189`)
    const { stdout } = await bash(process.execPath, ['--input-type=module', '-e', here])
    expect(stdout).toMatch(/claimCode: 'PP\d{10}'/)
  })

  it('docs/moph-connect.md: follows a patient through the days, and opens a booking page', async () => {
    await sandbox.control('POST', '/reset')
    const [days, page] = shellBlocks('docs/moph-connect.md', sandbox.url)
    const { stdout } = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', days!])
    expect(stdout).toContain('<svg xmlns="http://www.w3.org/2000/svg"')
    expect(stdout).toContain('"answer":{"score":5,"comment":"บริการดีมาก","answered_at":"2026-12-10T08:50:00"}')
    expect(stdout).toContain('The URL must start with http:// or https://')
    const { json: exchanges } = await sandbox.control('GET', '/journal')
    expect(exchanges.map(({ reply }: { reply: { status: number } }) => reply.status)).toEqual([400, 200, 200, 200])
    const opened = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', page!])
    expect(opened.stdout).toContain('que_register.php?regist=5bedb4000000000000000001')
    expect(opened.stdout).not.toContain('"error":{')
  })

  it.each(['docs/control-api.md', 'docs/moph-claim.md', 'docs/moph-messaging.md'])('%s: every line is answered', async (page) => {
    await sandbox.control('POST', '/reset')
    const lines = shellBlocks(page, sandbox.url)
      .flatMap((block) => block.split('\n'))
      .filter((line) => line.trim() !== '' && !line.includes('/journal/live'))
      .map((line) => line.replace('> session.har', ''))
    const failing = lines.map((line) => line.replaceAll('curl -s', 'curl -sS --fail-with-body'))
    const { stdout } = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', failing.join('\n')])
    expect(stdout).not.toContain('"error":{')
  })

  it('docs/moph-claim.md: the visit is accepted, and the key comes by e-mail', async () => {
    await sandbox.control('POST', '/reset')
    const { stdout } = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', shellBlocks('docs/moph-claim.md', sandbox.url).join('\n')])
    expect(stdout).toMatch(/"status":200,"message":"success","message_th":"สำเร็จ","data":\{"transaction_uid":"[0-9a-f-]{36}"\}/)
    expect(stdout).toMatch(/"seq":"1","pid":"1999900000013","sent_by":"moph-test","state":"accepted"/)
    expect(stdout).toContain('secretkey: $moph-sandbox-test-key-fdh')
    expect(stdout).toMatch(/"login":"manee".*"activated":true/)
  })

  it('docs/moph-messaging.md: every line of the list is accounted for, and who opens a message turns green', async () => {
    await sandbox.control('POST', '/reset')
    const block = shellBlocks('docs/moph-messaging.md', sandbox.url).join('\n')
    const { stdout } = await bash('bash', ['--norc', '-euo', 'pipefail', '-c', block])
    expect(stdout).toContain('"updated":false,"target":["1999900000030"],"target_not_on_white_list":["1999900000013"]')
    expect(stdout).toContain(
      '{"lines":4,"blank":0,"kept":2,"remarks":[{"line":2,"seen":"1-9999-00010-02-7","cid":"1999900010027","kept":true',
    )
    expect(stdout).toMatch(/"cid":"1999900000030","name":"น.ส.มานี สมมุติ","receipt":"green","opened_at":"[\d:T-]{19}","opened_in":"app"/)
  })
})

describe('Links between the documents', () => {
  const pages = [...['README.md', 'README.th.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/README.md'], ...markdownBelow('docs')]

  it.each(pages)('%s leads only to what is there', (page) => {
    const targets = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => join(dirname(page), match[1]!))
    expect(targets.filter((target) => !existsSync(target))).toEqual([])
  })
})

function markdownBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
}
