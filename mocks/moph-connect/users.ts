import { prepared } from '../../src/upstream/prepared.ts'
import type { World } from '../../src/upstream/world.ts'

/** The id under which a chat is kept: hexadecimal digits are the same in capitals; the U of a LINE user ID is not one of them. */
export function chatOf(userId: string): string {
  return isLineUserId(userId) ? userId : userId.toLowerCase()
}

function isLineUserId(userId: string): boolean {
  return userId.startsWith('U')
}

/** The chat that a call goes to. Whoever has no MOPH Connect ID gets the message too, and the caller is told. */
export async function recipientOf(userId: string, { db, report }: Pick<World, 'db' | 'report'>): Promise<string> {
  const at = { pointer: '/body/userId', seen: userId }
  if (isLineUserId(userId)) report('line-user-id', at)
  const chat = chatOf(userId)
  const [user] = await selectUser(db, { chat })
  if (!user) report('unknown-user', at)
  return chat
}

export const selectUser = prepared((db, { chat }: { chat: string }) =>
  db.selectFrom('connect_users').selectAll().where('user_id', '=', chat),
)
