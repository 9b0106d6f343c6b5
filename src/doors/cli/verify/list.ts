import { addressesOf, productionAt, type Scenario, type Step, specOperation, type Zone } from '../../../../contracts/index.ts'
import { padEnd, textWidth } from '../../reports/text-width.ts'

/** What `verify --list` prints. */
export function catalogue(zones: readonly Zone[], scenarios: readonly Scenario[]): string {
  return [
    'Targets',
    '  sandbox\n    a sandbox, in a workspace of its own',
    ...zones.map(zoneText),
    '',
    ...scenarios.map(scenarioText),
  ].join('\n')
}

function zoneText(zone: Zone): string {
  const { name, title, source, effect } = zone
  const addresses = addressesOf(zone)
  const production = addresses.some(([, url]) => productionAt(url) !== undefined)
  const manner = production ? 'needs --allow-production; reading only' : effect === 'read' ? 'reading only' : 'reading and writing'
  return [
    `  ${name}`,
    `    ${title.en} (${source})`,
    `    ${title.th}`,
    `    ${manner}`,
    ...addresses.map(([upstream, url]) => `    ${upstream}: ${url}`),
    `    credentials: ${credentialsText(zone)}`,
  ].join('\n')
}

function credentialsText({ upstreams, credentials, nhso }: Zone): string {
  const { user, hospitalCode, password, secretKey, passwordHash } = credentials
  const login = `${user}, ${hospitalCode}, and ${password} with ${secretKey}, or ${passwordHash}`
  return [...(upstreams['moph-account'] === undefined ? [] : [login]), ...(nhso ? [nhso.token] : [])].join('; ')
}

function scenarioText({ name, title, source, script }: Scenario): string {
  const { steps } = script()
  const columns = steps.map((step) => [step.id, specOperation(step.operation).effect, step.operation, step.title.en, step.title.th])
  const widths = columns[0]!.map((_cell, column) => Math.max(...columns.map((cells) => textWidth(cells[column]!))))
  const rows = columns.map((cells, index) => {
    const padded = cells.map((cell, column) => padEnd(cell, widths[column]!))
    return `  ${padded.join('  ')}  ${remarkOf(steps[index]!)}`.trimEnd()
  })
  return [`Scenario ${name}: ${title.en} / ${title.th} (${source})`, ...rows, ''].join('\n')
}

function remarkOf({ sandboxOnly, needs = [] }: Step): string {
  const parts = [...(needs.length > 0 ? [`needs ${needs.join(', ')}`] : []), ...(sandboxOnly ? ['sandbox only'] : [])]
  return parts.join('; ')
}
