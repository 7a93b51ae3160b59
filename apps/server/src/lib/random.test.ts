import { expect, test } from 'vitest'
import { drawBytes } from './random.ts'

test('bytes are never given out twice, also where one draw from the system ends', () => {
  const drawn = Array.from({ length: 1000 }, () => drawBytes(24).toString('hex'))
  expect(new Set(drawn).size).toBe(1000)
})

test('as many bytes come as were asked for, all of them random', () => {
  for (const count of [0, 1, 64, 4095, 4096]) expect(drawBytes(count)).toHaveLength(count)
  expect(drawBytes(4096).filter(byte => byte === 0).length).toBeLessThan(100)
})

test('what was drawn stays as it is when more is drawn', () => {
  const first = drawBytes(64)
  const before = first.toString('hex')
  for (let draw = 0; draw < 200; draw++) drawBytes(64)
  expect(first.toString('hex')).toBe(before)
})
