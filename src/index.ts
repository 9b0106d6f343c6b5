/** moph-sandbox as a library: start it from a test, in this process. */

export { openSandbox, type RunningSandbox, type SandboxOptions, startSandbox } from './doors/start.ts'
export type { Sandbox } from './engine/sandbox.ts'
export type { HttpCall, HttpReply } from './upstream/http.ts'
