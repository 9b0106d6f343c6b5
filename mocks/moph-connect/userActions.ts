import type { components, operations } from '../../src/generated/control/moph-connect.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { chatOf } from './users.ts'

type User = components['schemas']['User']
type UserActions = Pick<operations, 'listConnectUsers' | 'putConnectUser'>

/** Who has added MOPH Connect in LINE. */
export const userActions: OperationFunctions<UserActions> = {
  async listConnectUsers(_input, { db }) {
    const users = await db.selectFrom('connect_users').selectAll().execute()
    const chats = await chatsBy(db)
    const added = new Set(users.map(({ user_id }) => user_id))
    const strangers = [...chats.keys()].filter((user_id) => !added.has(user_id)).map((user_id) => ({ user_id, name: null, cid: null }))
    return [...users, ...strangers]
      .map((user): User => ({ ...user, chats: chats.get(user.user_id) ?? [] }))
      .sort((one, other) => (one.user_id < other.user_id ? -1 : 1))
  },

  async putConnectUser({ path, body }, { db }) {
    const user = { user_id: chatOf(path.user_id), name: body.name, cid: body.cid ?? null }
    await db
      .insertInto('connect_users')
      .values(user)
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(user))
      .execute()
    return { ...user, chats: (await chatsBy(db, user.user_id)).get(user.user_id) ?? [] }
  },
}

/** How many messages lie in each chat, by user. */
async function chatsBy(db: Db, userId?: string): Promise<Map<string, User['chats']>> {
  const rows = await db
    .selectFrom('connect_deliveries')
    .select(({ fn }) => ['user_id', 'zone', fn.countAll<number | string>().as('all'), fn.sum<number | string>('delivered').as('delivered')])
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId!))
    .groupBy(['user_id', 'zone'])
    .execute()
  const chats = new Map<string, User['chats']>()
  for (const { user_id, zone, all, delivered } of rows.sort((one, other) => (one.zone > other.zone ? -1 : 1))) {
    const chat = { zone, delivered: Number(delivered), scheduled: Number(all) - Number(delivered) }
    chats.set(user_id, [...(chats.get(user_id) ?? []), chat])
  }
  return chats
}
