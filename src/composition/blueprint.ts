import { demoAccounts, demoGroups } from '../../fixtures/worlds/demo/accounts.ts'
import { seedClaims } from '../../fixtures/worlds/demo/claims.ts'
import { seedConnect } from '../../fixtures/worlds/demo/moph-connect.ts'
import { seedMessages } from '../../fixtures/worlds/demo/moph-messaging.ts'
import { seedCards, seedReader } from '../../fixtures/worlds/demo/nhso-agent.ts'
import { seedFacilities, seedRightHolders } from '../../fixtures/worlds/demo/nhso-authen.ts'
import { demoHospitals, demoPeople } from '../../fixtures/worlds/demo/people.ts'
import { keepSchedulesAhead, seedSchedules } from '../../fixtures/worlds/demo/schedules.ts'
import { magicFaults } from '../../fixtures/worlds/magicFaults.ts'
import { initialSwitches } from '../../fixtures/worlds/switches.ts'
import { controlParts, upstreams } from '../../mocks/index.ts'
import { addAccount, changeAccountRow, setGroupRoles, setGroups } from '../../mocks/moph-account/accounts.ts'
import { passwordHash, testSecretKeys } from '../../mocks/moph-account/keys.ts'
import type { Blueprint } from '../engine/workspace/workspace.ts'
import type { Clock } from '../upstream/clock.ts'
import { insertRows } from '../upstream/insert-rows.ts'
import type { Db } from '../upstream/tables.ts'

const lockMs = 15 * 60_000

/** Everything this project simulates, and the worlds a workspace can start with. */
export const blueprint: Blueprint = {
  upstreams,
  controlParts,
  magicFaults,
  initialSettings: {
    clock: { mode: 'running', offset: 0 },
    switches: initialSwitches,
    faults: [],
    seed: 1,
    world: 'demo',
    day: 0,
    secretKeys: testSecretKeys,
    revokedBefore: {},
  },

  demoAccounts: ({ secretKeys }) =>
    demoAccounts.map(({ issuer, login, password, hospital_code, note }) => ({
      issuer,
      user: login,
      password,
      password_hash: passwordHash(password, secretKeys[issuer]),
      hospital_code,
      note,
    })),

  async seed(db, clock, world) {
    await insertRows(db, 'hospitals', demoHospitals)
    await seedAccounts(db, clock)
    await seedFacilities(db, clock)
    await seedReader(db)
    if (world === 'empty') return
    await insertRows(db, 'people', demoPeople)
    await seedSchedules(db, clock)
    await seedClaims(db, clock)
    await seedConnect(db)
    await seedMessages(db, clock)
    await seedRightHolders(db, clock)
    await seedCards(db)
  },

  async newDay(db, clock, world) {
    if (world === 'demo') await keepSchedulesAhead(db, clock)
  },
}

async function seedAccounts(db: Db, clock: Clock): Promise<void> {
  for (const { name, roles } of demoGroups) await setGroupRoles(db, name, roles)
  for (const { note: _note, groups = [], activated = true, suspended = false, locked = false, ...account } of demoAccounts) {
    const user_id = await addAccount(db, { ...account, email: `${account.login}@example.test`, activated }, clock.now())
    await setGroups(db, user_id, groups)
    const state = { suspended: Number(suspended), locked_until: locked ? clock.now() + lockMs : 0 }
    if (suspended || locked) await changeAccountRow(db, user_id, state)
  }
}
