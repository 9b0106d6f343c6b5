import { findAccount } from '../../mocks/moph-account/accounts.ts'
import { hs256Keys, publicKeyPem } from '../../mocks/moph-account/keys.ts'
import { refusals } from '../gateway/refusal.ts'
import type { OperationFunctions } from '../gateway/upstream.ts'
import type { components, operations, Rule } from '../generated/sandbox-control.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Settings } from '../workspace/settings.ts'

const refuse = refusals<Rule>()

type SettingActions = Pick<operations, 'getSwitches' | 'setSwitches' | 'getKeys' | 'setKeys' | 'revokeTokens'>

export function settingActions(sandbox: Sandbox): OperationFunctions<SettingActions> {
  const current = async (name: string) => (await sandbox.workspace(name))!

  return {
    async getSwitches(_input, { settings }) {
      return settings.switches
    },

    async setSwitches({ body }, { db, workspace: name }) {
      const workspace = await current(name)
      const before = await workspace.readSetting(db, 'switches')
      const switches: Settings['switches'] = {
        'moph-account': { ...before['moph-account'], ...body['moph-account'] },
        'moph-appointment': { ...before['moph-appointment'], ...body['moph-appointment'] },
      }
      await workspace.saveSetting(db, 'switches', switches)
      return switches
    },

    async getKeys(_input, { settings }) {
      return keysOf(settings)
    },

    async setKeys({ body }, { db, workspace: name }) {
      const workspace = await current(name)
      const secretKeys = { ...(await workspace.readSetting(db, 'secretKeys')), ...body }
      await workspace.saveSetting(db, 'secretKeys', secretKeys)
      return keysOf({ secretKeys })
    },

    /** Tokens carry whole seconds, so those of the current second go too; a later login is dated into the next. */
    async revokeTokens({ path }, { db, clock, workspace: name }) {
      const workspace = await current(name)
      if (!(await findAccount(db, path.issuer, path.login))) throw refuse('unknown-account', { pointer: '/path/login', seen: path.login })
      const before = await workspace.readSetting(db, 'revokedBefore')
      const revokedBefore = { ...before, [`${path.issuer}/${path.login}`]: Math.floor(clock.now() / 1000) + 1 }
      await workspace.saveSetting(db, 'revokedBefore', revokedBefore)
    },
  }
}

function keysOf({ secretKeys }: Pick<Settings, 'secretKeys'>): components['schemas']['Keys'] {
  return { public_keys: { cvp1: publicKeyPem('cvp1'), fdh: publicKeyPem('fdh') }, hs256_keys: hs256Keys, secret_keys: secretKeys }
}
