import { describe, expect, test } from 'vitest'
import { systemClock } from './clock.ts'
import { Ids, newKeySecret, newWebhookSecret } from './ids.ts'

const COUNT = 100_000
const take = (ids: Ids, count: number) => Array.from({ length: count }, () => ids.next())
const at = (iso: string) => ({ now: () => new Date(iso) })

describe('ids', () => {
  test('are 24 lowercase hex digits, the first eight of them the seconds', () => {
    const [id] = take(new Ids(at('2026-01-02T03:04:05.678Z')), 1)
    expect(id).toMatch(/^[0-9a-f]{24}$/)
    expect(Number.parseInt(String(id).slice(0, 8), 16)).toBe(Date.parse('2026-01-02T03:04:05Z') / 1000)
  })

  test('of one process sort in the order in which they are made', () => {
    const made = take(new Ids(systemClock), COUNT)
    expect(made.toSorted()).toEqual(made)
  })

  test('of two processes at the same time are never the same', () => {
    const clock = at('2026-01-01T00:00:00.000Z')
    const made = [...take(new Ids(clock), COUNT), ...take(new Ids(clock), COUNT)]
    expect(new Set(made).size).toBe(2 * COUNT)
  })

  test('keep their order when the counter runs over', () => {
    const made = take(new Ids(at('2026-01-01T00:00:00.000Z'), 0xfffff0), 100)
    expect(made.toSorted()).toEqual(made)
    expect(new Set(made).size).toBe(100)
    for (const id of made) expect(id).toMatch(/^[0-9a-f]{24}$/)
  })

  test('keep their order when the clock is set back', () => {
    let now = Date.parse('2026-01-01T00:00:10Z')
    const ids = new Ids({ now: () => new Date(now) })
    const made = take(ids, 10)
    now -= 5000
    made.push(...take(ids, 10))
    now += 60_000
    made.push(...take(ids, 10))
    expect(made.toSorted()).toEqual(made)
    expect(new Set(made).size).toBe(30)
  })
})

test('secrets have the forms clients know and never repeat', () => {
  const keys = Array.from({ length: 1000 }, newKeySecret)
  const webhooks = Array.from({ length: 1000 }, newWebhookSecret)
  for (const secret of keys) expect(secret).toMatch(/^[A-Za-z0-9_-]{86}$/)
  for (const secret of webhooks) expect(secret).toMatch(/^[0-9a-f]{32}$/)
  expect(new Set([...keys, ...webhooks]).size).toBe(2000)
})
