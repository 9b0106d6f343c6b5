/**
 * Three floors, and what stands beside them. Nothing imports upwards, and no files import each other in a circle, types included.
 * `npm run lint:floors` holds it.
 *
 *   doors        src/doors: command line, HTTP server, client, MSW, reports           ▲ may import
 *   composition  src/composition: which upstreams, worlds and devices there are        │ what stands
 *   engine       src/engine: gateway, workspace, store, journal, control, results      │ below it
 *   upstream     src/upstream: what an upstream is written against                     │
 *
 * mocks/ and hardware/ are written against the lowest floor alone; fixtures/worlds fills their tables; contracts/ plays the client.
 */
const test = '\\.test\\.ts$|/testing/|^fixtures/harness/'
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { path: '^(src|mocks|hardware|fixtures|contracts|bench|scripts)/', pathNot: to },
})
const ground = ['^src/generated/', '^src/version\\.ts$']
/** Texts: what is secret in them, and how a terminal shows them. They know nothing of the sandbox, but for redaction/exchange. */
const texts = ['^src/redaction/', '^src/terminal/']
const upstream = ['^src/upstream/', ...texts, ...ground]
const engine = ['^src/engine/', ...upstream]

export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that import each other cannot be understood one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    only(
      'texts',
      '^src/(redaction|terminal)/(?!exchange/)',
      [...texts, ...ground],
      'What is said of texts imports nothing of the sandbox.',
    ),
    only(
      'redaction-by-specs',
      '^src/redaction/exchange/',
      upstream,
      'Redaction of exchanges reads the specs of upstreams, and nothing above.',
    ),
    only('upstream-floor', '^src/upstream/', upstream, 'What an upstream is written against imports nothing above it.'),
    only('engine-floor', '^src/engine/', engine, 'The engine knows no upstream and no door.'),
    only('mocks', '^mocks/', ['^mocks/', '^hardware/', ...upstream], 'A mock imports its world from src/upstream alone.'),
    only('hardware', '^hardware/', ['^hardware/', '^fixtures/cards/', ...upstream], 'The card knows the lowest floor and no mock.'),
    only(
      'worlds',
      '^fixtures/(worlds|cards)/',
      ['^fixtures/', '^mocks/', '^hardware/', ...upstream],
      'Worlds fill the tables of mocks and hardware.',
    ),
    only(
      'composition',
      '^src/composition/',
      ['^src/composition/', '^mocks/', '^hardware/', '^fixtures/', ...engine],
      'The composition puts together what there is, and opens no door.',
    ),
    only(
      'client',
      '^src/doors/client/',
      ['^src/doors/client/', ...ground],
      'The reference client is a program of its own: it shares nothing but the types.',
    ),
    only(
      'doors',
      '^src/doors/',
      ['^src/doors/', '^src/composition/', '^contracts/index\\.ts$', '^contracts/targets/config\\.ts$', ...engine],
      'A door finds upstreams, worlds, cards and scenarios through the composition and contracts/index.ts, not file by file.',
    ),
    only(
      'contracts',
      '^contracts/(scenarios|targets)/',
      ['^contracts/', '^src/doors/client/', '^src/doors/start\\.ts$', ...engine],
      'Scenarios play the reference client; the target `sandbox` starts one.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|src/generated/.*\\.json)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
}
