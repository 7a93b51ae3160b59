export type Scope = 'account' | 'app' | 'integration'

const SCOPES: Readonly<Record<string, Scope>> = { act: 'account', svc: 'account', app: 'app', int: 'integration' }

/** What a key of this id speaks for; undefined for an id that begins like none. */
export const scopeOf = (keyId: string): Scope | undefined => SCOPES[/^([a-z]{3})_./.exec(keyId)?.[1] ?? '']

export type Claims = Readonly<Record<string, unknown>>

export interface Token {
  readonly header: Claims
  readonly claims: Claims
  /** What is signed: the first two parts as they stand. */
  readonly signed: string
  readonly signature: Uint8Array<ArrayBuffer>
}

/**
 * A JSON Web Token signed with HS256, as the server takes it.
 * @throws where the browser has no cryptography to offer
 */
export async function sign(keyId: string, secret: string, claims: Claims): Promise<string> {
  const header = { alg: 'HS256', typ: 'JWT', kid: keyId }
  const signed = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}`
  const key = await hmacKey(secret, 'sign')
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(signed))
  return `${signed}.${encodeBytes(new Uint8Array(mac))}`
}

/** Whether the token was signed with this secret. @throws for algorithms other than HS256 */
export async function isSignedWith(token: Token, secret: string): Promise<boolean> {
  const { alg } = token.header
  if (alg !== 'HS256') throw new Error(`Signed with ${String(alg)}: the server takes HS256 alone`)
  const key = await hmacKey(secret, 'verify')
  return crypto.subtle.verify('HMAC', key, token.signature, new TextEncoder().encode(token.signed))
}

/** Takes a token apart, without believing it. @throws naming the part that is wrong */
export function read(text: string): Token {
  const parts = text.split('.')
  const [head = '', body = '', tail = ''] = parts
  if (parts.length !== 3) throw new Error(`A token has three parts with dots between them; this has ${parts.length}`)
  return {
    header: readPart(head, 'first part (the header)'),
    claims: readPart(body, 'second part (the claims)'),
    signed: `${head}.${body}`,
    signature: decode(tail, 'third part (the signature)'),
  }
}

function readPart(part: string, name: string): Claims {
  const bytes = decode(part, name)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Error(`The ${name} is not JSON`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`The ${name} is not a JSON object`)
  return value as Claims
}

function decode(part: string, name: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(part)) throw new Error(`The ${name} has characters that base64url does not have`)
  try {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(binary, character => character.charCodeAt(0))
  } catch {
    throw new Error(`The ${name} is not base64url: characters are missing`)
  }
}

const encode = (text: string) => encodeBytes(new TextEncoder().encode(text))

function encodeBytes(bytes: Uint8Array): string {
  const binary = Array.from(bytes, byte => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

async function hmacKey(secret: string, use: 'sign' | 'verify'): Promise<CryptoKey> {
  // Browsers give cryptography to pages of this machine and to those that came over TLS.
  if (crypto.subtle === undefined) throw new Error('The browser signs only on https pages, or on this machine')
  const bytes = new TextEncoder().encode(secret)
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [use])
}
