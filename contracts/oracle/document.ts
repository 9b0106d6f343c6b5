import { isDeepStrictEqual } from 'node:util'
import { bundle, createConfig } from '@redocly/openapi-core'

type Entries = Record<string, unknown>
type PathItem = Record<string, { security?: unknown }>

interface Document extends Entries {
  paths: Record<string, PathItem>
  components?: Record<string, Entries>
  security?: unknown
}

/**
 * Several specs as one OpenAPI document, so that one Prism reads them all. Bundled from specs/*.yaml with their references kept, not taken
 * from src/generated: how a `$ref` and what stands beside it are read is part of what Prism is asked about.
 */
export async function documentOf(specs: readonly string[]): Promise<Document> {
  const whole: Document = { openapi: '3.1.0', info: { title: specs.join(' and '), version: '1.0.0' }, paths: {} }
  for (const spec of specs) {
    const { paths, components = {}, security } = await bundled(`specs/${spec}.yaml`)
    add(whole.paths, withOwnSecurity(paths, security))
    whole.components ??= {}
    for (const [kind, entries] of Object.entries(components)) {
      whole.components[kind] ??= {}
      add(whole.components[kind], entries)
    }
  }
  return whole
}

async function bundled(ref: string): Promise<Document> {
  const { bundle: document, problems } = await bundle({ ref, config: await createConfig({}) })
  if (problems.length > 0) throw new Error(`${ref}: ${problems.map(({ message }) => message).join('; ')}`)
  return document.parsed as Document
}

/** Each operation names its security, since what a spec says for all of its operations would be lost. */
function withOwnSecurity(paths: Document['paths'], security: unknown): Document['paths'] {
  const inItem = (item: PathItem) => Object.entries(item).map(([method, operation]) => [method, { security, ...operation }])
  return Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, Object.fromEntries(inItem(item))]))
}

function add(into: Entries, entries: Entries): void {
  for (const [name, value] of Object.entries(entries)) {
    if (name in into && !isDeepStrictEqual(into[name], value)) throw new Error(`Two specs differ in ${name}; they need a Prism each`)
    into[name] = value
  }
}
