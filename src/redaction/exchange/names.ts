import type { Operation } from '../../upstream/operation.ts'
import type { AnyUpstream } from '../../upstream/upstream.ts'
import type { Names } from '../search.ts'
import { carriesSecrets, type DeclaredNames, declaredNames, declaredNamesOf, declaredNamesOfReply } from './declared.ts'

/** Whose call it was, as far as that is known. */
export interface Called {
  operation: Operation | undefined
  upstream: AnyUpstream | undefined
  /** Host, path and query. */
  url: string
}

/** What is known about the names in a request. Where a login was meant, a name that no one knows may be the password's. */
export function namesOfRequest({ operation, upstream, url }: Called): Names {
  if (operation) return { declared: judge(declaredNames(operation)), wary: carriesSecrets(operation) }
  return { declared: judge(declaredNamesOf(upstream)), wary: looksLikeLogin.test(pathOf(url)) }
}

/** What is known about the names in a reply. A refusal may repeat what was sent. */
export function namesOfReply({ operation, upstream }: Called, status: number): Names {
  const { secrets, harmless } = operation ? declaredNamesOfReply(operation, status) : declaredNamesOf(upstream)
  const sent = operation ? declaredNames(operation) : undefined
  return { declared: judge({ secrets: new Set([...secrets, ...(sent?.secrets ?? [])]), harmless }) }
}

function judge({ secrets, harmless }: DeclaredNames): Names['declared'] {
  return (name) => (secrets.has(name) ? 'secret' : harmless.has(name) ? 'harmless' : undefined)
}

const looksLikeLogin = /log-?_?in|sign-?_?in|token|auth(?!en)|passw|session|credential|acc?ount/

/** Without host, query and encoding. */
function pathOf(url: string): string {
  const [path = ''] = url.split(/[?#]/, 1)
  return path
    .slice(path.indexOf('/', 1) + 1)
    .slice(0, 2000)
    .toLowerCase()
}
