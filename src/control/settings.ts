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

    async setSwitches({ body }, { db, settings, workspace }) {
      const switches: Settings['switches'] = {
        'moph-account': { ...settings.switches['moph-account'], ...body['moph-account'] },
        'moph-appointment': { ...settings.switches['moph-appointment'], ...body['moph-appointment'] },
      }
      await (await current(workspace)).saveSetting(db, 'switches', switches)
      return switches
    },

    async getKeys(_input, { settings }) {
      return keysOf(settings)
    },

    async setKeys({ body }, { db, settings, workspace }) {
      const secretKeys = { ...settings.secretKeys, ...body }
      await (await current(workspace)).saveSetting(db, 'secretKeys', secretKeys)
      return keysOf({ secretKeys })
    },

    /** Tokens carry whole seconds, so those of the current second go too; a later login is dated into the next. */
    async revokeTokens({ path }, { db, clock, settings, workspace }) {
      if (!(await findAccount(db, path.issuer, path.login))) throw refuse('unknown-account', { pointer: '/path/login', seen: path.login })
      const revokedBefore = { ...settings.revokedBefore, [`${path.issuer}/${path.login}`]: Math.floor(clock.now() / 1000) + 1 }
      await (await current(workspace)).saveSetting(db, 'revokedBefore', revokedBefore)
    },
  }
}

function keysOf({ secretKeys }: Pick<Settings, 'secretKeys'>): components['schemas']['Keys'] {
  return { public_keys: { cvp1: publicKeyPem('cvp1'), fdh: publicKeyPem('fdh') }, hs256_keys: hs256Keys, secret_keys: secretKeys }
}
