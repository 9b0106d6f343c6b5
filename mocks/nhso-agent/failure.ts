import { STATUS_CODES } from 'node:http'
import type { components } from '../../src/generated/nhso-agent.ts'
import type { Text } from '../../src/upstream/document.ts'
import type { Body, Problem } from '../../src/upstream/upstream.ts'
import type { World } from '../../src/upstream/world.ts'
import { jsonType } from '../moph-common/envelope.ts'

/** What the fields belong to; the real name is not known. */
const objectName = 'authenRequest'

/** A refusal in the form of Spring Boot, which public clients read: `message` for the user, and for a 400 what was wrong in `errors`. */
export function springFailure(status: number, { th, fields, refused }: Problem, { clock }: World): Body {
  const body: components['schemas']['Failure'] = {
    timestamp: clock.local(),
    status,
    error: nameOf(status),
    message: th,
    ...(status === 400 && refused && { errors: [fieldError({ ...refused, th })] }),
    ...(fields && {
      message: `Validation failed for object='${objectName}'. Error count: ${fields.length}`,
      errors: fields.map((field) => fieldError({ ...field, th: nhsoText(field) })),
    }),
  }
  return { contentType: jsonType, body: JSON.stringify(body) }
}

/** Node writes the teapot with a capital, Spring does not. */
const nameOf = (status: number) => (status === 418 ? "I'm a teapot" : (STATUS_CODES[status] ?? ''))

/** Constraints as Spring names them; a type of its own has a name without capital. */
const springCodes: Readonly<Record<string, string>> = {
  'schema/required': 'NotNull',
  'schema/pattern': 'Pattern',
  'schema/type': 'typeMismatch',
}

/** Texts of dataError in "NHSO ENDPOINT FOR SINGLE CLAIM", as stand-ins: what the agent itself says is not known. */
const nhsoTexts: Readonly<Record<string, string>> = {
  'claimType schema/required': 'กรุณาระบุ serviceCode',
}

function nhsoText({ name, rule, th }: { name: string; rule: string } & Pick<Text, 'th'>): string {
  return nhsoTexts[`${name} ${rule}`] ?? (rule === 'schema/required' ? `กรุณาระบุ ${name}` : th)
}

function fieldError({ name, rule, th }: { name: string; rule: string } & Pick<Text, 'th'>): components['schemas']['FieldError'] {
  const code = springCodes[rule] ?? capitalised(rule.replace(/^.*\//, ''))
  const long = `${objectName}.${name}`
  return {
    codes: [`${code}.${long}`, `${code}.${name}`, code],
    arguments: [{ codes: [long, name], defaultMessage: name, code: name }],
    defaultMessage: th,
    objectName,
    code,
  }
}

/** `same-service-today` → `SameServiceToday` */
const capitalised = (words: string) => words.replace(/(?:^|-)([a-z])/g, (_all, letter: string) => letter.toUpperCase())
