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

export default function plugin() {
  return { id: 'provenance', rules: { oas3: { operation: operationProvenance, field: fieldProvenance, rule: ruleProvenance } } }
}
