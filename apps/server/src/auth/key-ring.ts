import { createHash, randomBytes } from 'node:crypto'
import { BoundedMap } from '../lib/bounded-map.ts'
import type { Clock } from '../lib/clock.ts'
import type { AuthKey, KeyLookup, KeyPrefix, Principal } from './principal.ts'

const TTL_MS = 1000
const KEYS_MAX = 10_000

interface Held<Key> {
  readonly key: Key
  readonly secretDigest: Buffer
  readonly until: number
}

/** An unsealed key in memory. */
export type KnownKey = Held<AuthKey>

/** `key` undefined: no such key. It has a digest all the same, which no secret meets, so that both ways cost the same. */
export type HeldKey = KnownKey | Held<undefined>

/**
 * Finds keys by id and holds them unsealed for at most one second, unknown ids included as long as they have the form of one.
 * A deleted key is dropped at once in this process; other processes follow within that second.
 */
export class KeyRing {
  readonly #lookups: Readonly<Record<KeyPrefix, KeyLookup>>
  readonly #clock: Clock
  readonly #held = new BoundedMap<string, HeldKey>(KEYS_MAX)
  /** Counts the drops, so that a look-up that began before one does not bring back what was dropped. */
  #drops = 0

  constructor(needs: { lookups: Readonly<Record<KeyPrefix, KeyLookup>>; clock: Clock }) {
    this.#lookups = needs.lookups
    this.#clock = needs.clock
  }

  async find(keyId: string): Promise<HeldKey> {
    const now = this.#clock.now().getTime()
    const held = this.#held.get(keyId)
    if (held !== undefined && now < held.until) return held
    // Not held: anyone may send any number of texts of any length that are no ids.
    const prefix = prefixOf(keyId)
    if (prefix === undefined) return hold(undefined, now)
    const drops = this.#drops
    const found = hold(await this.#lookups[prefix](keyId), now + TTL_MS)
    if (drops === this.#drops) this.#held.set(keyId, found)
    return found
  }

  /** Whether what was found before is still what counts. */
  holds(keyId: string, held: HeldKey): boolean {
    return this.#held.get(keyId) === held && this.#clock.now().getTime() < held.until
  }

  /** Forgets that there was no such key; called after the commit that makes it, since ids can be guessed. */
  forget(keyId: string): void {
    this.#drops++
    this.#held.delete(keyId)
  }

  /** Drops every key that `matches`; called after the commit that deletes them. */
  drop(matches: (principal: Principal) => boolean): void {
    this.#drops++
    for (const [keyId, held] of this.#held) {
      if (held.key !== undefined && matches(held.key.principal)) this.#held.delete(keyId)
    }
  }
}

function prefixOf(keyId: string): KeyPrefix | undefined {
  return /^(act|svc|app|int)_[0-9a-f]{24}$/.exec(keyId)?.[1] as KeyPrefix | undefined
}

const hold = (key: AuthKey | undefined, until: number): HeldKey => ({
  key,
  secretDigest: key === undefined ? randomBytes(32) : digest(key.secret),
  until,
})

/** SHA-256, with which secrets are compared; tables of sessions and codes hold it in their place. */
export const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest()
