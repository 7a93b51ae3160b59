let token = taken()

/**
 * The token of the link that the terminal printed, once; undefined if there was none. It is taken out of the address
 * before anything else reads that, so that it stands in no history.
 */
export function takeToken(): string | undefined {
  const own = token ?? taken()
  token = undefined
  return own
}

function taken(): string | undefined {
  if (location.pathname !== '/sign-in') return undefined
  const found = new URLSearchParams(location.hash.slice(1)).get('token')
  if (found === null) return undefined
  history.replaceState(history.state, '', location.pathname + location.search)
  return found
}
