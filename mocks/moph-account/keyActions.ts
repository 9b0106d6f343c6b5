import type { components, operations, Rule } from '../../src/generated/control/moph-account.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Settings } from '../../src/upstream/settings.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import { findAccount } from './accounts.ts'
import { hs256Keys, publicKeyPem } from './keys.ts'

const refuse = refusals<Rule>()

/** The keys that tokens are signed and passwords are hashed with, and taking tokens back. */
export const keyActions: OperationFunctions<Pick<operations, 'getKeys' | 'setKeys' | 'revokeTokens'>> = {
  async getKeys(_input, { settings }) {
    return keysOf(settings.secretKeys)
  },

  async setKeys({ body }, world) {
    return keysOf(await world.changeSetting('secretKeys', (before) => ({ ...before, ...body })))
  },

  /** Tokens carry whole seconds, so those of the current second go too; a later login is dated into the next. */
  async revokeTokens({ path }, world) {
    if (!(await findAccount(world.db, path.issuer, path.login)))
      throw refuse('unknown-account', { pointer: '/path/login', seen: path.login })
    const from = Math.floor(world.clock.now() / 1000) + 1
    await world.changeSetting('revokedBefore', (before) => ({ ...before, [`${path.issuer}/${path.login}`]: from }))
  },
}

function keysOf(secret_keys: Settings['secretKeys']): components['schemas']['Keys'] {
  return { public_keys: { cvp1: publicKeyPem('cvp1'), fdh: publicKeyPem('fdh') }, hs256_keys: hs256Keys, secret_keys }
}
