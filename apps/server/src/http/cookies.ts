/** RFC 6265 §4.2.1; names and values of ours need no decoding. */
export function readCookies(header: string): ReadonlyMap<string, string> {
  const pairs = header
    .split(/; */)
    .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const)
  return new Map(pairs.filter(([name]) => name !== ''))
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
  /** 0: the browser forgets it. */
  readonly maxAgeSeconds: number
}

/**
 * The header that gives a browser a cookie, which no script reads and no other site sends.
 * @param publicUrl as browsers reach us: by https, then the cookie goes by nothing else. What reaches this server itself
 *   may come from a proxy, by http
 */
export function writeCookie({ name, value, path, maxAgeSeconds }: Cookie, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${name}=${value}; HttpOnly; SameSite=Strict; Path=${path}; Max-Age=${maxAgeSeconds}${secure}`
}

/** Names the session of a browser; only what lies under `/hub` is sent it, and only that looks at it. */
const SESSION_COOKIE = 'parhelion_session'

/** The secret of a browser's session, as far as it was sent. */
export function sessionTokenOf(headers: { readonly cookie?: string | undefined }): string | undefined {
  return readCookies(headers.cookie ?? '').get(SESSION_COOKIE)
}

/** As {@link writeCookie}, for a browser's session. */
export function sessionCookie(token: string, maxAgeSeconds: number, publicUrl: string): string {
  return writeCookie({ name: SESSION_COOKIE, value: token, path: '/hub', maxAgeSeconds }, publicUrl)
}
