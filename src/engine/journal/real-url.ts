/** The URL that a client of the real service would have called, from real host, path and query; what stands on the own computer has no TLS. */
export function realUrl(hostAndPath: string): string {
  return `${hostAndPath.startsWith('localhost') ? 'http' : 'https'}://${hostAndPath}`
}
