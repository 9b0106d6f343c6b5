import type { Switches } from '../../src/upstream/settings.ts'

/** What the slides call the programs: one a zone on Windows; on Linux one for both, made into the other by upgrade-to-production.sh. */
export function versionOf({ system, zone }: Pick<Switches['nhso-agent'], 'system' | 'zone'>): string {
  return system === 'windows' && zone === 'test' ? '0.1.1' : '1.1.1'
}
