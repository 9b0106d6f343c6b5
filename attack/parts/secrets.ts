import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plantedSecrets, survivorsIn } from '../../fixtures/harness/planted-secrets.ts'
import type { Figure } from '../figures.ts'
import { Victim } from '../sandbox.ts'

const atATime = 20

/** Secrets in every position, encoding and name; then every place that a sandbox leaves behind is searched for them. */
export async function plantSecrets(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'moph-sandbox-attack-'))
  const victim = await Victim.start(['--data', folder])
  try {
    const plants = plantedSecrets()
    for (let from = 0; from < plants.length; from += atATime)
      await Promise.all(plants.slice(from, from + atATime).map(({ path, request }) => victim.statusOf(path, request)))
    const places = new Map<string, Uint8Array>()
    for (const path of ['/journal?limit=10000', '/journal/har']) places.set(path, Buffer.from((await victim.control('GET', path)).text))
    await victim.close()
    places.set('terminal', Buffer.from(victim.printed))
    for (const file of filesIn(folder)) places.set(file.slice(folder.length), readFileSync(file))
    const found = [...places].flatMap(([place, bytes]) => survivorsIn(bytes).map((secret) => `${place}: ${secret}`))
    return [
      { name: 'secrets planted', value: plants.length, unit: '' },
      { name: 'places searched', value: places.size, unit: '' },
      { name: 'secrets found', value: found.length, unit: '', atMost: 0, details: found },
    ]
  } finally {
    await victim.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]))
}
