import type { ErrorObject } from 'ajv'

/** The failed anyOfs among the errors of a value, each with the branch that was meant. */
export class Choices {
  /** By place in the value, then by place in the schema: there may be thousands of the first, and few of the second. */
  readonly #byPlace = new Map<string, Map<string, { choice: ErrorObject; branch: string | undefined }>>()

  constructor(errors: readonly ErrorObject[]) {
    const choices = errors.filter(({ keyword }) => keyword === 'anyOf')
    if (choices.length === 0) return
    const missing = Map.groupBy(
      errors.filter(({ keyword }) => keyword === 'required' || keyword === 'type'),
      ({ instancePath }) => instancePath,
    )
    for (const choice of choices) {
      const here = this.#byPlace.get(choice.instancePath) ?? new Map()
      here.set(choice.schemaPath, { choice, branch: branchMeant(choice, missing.get(choice.instancePath) ?? []) })
      this.#byPlace.set(choice.instancePath, here)
    }
  }

  /** Whether a choice failed at a place of the value or around it. */
  at(instancePath: string): boolean {
    return placesAround(instancePath).some((place) => this.#byPlace.has(place))
  }

  /** Either a choice as a whole, or an error of the branch that was meant. */
  tells(error: ErrorObject): boolean {
    if (this.#byPlace.size === 0) return true
    return placesAround(error.instancePath).every((place) =>
      [...(this.#byPlace.get(place)?.values() ?? [])].every(({ choice, branch }) => {
        if (error === choice) return branch === undefined
        return !error.schemaPath.startsWith(`${choice.schemaPath}/`) || (branch !== undefined && error.schemaPath.startsWith(branch))
      }),
    )
  }
}

/** `/body/claims/0` → itself, `/body/claims`, `/body` and the whole. */
function placesAround(instancePath: string): string[] {
  const places = [instancePath]
  for (let end = instancePath.lastIndexOf('/'); end >= 0; end = instancePath.lastIndexOf('/', end - 1)) {
    places.push(instancePath.slice(0, end))
    if (end === 0) break
  }
  return places
}

/** The branch all of whose names are there, if there is just one. */
function branchMeant({ schema, schemaPath }: ErrorObject, missing: readonly ErrorObject[]): string | undefined {
  const branches = (schema as unknown[]).map((_branch, index) => `${schemaPath}/${index}/`)
  const complete = branches.filter((branch) => !missing.some((error) => error.schemaPath.startsWith(branch)))
  return complete.length === 1 ? complete[0] : undefined
}
