// Redocly plugin: nothing in a spec stands without the place it comes from.

const levels = ['documented', 'observed', 'assumed']

function problemWith(provenance) {
  if (!provenance) return 'has no x-provenance'
  if (!levels.includes(provenance.level)) return `has x-provenance.level ${provenance.level}; use ${levels.join(', ')}`
  if (typeof provenance.source !== 'string' || provenance.source.length < 5) return 'has x-provenance without a source'
}

function report(ctx, location, what, problem) {
  if (problem) ctx.report({ message: `${what} ${problem}`, location })
}

/** Every operation, parameter, reply, server and security scheme names its source; every operation says what it does. */
function operationProvenance() {
  const check = (what) => (node, ctx) => report(ctx, ctx.location, what(node), problemWith(node['x-provenance']))
  return {
    Operation(node, ctx) {
      check((operation) => `Operation ${operation.operationId}`)(node, ctx)
      if (!['read', 'write'].includes(node['x-effect']))
        ctx.report({ message: `Operation ${node.operationId} has no x-effect: read or write` })
      if (!Array.isArray(node['x-rules'])) ctx.report({ message: `Operation ${node.operationId} has no list x-rules` })
    },
    Parameter: check((parameter) => `Parameter ${parameter.name}`),
    Response: check((response) => `Response "${response.description}"`),
    Server: check((server) => `Server ${server.url}`),
    SecurityScheme: check(() => 'Security scheme'),
  }
}

/** Every property of every object schema names its source, by itself or by the schema it refers to. */
function fieldProvenance() {
  return {
    SchemaProperties(properties, ctx) {
      for (const [name, property] of Object.entries(properties)) {
        const referred = property.$ref ? ctx.resolve(property).node : undefined
        report(ctx, ctx.location.child(name), `Property ${name}`, problemWith(property['x-provenance'] ?? referred?.['x-provenance']))
      }
    },
  }
}

/** Every rule has a source and both languages, and the operations name only rules that exist and no rule is orphaned. */
function ruleProvenance() {
  const used = new Map()
  return {
    Operation(node, ctx) {
      for (const [index, rule] of (node['x-rules'] ?? []).entries()) used.set(rule, ctx.location.child(['x-rules', index]))
    },
    Root: {
      leave(root, ctx) {
        const rules = root['x-rules'] ?? {}
        for (const [name, rule] of Object.entries(rules)) {
          const location = ctx.location.child(['x-rules', name])
          report(ctx, location, `Rule ${name}`, problemWith(rule['x-provenance']))
          for (const text of [rule.th, rule.en, rule.hint?.th, rule.hint?.en])
            if (!text) ctx.report({ message: `Rule ${name} lacks th, en or a hint in either`, location })
          if (!used.has(name)) ctx.report({ message: `Rule ${name} is named by no operation`, location })
        }
        for (const [name, location] of used) if (!rules[name]) ctx.report({ message: `There is no rule ${name} in x-rules`, location })
      },
    },
  }
}

// What a call can be refused for. That a value has the type of its field is told with the field.
const constraints = [
  'required',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'enum',
  'const',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'x-calendar',
]

/** Only what can't be kept, or not be answered without, may be refused on an assumption. */
const unholdable = /^The sandbox can't (hold|answer)/

/** The sources of a constraint, each with what it is of: `required` has one for all names, or one for each. */
function sourcesOf(keyword, value, own) {
  if (keyword !== 'required' || !Array.isArray(value) || own === undefined || own.level !== undefined) return [[keyword, own]]
  return value.map((name) => [`required ${name}`, own[name]])
}

/** Every constraint on a call names its own source; what is assumed is expected (`x-expect`) and not demanded. */
function constraintProvenance() {
  const seen = new Set()
  const check = (demands, own, location, ctx) => {
    for (const [keyword, value] of Object.entries(demands)) {
      if (Array.isArray(value) && value.length === 0) continue
      for (const [what, source] of sourcesOf(keyword, value, own[keyword]))
        report(ctx, location, `Constraint ${what}`, problemWithDemand(source))
    }
    for (const keyword of Object.keys(own))
      if (!(keyword in demands)) report(ctx, location, `x-constraints.${keyword}`, 'speaks of a constraint that is not there')
  }
  const checkExpected = (expected, location, ctx) => {
    if (expected && !expected['x-constraints']) report(ctx, location, 'x-expect', problemWith(expected['x-provenance']))
  }
  /** The schema and all that it is made of, each piece once. */
  const walk = (node, location, ctx, from) => {
    if (node === null || typeof node !== 'object') return
    const resolved = node.$ref ? ctx.resolve(node, from) : { node, location }
    if (!resolved.node) return
    const { location: place } = resolved
    // What stands beside a $ref wins over what it refers to (scripts/generate.ts).
    const { $ref, ...beside } = node
    const schema = $ref ? { ...resolved.node, ...beside } : node
    const key = `${place.absolutePointer} ${$ref ? JSON.stringify(beside) : ''}`
    if (seen.has(key)) return
    seen.add(key)
    const demands = constraints.filter((keyword) => keyword in schema).map((keyword) => [keyword, schema[keyword]])
    check(Object.fromEntries(demands), schema['x-constraints'] ?? {}, place, ctx)
    checkExpected(schema['x-expect'], place.child('x-expect'), ctx)
    const within = place.source.absoluteRef
    for (const [name, property] of Object.entries(schema.properties ?? {})) walk(property, place.child(['properties', name]), ctx, within)
    if (schema.items) walk(schema.items, place.child('items'), ctx, within)
    for (const keyword of ['allOf', 'anyOf', 'oneOf'])
      for (const [index, branch] of (schema[keyword] ?? []).entries()) walk(branch, place.child([keyword, index]), ctx, within)
  }
  return {
    Parameter(parameter, ctx) {
      // `Action` is part of the route, and a path has no other form.
      if (parameter.name === 'Action') return
      if (parameter.in !== 'path') check(parameter.required ? { required: true } : {}, parameter['x-constraints'] ?? {}, ctx.location, ctx)
      checkExpected(parameter['x-expect'], ctx.location.child('x-expect'), ctx)
      walk(parameter.schema, ctx.location.child('schema'), ctx)
    },
    RequestBody(body, ctx) {
      for (const [type, media] of Object.entries(body.content ?? {}))
        walk(media.schema, ctx.location.child(['content', type, 'schema']), ctx)
    },
  }
}

function problemWithDemand(source) {
  if (!source) return 'leans on its field: name its source under x-constraints, or put it into x-expect'
  if (problemWith(source)) return `${problemWith(source)} in x-constraints`
  if (source.level === 'assumed' && !unholdable.test(source.source))
    return 'is assumed: put it into x-expect, or say in its source why "The sandbox can\'t hold" or "can\'t answer" anything else'
}

export default function plugin() {
  return {
    id: 'provenance',
    rules: { oas3: { operation: operationProvenance, field: fieldProvenance, rule: ruleProvenance, constraint: constraintProvenance } },
  }
}
