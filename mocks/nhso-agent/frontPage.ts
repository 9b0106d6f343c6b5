import spec from '../../src/generated/nhso-agent.json' with { type: 'json' }
import type { Body } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import { versionOf } from './version.ts'

const systems = { linux: 'Linux', windows: 'Windows' } as const

type Operation = { operationId: string; summary: string; parameters?: { name: string; in: string }[] }

/** What there is to call, from the spec; the path that one client doubles is left out. */
const operations = Object.entries(spec.paths as unknown as Record<string, Record<string, Operation>>)
  .filter(([path]) => !path.startsWith('/api/api/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
  )

/** The page for whoever opens the agent's address in a browser, as staff are told to. What the real one looks like is not known. */
export function frontPage(path: string, { settings }: World): Body | undefined {
  if (path !== '/') return undefined
  const { zone, hcode, system } = settings.switches['nhso-agent']
  const zoneName = zone === 'test' ? 'Test Zone' : 'Production Zone'
  return {
    contentType: 'text/html; charset=utf-8',
    body: `<!doctype html>
<html lang="th">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>NHSO Secure SmartCard Agent (จำลอง)</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top }
code { white-space: nowrap }
</style>
<h1>NHSO Secure SmartCard Agent <small>${systems[system]} ${versionOf({ system, zone })}, ${zoneName}, ${hcode}</small></h1>
<p>Agent นี้จำลองโดย moph-sandbox บัตรและบุคคลทั้งหมดเป็นข้อมูลสมมุติ<br>
This agent is simulated by moph-sandbox; cards and people are synthetic. The page of the real one is another.</p>
<table>
<thead><tr><th>เรียก / call</th><th>ใช้ทำอะไร / what for</th></tr></thead>
<tbody>
${operations.map(row).join('\n')}
</tbody>
</table>
`,
  }
}

/** What needs nothing more can be opened from here. */
function row({ path, method, summary, parameters = [] }: (typeof operations)[number]): string {
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
  const shown = `${path}${query.length > 0 ? `?${query.map((name) => `${name}=`).join('&amp;')}` : ''}`
  const call = method === 'GET' && !path.includes('{') ? `<a href=".${path}"><code>${shown}</code></a>` : `<code>${shown}</code>`
  return `<tr><td>${method} ${call}</td><td>${summary}</td></tr>`
}
