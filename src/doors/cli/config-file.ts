import { existsSync } from 'node:fs'

const usual = 'moph-sandbox.yaml'

/** The config file to read: the one that is named, or `moph-sandbox.yaml` in this folder if there is one. */
export function configFile(named: string | undefined): string | undefined {
  return named ?? (existsSync(usual) ? usual : undefined)
}
