import { createCipheriv, createDecipheriv, createHash, createSecretKey, type KeyObject } from 'node:crypto'
import { BoundedMap } from './bounded-map.ts'
import { drawBytes } from './random.ts'

const VERSION = 'v1'
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** For how long opened texts may stay in memory, and how many. */
const OPENED_MS_MAX = 1000
const OPENED_MAX = 1000

/** A sealed text that cannot be opened: another master key, another place, or damage. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

/**
 * Secrets at rest: AES-256-GCM under a master key that is kept outside the database (NIST SP 800-38D).
 * A sealed text is `v1.<key id>.<nonce, ciphertext and tag in base64url>` and is bound to its place, such as
 * `app_keys/<app id>/<key id>`, so that it opens nowhere else.
 */
export class Seal {
  /** Imported once: importing it costs more than the work itself. */
  readonly #masterKey: KeyObject
  /** What was opened within a second: a busy integration asks for the same secrets again and again. */
  readonly #opened = new BoundedMap<string, string>(OPENED_MAX)
  #openedUntil = 0
  /** Names the master key without giving it away. */
  readonly keyId: string

  constructor(masterKey: Buffer) {
    this.#masterKey = createSecretKey(masterKey)
    this.keyId = createHash('sha256').update('parhelion master key id').update(masterKey).digest('hex').slice(0, 8)
  }

  seal(secret: string, place: string): string {
    const nonce = drawBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#masterKey, nonce).setAAD(Buffer.from(place))
    const body = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `${VERSION}.${this.keyId}.${body.toString('base64url')}`
  }

  /** @throws SealError when the text was sealed with another key, for another place, or is damaged */
  open(sealed: string, place: string): string {
    const now = performance.now()
    if (now >= this.#openedUntil) {
      this.#opened.clear()
      this.#openedUntil = now + OPENED_MS_MAX
    }
    const id = `${place} ${sealed}`
    const known = this.#opened.get(id)
    if (known !== undefined) return known
    const secret = this.#decipher(sealed, place)
    this.#opened.set(id, secret)
    return secret
  }

  /** The same secret in the same place, sealed with another master key. @throws SealError as {@link open} */
  reseal(sealed: string, place: string, next: Seal): string {
    return next.seal(this.open(sealed, place), place)
  }

  #decipher(sealed: string, place: string): string {
    const [version, keyId, body] = sealed.split('.')
    if (version !== VERSION || body === undefined) throw new SealError(`${place}: not a sealed text`)
    if (keyId !== this.keyId) throw new SealError(`${place}: sealed with the master key ${keyId}, not ${this.keyId}`)
    const bytes = Buffer.from(body, 'base64url')
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const tag = bytes.subarray(-TAG_BYTES)
    const text = bytes.subarray(NONCE_BYTES, -TAG_BYTES)
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#masterKey, nonce)
        .setAAD(Buffer.from(place))
        .setAuthTag(tag)
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
    } catch (cause) {
      throw new SealError(`${place}: the sealed text is damaged or belongs elsewhere`, { cause })
    }
  }
}

/** Names the master key that a text was sealed with; undefined for what is no sealed text. */
export function sealedWith(sealed: string): string | undefined {
  const [version, keyId, body] = sealed.split('.')
  return version === VERSION && body !== undefined ? keyId : undefined
}
