import type { Report, ScenarioResult, TargetFacts } from '../../engine/results/report.ts'
import type { StepResult } from '../../engine/results/step.ts'
import { countsOf } from '../../engine/results/verdict.ts'
import { visible } from '../../terminal/visible.ts'

/**
 * The report as JUnit XML, a suite a scenario. JUnit knows three outcomes beside success, so the verdict stands in front of the message:
 * `skip` and `blocked` are skipped, and so is `unavailable` on a real zone, whose outage is nobody's failure; on a sandbox it is an error.
 */
export function junitXml({ scenarios, target, started, version }: Report): string {
  const suites = scenarios.map((scenario) => suite(scenario, target, started, version))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="moph-sandbox verify">\n${suites.join('\n')}\n</testsuites>\n`
}

function suite({ name, steps, warnings }: ScenarioResult, target: TargetFacts, started: string, version: string): string {
  const outcomes = steps.map((step) => outcomeOf(step, target).element)
  const count = (element: Element) => String(outcomes.filter((outcome) => outcome === element).length)
  const ms = steps.reduce((sum, step) => sum + step.ms, 0)
  const head = {
    name,
    tests: String(steps.length),
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds(ms),
    timestamp: started.replace(/\.\d+Z$/, ''),
  }
  const counts = Object.entries(countsOf(steps)).map(([verdict, number]) => property(`verdict.${verdict}`, String(number)))
  const where = Object.entries(target.upstreams).map(([upstream, url]) => property(upstream, url))
  return [
    `  <testsuite${attributes(head)}>`,
    '    <properties>',
    ...[property('target', target.name), property('moph-sandbox', version), ...where, ...counts].map((line) => `      ${line}`),
    '    </properties>',
    ...steps.map((step) => testCase(step, name, target)),
    ...(warnings.length > 0 ? [`    <system-err>${escaped(warnings.join('\n'))}</system-err>`] : []),
    '  </testsuite>',
  ].join('\n')
}

type Element = 'failure' | 'error' | 'skipped' | undefined

function outcomeOf({ verdict }: StepResult, { kind }: TargetFacts): { element: Element } {
  if (verdict === 'unavailable') return { element: kind === 'sandbox' ? 'error' : 'skipped' }
  return { element: elements[verdict] }
}

const elements = { pass: undefined, fail: 'failure', error: 'error', skip: 'skipped', blocked: 'skipped' } as const

function testCase(step: StepResult, scenario: string, target: TargetFacts): string {
  const { id, title, operation, verdict, message, ms } = step
  const head = attributes({
    classname: `moph-sandbox.${scenario}.${operation}`,
    name: `${id}: ${title.en} / ${title.th}`,
    time: seconds(ms),
  })
  const { element } = outcomeOf(step, target)
  if (!element) return `    <testcase${head}/>`
  const facts = { message: `${verdict}: ${message}`, ...(element === 'skipped' ? {} : { type: verdict }) }
  return `    <testcase${head}><${element}${attributes(facts)}/></testcase>`
}

function property(name: string, value: string): string {
  return `<property${attributes({ name, value })}/>`
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Tabs and line breaks are kept by number; what XML 1.0 has no way to write, or no one sees, stands as JSON escapes it. */
function escaped(text: string): string {
  return text
    .split(/([\t\n\r])/)
    .map((part) =>
      /^[\t\n\r]$/.test(part) ? `&#${part.charCodeAt(0)};` : visible(part).replace(/[&<>"']/g, (character) => entities[character]!),
    )
    .join('')
}
