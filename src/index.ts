/** moph-sandbox as a library: start it from a test, in this process. */

export type { HttpCall, HttpReply } from './gateway/http.ts'
export type { Sandbox } from './sandbox.ts'
export { openSandbox, type RunningSandbox, type SandboxOptions, startSandbox } from './start.ts'
