import { ListDeliveries, ListEvents } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import {
  addConversation,
  addWebhook,
  makeReceiving,
  postText,
  startReceiver,
  textsOf,
  until,
} from '../testing/delivering.ts'
import { movableClock } from '../testing/movable-clock.ts'
import { remoteDatabase } from '../testing/remote-database.ts'
import { makeApp, testServer } from '../testing/test-server.ts'

const config = { webhookRetryDelaysMs: [50, 100, 200, 400] }

describe('several processes', () => {
  test('share the lanes, hand them over, and leave them when they end; every event is told once, in order', async () => {
    const first = await testServer({ delivers: true, config })
    const { pool } = first.database
    const holders = async () =>
      (await pool.query('select holder, count(*)::int as lanes from lanes group by holder order by lanes')).rows
    await until(async () => (await holders())[0]?.lanes === 64)
    const receiving = await makeReceiving(first.account)
    const { client, appId, receiver } = receiving
    const places = await Promise.all(Array.from({ length: 20 }, () => addConversation(client, appId)))
    let isWriting = true
    let posted = 0
    const writing = Promise.all(
      places.map(async conversationId => {
        for (; isWriting; posted++) await postText(client, { appId, conversationId }, 'x')
      }),
    )
    const second = await testServer({ delivers: true, config, beside: first })
    await until(async () => (await holders()).map(({ lanes }) => lanes).join() === '32,32')
    await second.app.services.delivery.stop()
    await until(async () => (await holders()).map(({ lanes }) => lanes).join() === '64')
    isWriting = false
    await writing
    await until(() => receiver.events.length >= posted)
    expect(receiver.events).toHaveLength(posted)
    for (const place of places) {
      const sequences = receiver.events.flatMap(({ payload, sequence }) =>
        (payload as { conversation: { id: string } }).conversation.id === place ? [sequence ?? 0] : [],
      )
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
    }
  })

  test('deliver what another one wrote that delivers nothing itself', async () => {
    const writer = await testServer({ config })
    await testServer({ delivers: true, config, beside: writer })
    const receiving = await makeReceiving(writer.account)
    await receiving.post('Hello')
    await until(() => textsOf(receiving.receiver).length > 0)
    expect(textsOf(receiving.receiver)).toEqual(['Hello'])
  })
})

describe('a process that ended', () => {
  test('leaves what was waiting to the next one, which knows how often it was tried', async () => {
    const first = await testServer({ delivers: true, config: { webhookRetryDelaysMs: [1500, 100, 100, 100] } })
    const receiving = await makeReceiving(first.account, { respond: () => 500 })
    await receiving.post('Hello')
    await until(() => receiving.receiver.calls.length === 1)
    await first.app.services.delivery.stop()
    const next = await testServer({ delivers: true, config, beside: first })
    const log = async () =>
      (await next.account.call(ListDeliveries, { params: receiving.webhook.params })).body.deliveries
    await until(async () => (await log())[0]?.state === 'failed')
    expect((await log())[0]?.attempts).toHaveLength(5)
    expect(receiving.receiver.calls).toHaveLength(5)
  })

  test('tells the next one how far it read, also of an app in which nobody listened yet', async () => {
    const first = await testServer({ delivers: true, config })
    const [quiet, marker] = [await makeApp(first.account), await makeReceiving(first.account)]
    const at = { appId: quiet.appId, conversationId: await addConversation(quiet.client, quiet.appId) }
    await postText(quiet.client, at, 'before')
    // What came before it was read before it.
    await marker.post('here')
    await until(() => marker.receiver.events.length === 1)
    const receiver = await startReceiver()
    await addWebhook(quiet.client, quiet.appId, `${receiver.address}/`, { triggers: ['conversation:message'] })
    await first.app.services.delivery.stop()
    await testServer({ delivers: true, config, beside: first })
    await postText(quiet.client, at, 'after')
    await until(() => receiver.events.length > 0)
    expect(textsOf(receiver)).toEqual(['after'])
  })

  test('leaves to the next one what was written while none delivered', async () => {
    const first = await testServer({ config })
    const receiving = await makeReceiving(first.account)
    for (let i = 0; i < 30; i++) await receiving.post(`${i}`)
    await testServer({ delivers: true, config, beside: first })
    await until(() => receiving.receiver.events.length === 30)
    expect(textsOf(receiving.receiver)).toEqual(Array.from({ length: 30 }, (_, i) => `${i}`))
  })
})

test('a database that was brought from another PostgreSQL delivers what was not delivered there, and what is new', async () => {
  const before = await testServer({ config })
  const receiving = await makeReceiving(before.account)
  const { pool } = before.database
  await receiving.post('old and delivered')
  const delivering = await testServer({ delivers: true, config, beside: before })
  await until(() => receiving.receiver.calls.length === 1)
  await delivering.app.services.delivery.stop()
  for (const text of ['a', 'b', 'c']) await receiving.post(text)
  // There transactions had come further than here.
  for (const table of ['events', 'deliveries', 'lanes'])
    await pool.query(`update ${table} set transaction = (transaction::text::bigint + 1000000000)::text::xid8`)
  await testServer({ delivers: true, config, beside: before })
  await receiving.post('new')
  await until(() => receiving.receiver.events.length === 5)
  expect(textsOf(receiving.receiver)).toEqual(['old and delivered', 'a', 'b', 'c', 'new'])
  const { client, webhook } = receiving
  const feed = await client.call(ListEvents, { params: webhook.params, query: 'after=1000000900-' })
  expect(feed.status).toBe(400)
})

test('while the database is away nothing is lost, and delivery goes on afterwards', async () => {
  const database = await remoteDatabase()
  const server = await testServer({ delivers: true, config, database })
  const receiving = await makeReceiving(server.account)
  await receiving.post('before')
  await until(() => textsOf(receiving.receiver).includes('before'))
  await database.cut()
  await database.restore()
  for (const text of ['a', 'b']) {
    // A connection that was cut answers once with 503.
    await until(() =>
      receiving.post(text).then(
        () => true,
        () => false,
      ),
    )
  }
  await until(() => textsOf(receiving.receiver).includes('b'))
  expect([...new Set(textsOf(receiving.receiver))]).toEqual(['before', 'a', 'b'])
})

test('the five attempts of an event lie within 15 minutes, each gap longer than the one before', async () => {
  const clock = movableClock()
  const server = await testServer({ delivers: true, clock })
  const receiving = await makeReceiving(server.account, { respond: () => 500 })
  const { client, webhook, receiver } = receiving
  const log = async () => (await client.call(ListDeliveries, { params: webhook.params })).body.deliveries[0]
  await receiving.post('Hello')
  const begun = clock.now().getTime()
  const gaps: number[] = []
  for (let attempts = 1; attempts < 5; attempts++) {
    await until(async () => (await log())?.attempts.length === attempts)
    const delivery = await log()
    expect(delivery?.state).toBe('retrying')
    const gap = Date.parse(delivery?.dueAt ?? '') - clock.now().getTime()
    gaps.push(gap)
    // A moment too early nothing is sent, as another event shows that comes through meanwhile.
    clock.forward(gap - 1)
    const other = await makeReceiving(server.account)
    await other.post('other')
    await until(() => other.receiver.calls.length > 0)
    expect(receiver.calls).toHaveLength(attempts)
    clock.forward(1)
  }
  await until(async () => (await log())?.state === 'failed')
  expect(receiver.calls).toHaveLength(5)
  expect(gaps).toEqual(gaps.toSorted((a, b) => a - b))
  expect(clock.now().getTime() - begun).toBeLessThan(15 * 60_000)
})
