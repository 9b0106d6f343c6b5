import type { TargetConfig } from './config.ts'
import { knownZones, usualCredentials, usualPace, usualTimeoutSeconds, type Zone } from './zones.ts'

/** The zones that can be named: those of the configuration, then the known ones. */
export function zonesWith(configured: Readonly<Record<string, TargetConfig>> = {}): Zone[] {
  const own = Object.entries(configured).map(([name, config]) => zoneOf(name, config))
  return [...own, ...knownZones.filter(({ name }) => !(name in configured))]
}

function zoneOf(name: string, { credentials, ...config }: TargetConfig): Zone {
  return {
    title: { en: 'A target of the configuration', th: 'เป้าหมายจากไฟล์ตั้งค่า' },
    source: 'the configuration',
    effect: 'read',
    callsPerSecond: usualPace,
    timeoutSeconds: usualTimeoutSeconds,
    ...config,
    name,
    credentials: { ...usualCredentials, ...credentials },
  }
}
