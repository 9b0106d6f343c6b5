import { findReader } from '../../hardware/readers.ts'
import { prepared } from '../../src/upstream/prepared.ts'
import { Refusal, type RefusalPlace } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { World } from '../../src/upstream/world.ts'
import { facility } from '../nhso-authen/right-holders.ts'
import { facilityToken, type Zone } from '../nhso-authen/service.ts'
import type { InstallationRow } from './tables.ts'

type Choices = Omit<InstallationRow, 'id'>

const untouched: Choices = { token: null, default_reader: null }

export async function installationOf(db: Db): Promise<Choices> {
  const [row] = await installations(db, {})
  return row ?? untouched
}

const installations = prepared((db, _none: object) => db.selectFrom('agent_installation').select(['token', 'default_reader']))

export async function changeInstallation(db: Db, change: Partial<Choices>): Promise<void> {
  if (Object.keys(change).length === 0) return
  await db
    .insertInto('agent_installation')
    .values({ id: 1, ...untouched, ...change })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
    .execute()
}

/** The token in userconfig.properties; undefined where the facility has none. */
export async function tokenOf(world: World): Promise<string | undefined> {
  const { zone, hcode } = world.settings.switches['nhso-agent']
  return (await installationOf(world.db)).token ?? (await facilityToken(world, zone, hcode))
}

/** The reader that is read: the chosen one if it is plugged in, else the first. */
export async function defaultTerminal({ db }: World, terminals: readonly { name: string }[]): Promise<string | undefined> {
  const { default_reader } = await installationOf(db)
  const chosen = default_reader === null ? undefined : (await findReader(db, default_reader))?.terminal_name
  return terminals.find(({ name }) => name === chosen)?.name ?? terminals[0]?.name
}

const aboutTheAgent: RefusalPlace = { pointer: '/url' }

/** NHSO answers: it is reached, knows the facility and takes its token. Whose zone and facility that is. */
export async function nhsoOf(world: World): Promise<{ zone: Zone; hcode: string }> {
  const { zone, hcode, nhso_reachable } = world.settings.switches['nhso-agent']
  if (!nhso_reachable) throw new Refusal('nhso-unreachable', aboutTheAgent)
  await facility(world, zone, hcode, { ...aboutTheAgent, seen: hcode })
  const issued = await facilityToken(world, zone, hcode)
  if (issued === undefined || (await tokenOf(world)) !== issued)
    throw new Refusal('agent-token-invalid', { ...aboutTheAgent, seen: '(secret)' })
  return { zone, hcode }
}
