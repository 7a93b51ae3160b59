import { createHmac, timingSafeEqual } from 'node:crypto'
import { ApiError, Forbidden, Unauthorized } from '@parhelion/contract'
import type { Authenticator } from '../auth/authenticate.ts'
import { digest, type HeldKey, type KeyRing } from '../auth/key-ring.ts'
import type { Principal } from '../auth/principal.ts'
import type { Db, Tx } from '../db/tx.ts'
import type { Clock } from '../lib/clock.ts'
import { drawBytes } from '../lib/random.ts'
import { deleteExpired, deleteSession, findSession, insertLink, insertSession, takeLink } from './store.ts'

const SESSION_MS = 12 * 3600_000
const LINK_MS = 10 * 60_000

/** Somebody who is signed in, for as long as the key is there and has the same secret. */
export interface Session {
  readonly principal: Exclude<Principal, { scope: 'integration' }>
  readonly expiresAt: Date
}

interface Needs {
  readonly db: Db
  readonly clock: Clock
  readonly keys: KeyRing
  readonly authenticator: Authenticator
}

/** A session that has just begun, with the secret that the browser shows from now on. */
export interface Begun extends Session {
  readonly token: string
  /** For so long the browser is to keep the secret. */
  readonly seconds: number
}

/**
 * Browsers that are signed in. A session is a random secret, of which the database has a digest, and speaks for a key:
 * who that is, and whether it is there, is asked of the keys each time.
 */
export class SessionService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** The secret of a link that signs one browser in, once and within ten minutes, as the holder of a key. */
  async makeLink(keyId: string): Promise<string> {
    const { db, clock } = this.#needs
    const token = newToken()
    await insertLink(db.single, digest(token), keyId, new Date(clock.now().getTime() + LINK_MS))
    return token
  }

  /** @throws ApiError `unauthorized` for a link that is wrong, old or used */
  async signInByLink(token: string): Promise<Begun> {
    const { db, clock, keys } = this.#needs
    const keyId = await takeLink(db.single, digest(token), clock.now())
    const held = keyId === undefined ? undefined : await keys.find(keyId)
    if (held === undefined) throw refuse('a link that is not good', 'This link is used, or older than ten minutes')
    return this.#begin(held)
  }

  /** @throws ApiError `unauthorized` for a wrong key or secret, `forbidden` for a key that may not sign in */
  async signInByKey(keyId: string, secret: string): Promise<Begun> {
    const proven = await this.#needs.authenticator.prove(keyId, secret).catch(error => {
      // A browser that is told how to authenticate asks by itself, in a window that is not ours.
      if (error instanceof ApiError && error.definition === Unauthorized)
        throw refuse(error.message, 'There is no such key, or this is not its secret')
      throw error
    })
    return this.#begin(proven)
  }

  /** @throws ApiError `unauthorized` when there is none, or it has ended */
  async find(token: string | undefined): Promise<Session> {
    const { db, clock, keys } = this.#needs
    if (token === undefined) throw refuse('no session')
    const stored = await findSession(db.single, digest(token))
    if (stored === undefined || stored.expiresAt <= clock.now()) throw refuse('a session that has ended')
    const held = await keys.find(stored.keyId)
    const principal = principalOf(held)
    if (principal === undefined || !timingSafeEqual(stored.proof, proofOf(token, held)))
      throw refuse('a session whose key is gone')
    return { principal, expiresAt: stored.expiresAt }
  }

  /** Whoever has its secret may end a session. */
  async end(token: string): Promise<void> {
    await deleteSession(this.#needs.db.single, digest(token))
  }

  /** Removes what nobody can use any more. */
  async sweep(tx: Tx): Promise<void> {
    await deleteExpired(tx, this.#needs.clock.now())
  }

  async #begin(held: HeldKey): Promise<Begun> {
    const { db, clock } = this.#needs
    const principal = principalOf(held)
    if (principal === undefined) throw refuse('a key that is gone')
    const token = newToken()
    const expiresAt = new Date(clock.now().getTime() + SESSION_MS)
    const stored = { keyId: principal.keyId, proof: proofOf(token, held), expiresAt }
    await insertSession(db.single, digest(token), stored)
    return { principal, expiresAt, token, seconds: SESSION_MS / 1000 }
  }
}

/** @throws ApiError `forbidden` for a key of an integration */
function principalOf({ key }: HeldKey): Session['principal'] | undefined {
  if (key === undefined) return undefined
  const { principal } = key
  if (principal.scope === 'integration')
    throw new ApiError(Forbidden, { titles: ['Sign in with a key of the account or of an app'] })
  return principal
}

const newToken = (): string => drawBytes(32).toString('base64url')

const proofOf = (token: string, { secretDigest }: HeldKey): Buffer =>
  createHmac('sha256', secretDigest).update(token).digest()

const refuse = (log: string, title = 'Nobody is signed in') =>
  new ApiError(Unauthorized, { titles: [title], log: `refused: ${log}` })
