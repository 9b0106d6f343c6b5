import { nextId } from '../../src/upstream/ids.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import { Refusal } from '../../src/upstream/refusal.ts'
import type { Headers } from '../../src/upstream/upstream.ts'
import { uuidOf } from '../../src/upstream/uuid.ts'
import type { Caller, World, Zone } from '../../src/upstream/world.ts'

/** A UUID: the form of those that public clients carry. */
export const tokenText = (zone: Zone, hcode: string, number: number) => uuidOf(`nhso-authen token ${zone} ${hcode} ${number}`)

/** A new token in place of the earlier one. */
export async function issueToken({ db, clock }: Pick<World, 'db' | 'clock'>, zone: Zone, hcode: string) {
  const token = tokenText(zone, hcode, await nextId(db, `nhso_token_${zone}_${hcode}`))
  const issued_at = clock.local()
  await db
    .updateTable('nhso_facilities')
    .set({ token, token_issued_at: issued_at })
    .where('zone', '=', zone)
    .where('hcode', '=', hcode)
    .execute()
  return { token, issued_at }
}

/** Which facility calls, from `Authorization: Bearer <token>`. Each zone knows its own tokens only. */
export async function facilityOf(_roles: readonly string[], { authorization }: Headers, { db, via }: World): Promise<Caller> {
  const pointer = '/headers/authorization'
  if (!authorization) throw new Refusal('token-missing', { pointer })
  const token = /^bearer +(\S+)$/i.exec(authorization)?.[1]
  const [row] = token === undefined ? [] : await facilitiesByToken(db, { token: token.toLowerCase() })
  if (!row) throw new Refusal('token-invalid', { pointer, seen: '(secret)' })
  if (row.zone !== via.zone) throw new Refusal('token-of-another-zone', { pointer, seen: row.zone })
  return { login: row.hcode, hospitalCode: row.hcode, scope: [] }
}

const facilitiesByToken = prepared((db, { token }: { token: string }) =>
  db.selectFrom('nhso_facilities').select(['zone', 'hcode']).where('token', '=', token),
)
