import { createHmac } from 'node:crypto'

interface Key {
  readonly id: string
  readonly secret: string
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const hmac = (hash: string, secret: string, text: string) => createHmac(hash, secret).update(text).digest('base64url')

/** A token put together by hand, so that header, payload and signature need not belong together. */
function token(header: object, payload: unknown, secret: string, hash = 'sha256'): string {
  const signed = `${encode(header)}.${encode(payload)}`
  return `${signed}.${hmac(hash, secret, signed)}`
}

/** One character in the middle of a part, so that no padding bits hide the change. */
function flip(part: string): string {
  const middle = Math.floor(part.length / 2)
  return part.slice(0, middle) + (part[middle] === 'A' ? 'B' : 'A') + part.slice(middle + 1)
}

/**
 * Tokens that must never be let in, by what is wrong with them. All but the named fault is right: `key` is a live key of
 * scope `scope`, `other` another live key.
 */
export function forgedTokens(key: Key, scope: string, other: Key, nowSeconds: number): Record<string, string> {
  const header = { alg: 'HS256', typ: 'JWT', kid: key.id }
  const payload = { scope }
  const good = token(header, payload, key.secret)
  const [head = '', body = '', signature = ''] = good.split('.')
  const wrongScope = scope === 'account' ? 'app' : 'account'
  const unsigned = { ...header, alg: 'none' }
  return {
    'alg none without signature': `${encode(unsigned)}.${body}.`,
    'alg none with signature': token(unsigned, payload, key.secret),
    'alg NONE in capitals': `${encode({ ...header, alg: 'NONE' })}.${body}.`,
    'no alg': token({ typ: 'JWT', kid: key.id }, payload, key.secret),
    HS512: token({ ...header, alg: 'HS512' }, payload, key.secret, 'sha512'),
    'RS256 header over an HS256 signature': token({ ...header, alg: 'RS256' }, payload, key.secret),
    "another key's kid": token({ ...header, kid: other.id }, payload, key.secret),
    "another key's secret": token(header, payload, other.secret),
    'unknown kid': token({ ...header, kid: `${key.id.slice(0, 4)}${'0'.repeat(24)}` }, payload, key.secret),
    'missing kid': token({ alg: 'HS256', typ: 'JWT' }, payload, key.secret),
    'kid that is no string': token({ ...header, kid: 7 }, payload, key.secret),
    'kid named as a property of every object': token({ ...header, kid: 'constructor' }, payload, key.secret),
    'empty secret': token(header, payload, ''),
    'tampered header': `${encode({ ...header, x: 1 })}.${body}.${signature}`,
    'tampered payload': `${head}.${encode({ scope, x: 1 })}.${signature}`,
    'tampered signature': `${head}.${body}.${flip(signature)}`,
    'missing signature': `${head}.${body}`,
    'empty signature': `${head}.${body}.`,
    expired: token(header, { scope, exp: nowSeconds - 60 }, key.secret),
    'not valid yet': token(header, { scope, nbf: nowSeconds + 3600 }, key.secret),
    'exp that is no number': token(header, { scope, exp: 'tomorrow' }, key.secret),
    'wrong scope': token(header, { scope: wrongScope }, key.secret),
    'scope of users': token(header, { scope: 'user' }, key.secret),
    'missing scope': token(header, {}, key.secret),
    'scope as a list': token(header, { scope: [scope] }, key.secret),
    'payload that is no object': token(header, [scope], key.secret),
    'unknown critical header': token({ ...header, crit: ['x'], x: 1 }, payload, key.secret),
    'over-long': token(header, { scope, padding: 'x'.repeat(9000) }, key.secret),
    garbage: 'garbage',
    'garbage in three parts': 'a.b.c',
  }
}
