/** Under it lies what the pages of the console need. */
const HUB = '/hub'

/** Proxies send the whole address; a server has to take it (RFC 9112 §3.2.2). */
export function originForm(url: string): string {
  if (url.startsWith('/')) return url
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '')
  return path.startsWith('/') ? path : `/${path}`
}

/** Whether an address, as it was sent, is that of an operation as the pages of the console reach it. */
export const isHubOperation = (url: string): boolean => originForm(url).startsWith(`${HUB}/v2/`)

/** The operation that lies under `/hub`: the same route serves it, and no memory goes into a second one. */
export function withoutHub(url: string): string {
  const path = originForm(url)
  return isHubOperation(path) ? path.slice(HUB.length) : path
}
