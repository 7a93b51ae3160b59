import { expect, test } from 'vitest'
import { movableClock } from '../testing/movable-clock.ts'
import { KeyRing } from './key-ring.ts'
import type { AuthKey } from './principal.ts'

const keyId = `app_${'a'.repeat(24)}`
const key: AuthKey = { principal: { scope: 'app', keyId, appId: 'x' }, secret: 'secret' }

/** A ring over one stored key, which counts its look-ups. */
function ringOf(find: () => Promise<AuthKey | undefined> = async () => key) {
  const asked: string[] = []
  const lookUp = async (id: string) => {
    asked.push(id)
    return id === keyId ? find() : undefined
  }
  const clock = movableClock()
  return { ring: new KeyRing({ clock, lookups: { act: lookUp, svc: lookUp, app: lookUp, int: lookUp } }), asked, clock }
}

test('a key is looked up once a second, however often it is used', async () => {
  const { ring, asked, clock } = ringOf()
  for (let i = 0; i < 10; i++) expect((await ring.find(keyId)).key).toBe(key)
  expect(asked).toEqual([keyId])
  clock.forward(1000)
  await ring.find(keyId)
  expect(asked).toEqual([keyId, keyId])
})

test('what has not the form of a key id takes no memory and crowds no key out', async () => {
  const { ring, asked } = ringOf()
  await ring.find(keyId)
  for (let i = 0; i < 20_000; i++) expect((await ring.find(`garbage ${i}`)).key).toBeUndefined()
  await ring.find(keyId)
  expect(asked).toEqual([keyId])
})

test('unknown ids are held up to a bound', async () => {
  const { ring, asked } = ringOf()
  const unknown = (i: number) => `app_${i.toString(16).padStart(24, '0')}`
  for (let i = 0; i < 10_001; i++) await ring.find(unknown(i))
  await ring.find(unknown(10_000))
  expect(asked).toHaveLength(10_001)
  await ring.find(unknown(0))
  expect(asked).toHaveLength(10_002)
})

test('an unknown id comes with a digest of equal length that is no constant, so that comparing it costs the same', async () => {
  const { ring } = ringOf()
  const known = await ring.find(keyId)
  const unknown = await ring.find(`app_${'0'.repeat(24)}`)
  const malformed = await ring.find('')
  expect([unknown.secretDigest.length, malformed.secretDigest.length]).toEqual([
    known.secretDigest.length,
    known.secretDigest.length,
  ])
  expect(unknown.secretDigest.equals(malformed.secretDigest)).toBe(false)
})

test('a look-up that began before the key was dropped does not bring it back', async () => {
  const gate = Promise.withResolvers<AuthKey | undefined>()
  const answers = [gate.promise, Promise.resolve(undefined)]
  const { ring } = ringOf(() => answers.shift() ?? Promise.reject(new Error('asked too often')))
  const early = ring.find(keyId)
  ring.drop(principal => principal.keyId === keyId)
  gate.resolve(key)
  // The caller who asked before the drop is still served; whoever asks later is not.
  expect((await early).key).toBe(key)
  expect((await ring.find(keyId)).key).toBeUndefined()
})
