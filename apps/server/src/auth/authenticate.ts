import { timingSafeEqual } from 'node:crypto'
import { ApiError, Unauthorized } from '@parhelion/contract'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import { BoundedMap } from '../lib/bounded-map.ts'
import type { Clock } from '../lib/clock.ts'
import type { Soon } from '../lib/soon.ts'
import { digest, type HeldKey, type KeyRing, type KnownKey } from './key-ring.ts'
import type { Principal } from './principal.ts'

const TOKEN_LENGTH_MAX = 8192
/** Clocks of callers may be ahead or behind by so much (RFC 7519 §4.1.4 allows a small leeway). */
const LEEWAY_SECONDS = 5
/** Longer ones than keys and their tokens make are verified each time. */
const REMEMBERED_LENGTH_MAX = 1024
const REMEMBERED_MAX = 10_000
const NEVER = Number.POSITIVE_INFINITY

/** An `Authorization` header that was good; it is so for as long as the ring holds this very key, and until it expires. */
interface Verified {
  readonly held: HeldKey
  readonly principal: Principal
  /** In ms. */
  readonly expires: number
}

/** Tells from the `Authorization` header who calls. */
export class Authenticator {
  readonly #keys: KeyRing
  readonly #clock: Clock
  readonly #verified = new BoundedMap<string, Verified>(REMEMBERED_MAX)

  constructor(needs: { keys: KeyRing; clock: Clock }) {
    this.#keys = needs.keys
    this.#clock = needs.clock
  }

  /** @throws ApiError `unauthorized`, always with the same words: which part was wrong is only for the log */
  authenticate(authorization: string | undefined): Soon<Principal> {
    if (authorization === undefined) throw refuse('no Authorization header')
    const before = this.#verified.get(authorization)
    if (before !== undefined && this.#isStillGood(before)) return before.principal
    return this.#authenticateAnew(authorization)
  }

  async #authenticateAnew(authorization: string): Promise<Principal> {
    const verified = await this.#verify(authorization)
    if (authorization.length <= REMEMBERED_LENGTH_MAX) this.#verified.set(authorization, verified)
    return verified.principal
  }

  /** The key whose id and secret are shown. @throws ApiError as {@link authenticate} */
  async prove(keyId: string, secret: string): Promise<KnownKey> {
    const held = await this.#keys.find(keyId)
    const equal = timingSafeEqual(digest(secret), held.secretDigest)
    if (held.key === undefined || !equal) throw refuse('unknown key or wrong secret')
    return held
  }

  #isStillGood({ held, principal, expires }: Verified): boolean {
    return this.#keys.holds(principal.keyId, held) && (expires === NEVER || this.#clock.now().getTime() < expires)
  }

  #verify(authorization: string): Promise<Verified> {
    const [, scheme = '', value = ''] = /^(\S+) +(\S+) *$/.exec(authorization) ?? []
    switch (scheme.toLowerCase()) {
      case 'basic':
        return this.#basic(value)
      case 'bearer':
        return this.#bearer(value)
      default:
        throw refuse('neither Basic nor Bearer')
    }
  }

  /** RFC 7617; the user name is the key id, the password its secret. */
  async #basic(value: string): Promise<Verified> {
    const pair = Buffer.from(value, 'base64').toString('utf8')
    const colon = pair.indexOf(':')
    if (colon < 0) throw refuse('Basic without a colon')
    const held = await this.prove(pair.slice(0, colon), pair.slice(colon + 1))
    return { held, principal: held.key.principal, expires: NEVER }
  }

  /** RFC 7519: `kid` alone decides which key verifies, HS256 is the only algorithm, and the scope is the key's own. */
  async #bearer(token: string): Promise<Verified> {
    if (token.length > TOKEN_LENGTH_MAX) throw refuse('token too long')
    const held = await this.#keys.find(keyIdOf(token))
    const now = this.#clock.now()
    if (held.key === undefined) {
      await verify(token, held, now).catch(() => undefined)
      throw refuse('token of an unknown key')
    }
    return { held, principal: held.key.principal, expires: await verify(token, held, now) }
  }
}

function keyIdOf(token: string): string {
  try {
    const { kid, alg } = decodeProtectedHeader(token)
    if (alg !== 'HS256') throw refuse(`token with alg ${alg}`)
    if (typeof kid !== 'string') throw refuse('token without kid')
    return kid
  } catch (error) {
    throw error instanceof ApiError ? error : refuse('not a JSON Web Token')
  }
}

/** Until when the token is good, in ms; infinite without `exp`. */
async function verify(token: string, { key, secretDigest }: HeldKey, now: Date): Promise<number> {
  const secret = key === undefined ? secretDigest : new TextEncoder().encode(key.secret)
  const { payload } = await jwtVerify(token, secret, {
    algorithms: ['HS256'],
    clockTolerance: LEEWAY_SECONDS,
    currentDate: now,
  }).catch((error: Error) => {
    throw refuse(`token refused: ${error.message}`)
  })
  if (payload.scope !== key?.principal.scope) throw refuse("token whose scope is not the key's")
  return payload.exp === undefined ? NEVER : (payload.exp + LEEWAY_SECONDS) * 1000
}

const refuse = (log: string) =>
  new ApiError(Unauthorized, {
    log,
    headers: { 'www-authenticate': 'Basic realm="parhelion", Bearer realm="parhelion"' },
  })
