import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Seal, SealError } from './seal.ts'

const seal = new Seal(randomBytes(32))
const PLACE = 'app_keys/67a0e55ef0305f4a391e9d69/app_67a0e949f0305f4a391e9d97'
const SECRET = 'kQ3nVx0b-ключ-🌞'

/** The sealed text with one bit of its bytes changed. */
function flip(sealed: string, index: number): string {
  const [version, keyId, body = ''] = sealed.split('.')
  const bytes = Buffer.from(body, 'base64url')
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index)
  return [version, keyId, bytes.toString('base64url')].join('.')
}

const bytesOf = (sealed: string) => Buffer.from(sealed.split('.')[2] ?? '', 'base64url')

describe('a sealed secret', () => {
  test.each(['', 'x', SECRET, 'long'.repeat(10_000)])('opens to what it was (%#)', secret => {
    expect(seal.open(seal.seal(secret, PLACE), PLACE)).toBe(secret)
  })

  test('does not show the secret, and looks different each time', () => {
    const [one, two] = [seal.seal(SECRET, PLACE), seal.seal(SECRET, PLACE)]
    expect(one).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/)
    expect(one).not.toBe(two)
    for (const sealed of [one, two]) {
      expect(sealed).not.toContain(SECRET)
      expect(bytesOf(sealed).includes(Buffer.from(SECRET))).toBe(false)
    }
  })

  test('refuses to open when any of its bits was changed', () => {
    const sealed = seal.seal(SECRET, PLACE)
    for (let i = 0; i < bytesOf(sealed).length; i++) {
      expect(() => seal.open(flip(sealed, i), PLACE)).toThrow(SealError)
    }
  })

  test.each(['', 'v1', 'v1.', 'v1..', 'plain text', 'v2.00000000.AAAA', '....'])('is not %j', text => {
    expect(() => seal.open(text, PLACE)).toThrow(SealError)
  })

  test('refuses to open when it was cut or lengthened', () => {
    const [version, keyId, body = ''] = seal.seal(SECRET, PLACE).split('.')
    for (const other of ['', body.slice(0, 8), body.slice(0, 24), body.slice(0, -4), `${body}AAAA`]) {
      expect(() => seal.open([version, keyId, other].join('.'), PLACE)).toThrow(SealError)
    }
  })

  test('opens at no other place than its own', () => {
    const sealed = seal.seal(SECRET, PLACE)
    const others = ['', `${PLACE}0`, PLACE.slice(0, -1), PLACE.toUpperCase(), PLACE.replace('app_keys', 'webhooks')]
    for (const place of others) expect(() => seal.open(sealed, place)).toThrow('damaged or belongs elsewhere')
  })

  test('opens with no other master key, which is told by its name', () => {
    const other = new Seal(randomBytes(32))
    const sealed = seal.seal(SECRET, PLACE)
    expect(() => other.open(sealed, PLACE)).toThrow(`sealed with the master key ${seal.keyId}, not ${other.keyId}`)
    const renamed = sealed.replace(seal.keyId, other.keyId)
    expect(() => other.open(renamed, PLACE)).toThrow(SealError)
    expect(() => seal.open(renamed, PLACE)).toThrow(SealError)
  })

  test('is never repeated by an error', () => {
    const sealed = seal.seal(SECRET, PLACE)
    for (const open of [
      () => seal.open(flip(sealed, 20), PLACE),
      () => new Seal(randomBytes(32)).open(sealed, PLACE),
    ]) {
      expect(open).toThrow(expect.not.objectContaining({ message: expect.stringContaining(sealed.slice(12)) }))
    }
  })
})
