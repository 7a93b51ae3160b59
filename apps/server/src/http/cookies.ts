/** RFC 6265 §4.2.1; names and values of ours need no decoding. */
export function readCookies(header: string): ReadonlyMap<string, string> {
  const pairs = header
    .split(/; */)
    .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const)
  return new Map(pairs.filter(([name]) => name !== ''))
}

/** Names the session of a browser; only what lies under `/hub` is sent it, and only that looks at it. */
const SESSION_COOKIE = 'parhelion_session'

/** The secret of a browser's session, as far as it was sent. */
export function sessionTokenOf(headers: { readonly cookie?: string | undefined }): string | undefined {
  return readCookies(headers.cookie ?? '').get(SESSION_COOKIE)
}

/**
 * The header that gives a browser its session, or takes it away.
 * @param maxAgeSeconds 0: the browser forgets it
 */
export function sessionCookie(token: string, maxAgeSeconds: number, isSecure: boolean): string {
  const secure = isSecure ? '; Secure' : ''
  return `${SESSION_COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/hub; Max-Age=${maxAgeSeconds}${secure}`
}
