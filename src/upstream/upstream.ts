import type { Document, RuleText, Text } from './document.ts'
import type { EventStream, Image, TextStream } from './http.ts'
import type { Refusal } from './refusal.ts'
import type { Settings } from './settings.ts'
import type { TableSet } from './tables.ts'
import type { Caller, World } from './world.ts'

type QueryOf<O> = O extends { parameters: { query: infer Q } }
  ? Q
  : O extends { parameters: { query?: infer Q } }
    ? NonNullable<Q>
    : unknown
type PathOf<O> = O extends { parameters: { path: infer P } } ? P : unknown
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? B
  : O extends { requestBody?: { content: { 'application/json': infer B } } | undefined }
    ? B | undefined
    : O extends { requestBody: { content: { 'text/plain': infer B } } }
      ? B
      : undefined
type SuccessOf<R> = R extends { 200: infer S } ? S : R extends { 201: infer S } ? S : R extends { 204: infer S } ? S : never
// biome-ignore lint/suspicious/noConfusingVoidType: an operation without a reply body returns nothing
type ContentOf<S> = S extends { content: infer C } ? (C extends { 'application/json': infer J } ? J : C[keyof C]) : void

/** What an operation's function is given. */
export interface Input<O> {
  query: QueryOf<O>
  path: PathOf<O>
  body: BodyOf<O>
  /** Who calls, from the token; anonymous where the operation asks for none. */
  caller: Caller
}

/** What an operation returns: the body of its success reply. The upstream's serializer adds the envelope. */
export type Output<O> = O extends { responses: infer R } ? ContentOf<SuccessOf<R>> : never

/**
 * An operation of a mock: checked input and its world in, typed result out, or a thrown refusal of its upstream.
 * It sees no HTTP. An operation with `x-effect: write` runs in one transaction, committed before the answer.
 */
export type OperationFunction<O> = (input: Input<O>, world: World) => Promise<Output<O> | EventStream | TextStream | Image>

/** Every operation of a spec; one missing does not compile. */
export type OperationFunctions<Operations> = { [Id in keyof Operations]: OperationFunction<Operations[Id]> }

export interface Body {
  contentType: string
  body: string
}

/** What an upstream answers where it cannot do what was asked, in words. */
export interface Problem extends Text {
  hint?: Text
  /** The same field by field, where a call is malformed. */
  fields?: readonly ({ name: string; rule: string } & Text)[]
  /** By which rule the call is refused, and which of its fields the reason lies in. */
  refused?: { rule: string; name: string }
}

/** A success on the wire, and the value that its schema describes. */
export interface SuccessBody extends Body {
  value: unknown
}

/** Calls made lately, by account or address: the second they fell in, how many, and until when the address is banned. */
export type Pace = Map<string, { second: number; calls: number; bannedUntil: number }>

/** A simulated external system: its spec, its operations, its tables, and how it words success and refusal. */
export interface Upstream<Operations> {
  readonly name: string
  readonly spec: Document
  readonly operations: OperationFunctions<Operations>
  readonly tables: readonly TableSet[]
  /** Who calls, or a thrown refusal (401, 403). Called for operations that ask for roles. */
  readonly authorise?: (roles: readonly string[], headers: Headers, world: World) => Promise<Caller>
  /** Wire form of a success. */
  readonly success: (result: unknown, world: World) => SuccessBody
  /** Wire form of a refusal or an error. */
  readonly failure: (status: number, problem: Problem, world: World) => Body
  /** What a path that does not exist is answered with, where it differs from any failure; `path` is below the base URL. */
  readonly unrouted?: (method: string, path: string) => Body
  /** Wire form of a refusal by rule, where it differs from any failure of that status. */
  readonly refusal?: (rule: string, text: RuleText) => Body
  /** What happens when an event of `World.later` comes due, by its kind (`<upstream>/<what>`). */
  readonly due?: Readonly<Record<string, DueHandler>>
  /** A page for people who open the address in a browser, at a path (below the base URL) that is no operation. */
  readonly page?: (path: string, world: World) => Body | undefined
  /** Web pages of other origins may call it, as they do the real one: preflights are answered and replies say so, in the form of the workspace. */
  readonly cors?: (settings: Readonly<Settings>) => CorsForm
  /** Operations that look after their transactions themselves. */
  readonly ownTransaction?: readonly string[]
  /** The citizen id or login a call is about; it is looked up in the table of magic data. */
  readonly subject?: (input: { query: Record<string, unknown>; body: unknown }) => string | undefined
  /** What the spec does not list is refused instead of being ignored with a remark. */
  readonly strict?: boolean
  /** Rules about how often one may call; off by default. */
  readonly pace?: (caller: Caller, pace: Pace, world: World) => Refusal | undefined
}

/** Whom a reply says that it may be read by: the origin that asked (`echo`), or `*` (`any`). */
export type CorsForm = 'echo' | 'any'

/** What an event does when it comes due; the world's clock stands at the instant it was due. */
// biome-ignore lint/suspicious/noExplicitAny: the payload is what the same upstream put in
export type DueHandler = (payload: any, world: World) => Promise<void>

export type Headers = Readonly<Record<string, string | undefined>>

// biome-ignore lint/suspicious/noExplicitAny: the gateway treats all upstreams alike; their own types hold inside each mock
export type AnyUpstream = Upstream<any>
