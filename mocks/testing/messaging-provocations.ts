import type { Answer } from '../../fixtures/harness/sandbox.ts'
import type { operations } from '../../src/generated/moph-messaging.ts'
import { from, messageWith, sendMessage } from './messaging-calls.ts'
import type { Provocation, Provocations } from './provocation.ts'
import { manee, somsri, type TestWorld } from './world.ts'

const authorization = async (world: TestWorld, user?: string) => `Bearer ${(await world.logIn(user)).text}`

const send =
  (change: Record<string, unknown>): Provocation =>
  async (world) =>
    sendMessage(world, await authorization(world), messageWith(change))

async function often(world: TestWorld, times: number): Promise<Answer> {
  await world.control('PATCH', '/switches', { 'moph-messaging': { rate_rule: true } })
  const token = await authorization(world)
  for (let time = 1; time < times; time++) await sendMessage(world, token)
  return sendMessage(world, token)
}

export const messagingProvocations: Provocations<keyof operations> = {
  sendMessageTarget: {
    'token-missing': (world) => sendMessage(world, undefined),
    'token-invalid': (world) => sendMessage(world, 'Bearer not.a.token'),
    'token-expired': async (world) => {
      const issued = await authorization(world)
      await world.advance({ hours: 5 })
      return sendMessage(world, issued)
    },
    'token-of-another-issuer': async (world) => {
      const credentials = { username: 'moph-test', password: 'Password-1' }
      const { text } = await world.send('/fdh.moph.go.th/token?Action=get_moph_access_token', { method: 'POST', body: credentials })
      return sendMessage(world, `Bearer ${text}`)
    },
    'over-messages-per-hour': (world) => often(world, 6),
    'too-many-requests': (world) => often(world, 11),
    'address-banned': (world) => often(world, 31),
    'not-on-white-list': send({ target: [somsri] }),
    'duplicate-target': send({ target: [manee, manee] }),
    'sender-of-another-hospital': send(from('00000')),
    'active-content': send({ message_content_html: '<script>alert(1)</script>' }),
  },
}
