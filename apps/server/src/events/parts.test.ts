import { CreateConversation, ListDeliveries, ListEvents } from '@parhelion/contract'
import { expect, test, vi } from 'vitest'
import { GaveWay } from '../db/errors.ts'
import { addWebhook, makeReceiving } from '../testing/delivering.ts'
import { movableClock } from '../testing/movable-clock.ts'
import { makeApp, testServer } from '../testing/test-server.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const clock = movableClock()
const server = await testServer({ clock, delivers: true, config: { eventRetentionDays: 3 } })
const { pool } = server.database

const parts = async (table: string): Promise<string[]> => {
  const { rows } = await pool.query(
    `select inhrelid::regclass::text as part from pg_inherits where inhparent = $1::regclass order by 1`,
    [table],
  )
  return rows.map(row => row.part)
}
const partOf = (table: string, days: number) =>
  `${table}_${new Date(clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`
/** In which parts rows lie. */
const placesOf = async (table: string) =>
  (await pool.query(`select distinct tableoid::regclass::text as part from ${table} order by 1`)).rows.map(
    row => row.part,
  )

test('events lie in the part of their day, which is there before the day begins', async () => {
  for (const table of ['events', 'deliveries']) {
    expect(await parts(table)).toEqual([`${table}_default`, ...[0, 1, 2].map(days => partOf(table, days))].toSorted())
  }
  const receiving = await makeReceiving(server.account)
  await receiving.post('today')
  await vi.waitUntil(async () => (await placesOf('deliveries')).length > 0, 60_000)
  expect([await placesOf('events'), await placesOf('deliveries')]).toEqual([
    [partOf('events', 0)],
    [partOf('deliveries', 0)],
  ])
})

test('an event without a part is written and delivered all the same, and moves to its part when that is made', async () => {
  clock.forward(5 * DAY_MS)
  const receiving = await makeReceiving(server.account)
  await receiving.post('no part')
  expect(await placesOf('events')).toContain('events_default')
  await vi.waitUntil(() => receiving.receiver.calls.length > 0, 60_000)
  await vi.waitUntil(async () => (await placesOf('deliveries')).includes('deliveries_default'), 60_000)
  await server.app.services.periodic.run('parts')
  expect([await placesOf('events'), await placesOf('deliveries')]).toEqual([
    [partOf('events', 0)],
    [partOf('deliveries', 0)],
  ])
  const { body } = await receiving.client.call(ListDeliveries, { params: receiving.webhook.params })
  expect(body.deliveries).toHaveLength(1)
})

test('what is older than it is kept is gone by whole days, from the feed and from the log', async () => {
  const receiving = await makeReceiving(server.account)
  const { client, webhook, appId } = receiving
  await receiving.post('old')
  await vi.waitUntil(() => receiving.receiver.calls.length > 0, 60_000)
  const counts = async () => [
    (await client.call(ListEvents, { params: webhook.params })).body.events.length,
    (await client.call(ListDeliveries, { params: webhook.params })).body.deliveries.length,
  ]
  await vi.waitUntil(async () => (await counts()).join() === '2,1', 60_000)
  clock.forward(3 * DAY_MS)
  await server.app.services.periodic.run('parts')
  expect(await counts()).toEqual([2, 1])
  clock.forward(DAY_MS)
  await server.app.services.periodic.run('parts')
  expect(await counts()).toEqual([0, 0])
  await client.call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup' } })
  await vi.waitUntil(async () => (await counts()).join() === '1,0', 60_000)
})

test('two processes that make parts at the same time make each once', async () => {
  clock.forward(10 * DAY_MS)
  const { periodic } = (await testServer({ beside: server, clock })).app.services
  await Promise.all([periodic.run('parts'), server.app.services.periodic.run('parts'), periodic.run('parts')])
  expect(await parts('events')).toContain(partOf('events', 2))
})

test('a transaction that uses both tables while parts are made and dropped is not ended', async () => {
  clock.forward(10 * DAY_MS)
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('lock table deliveries, deliveries_default in row exclusive mode')
    // It waits for a lock no longer than two seconds.
    const kept = Promise.allSettled([server.app.services.periodic.run('parts')])
    const waiting = `select from pg_locks where not granted and relation = 'deliveries_default'::regclass`
    await vi.waitUntil(async () => (await pool.query(waiting)).rowCount !== 0, { timeout: 60_000, interval: 5 })
    await client.query('select from events')
    await client.query('commit')
    const [ended] = await kept
    expect(ended).not.toMatchObject({ reason: expect.any(GaveWay) })
  } finally {
    client.release(true)
  }
  await server.app.services.periodic.run('parts')
  expect(await parts('deliveries')).toContain(partOf('deliveries', 2))
})

test('events that wait for longer than a minute are told by /ready and /metrics, and nothing when none does', async () => {
  const read = async (path: string) => (await fetch(server.account.address + path)).text()
  await vi.waitUntil(async () => (await read('/ready')) === '{"status":"ready"}', 60_000)
  await server.app.services.delivery.stop()
  const { appId, client } = await makeApp(server.account)
  await addWebhook(client, appId, 'http://127.0.0.1:9/')
  await client.call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup' } })
  clock.forward(61_000)
  expect(JSON.parse(await read('/ready'))).toEqual({
    status: 'ready',
    warnings: [expect.stringMatching(/^An event waits for delivery since 6[12] s$/)],
  })
  const metrics = await read('/metrics')
  expect(metrics).toMatch(/^parhelion_delivery_oldest_event_seconds 6[12]/m)
  expect(metrics).toMatch(/^parhelion_delivery_queue\{state="waiting"\} \d+$/m)
  expect(metrics).toMatch(/^parhelion_delivery_attempts_total\{outcome="delivered"\} [1-9]\d*$/m)
  expect(metrics).toMatch(/^parhelion_delivery_call_duration_seconds_count\{outcome="delivered"\} [1-9]\d*$/m)
})
