import { DeleteWebhook, GetDelivery, ListDeliveries, ReplayDeliveries, ReplayDelivery } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { addWebhook, logOf, makeReceiving, until, untilStates } from '../../testing/delivering.ts'
import { refused } from '../../testing/refused.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer({ delivers: true, config: { webhookRetryDelaysMs: [50, 50, 50, 50] } })

describe('the log of a webhook', () => {
  test('is read in pages, newest first, and by state and time', async () => {
    const receiving = await makeReceiving(server.account, {
      respond: ({ body }) => (body.includes('bad') ? 404 : 200),
    })
    // One by one: what shares a call is answered together.
    for (const [at, text] of ['a', 'bad', 'b', 'bad', 'c'].entries()) {
      await receiving.post(text)
      await until(() => receiving.receiver.events.length > at)
    }
    const all = await untilStates(receiving, 'delivered', 'failed', 'delivered', 'failed', 'delivered')
    const ids = all.map(({ eventId }) => eventId)
    expect(ids).toEqual(ids.toSorted().reverse())
    const first = await logOf(receiving, 'page[size]=2')
    expect(first.deliveries.map(({ eventId }) => eventId)).toEqual(ids.slice(0, 2))
    expect(first.meta).toEqual({ hasMore: true, afterCursor: ids[1] })
    const second = await logOf(receiving, `page[size]=2&page[after]=${ids[1]}`)
    expect(second.deliveries.map(({ eventId }) => eventId)).toEqual(ids.slice(2, 4))
    const back = await logOf(receiving, `page[size]=2&page[before]=${ids[2]}`)
    expect(back.deliveries.map(({ eventId }) => eventId)).toEqual(ids.slice(0, 2))
    const failed = await logOf(receiving, 'filter[state]=failed')
    expect(failed.deliveries.map(({ state }) => state)).toEqual(['failed', 'failed'])
    const since = await logOf(receiving, `filter[since]=${all[1]?.createdAt}`)
    expect(since.deliveries.map(({ eventId }) => eventId)).toEqual(ids.slice(0, 2))
  })

  test('is of nobody else, nor is what it can do', async () => {
    const mine = await makeReceiving(server.account)
    const other = await makeReceiving(server.account)
    await mine.post('mine')
    const [delivery] = await untilStates(mine, 'delivered')
    const eventId = delivery?.eventId ?? ''
    // The event of one app at the webhook of another.
    const params = { ...other.webhook.params, eventId }
    expect(await other.client.call(GetDelivery, { params })).toMatchObject(refused(404, 'not_found'))
    expect(await other.client.call(ReplayDelivery, { params })).toMatchObject(
      refused(404, 'not_found', 'Event not found'),
    )
    const foreign = { ...mine.webhook.params, eventId, integrationId: other.webhook.integrationId }
    expect(await mine.client.call(GetDelivery, { params: foreign })).toMatchObject(
      refused(404, 'integration_not_found'),
    )
  })

  test.each([
    'filter[state]=gone',
    'filter[since]=yesterday',
    'page[after]=0123456789abcdef01234567&page[before]=0123456789abcdef01234567',
    'page[size]=101',
  ])('refuses %s', async query => {
    const { client, webhook } = await makeReceiving(server.account)
    const { status, body } = await client.call(ListDeliveries, { params: webhook.params, query })
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('Invalid query parameters')])
  })

  test('goes with its webhook', async () => {
    const receiving = await makeReceiving(server.account)
    await receiving.post('a')
    await untilStates(receiving, 'delivered')
    await receiving.client.call(DeleteWebhook, { params: receiving.webhook.params })
    const { rows } = await server.database.pool.query('select from deliveries where webhook_id = $1', [
      receiving.webhook.webhookId,
    ])
    expect(rows).toHaveLength(0)
  })
})

describe('a replay', () => {
  test('of one sends the same event with the same id, and keeps what was logged before', async () => {
    const receiving = await makeReceiving(server.account)
    await receiving.post('a')
    const [delivery] = await untilStates(receiving, 'delivered')
    const params = { ...receiving.webhook.params, eventId: delivery?.eventId ?? '' }
    const { body } = await receiving.client.call(ReplayDelivery, { params })
    expect(body.delivery.state).toBe('waiting')
    await until(() => receiving.receiver.calls.length === 2)
    const [first, second] = receiving.receiver.calls
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    const [after] = await untilStates(receiving, 'delivered')
    expect(after?.attempts).toHaveLength(2)
  })

  test('of all failures since a time sends those, each with five new attempts', async () => {
    let isBroken = true
    const receiving = await makeReceiving(server.account, { respond: () => (isBroken ? 500 : 200) })
    const since = new Date().toISOString()
    for (const text of ['a', 'b', 'c']) await receiving.post(text)
    await untilStates(receiving, 'failed', 'failed', 'failed')
    isBroken = false
    const params = receiving.webhook.params
    const early = { since: '2020-01-01T00:00:00.000Z', until: since }
    expect((await receiving.client.call(ReplayDeliveries, { params, body: early })).body).toEqual({ replayed: 0 })
    expect((await receiving.client.call(ReplayDeliveries, { params, body: { since } })).body).toEqual({ replayed: 3 })
    const deliveries = await untilStates(receiving, 'delivered', 'delivered', 'delivered')
    for (const { attempts } of deliveries) expect(attempts).toHaveLength(6)
    const again = { since, state: 'delivered' as const }
    expect((await receiving.client.call(ReplayDeliveries, { params, body: again })).body).toEqual({ replayed: 3 })
  })

  test('reaches a webhook that was never told of the event', async () => {
    const receiving = await makeReceiving(server.account)
    await receiving.post('before')
    const [delivery] = await untilStates(receiving, 'delivered')
    const late = await addWebhook(receiving.client, receiving.appId, `${receiving.receiver.address}/late`)
    const params = { ...late.params, eventId: delivery?.eventId ?? '' }
    expect((await receiving.client.call(ReplayDelivery, { params })).status).toBe(200)
    await until(() => receiving.receiver.calls.some(({ path }) => path === '/late'))
  })

  test('of what does not exist is refused', async () => {
    const { client, webhook } = await makeReceiving(server.account)
    const params = { ...webhook.params, eventId: '0123456789abcdef01234567' }
    expect(await client.call(ReplayDelivery, { params })).toMatchObject(refused(404, 'not_found', 'Event not found'))
    expect(await client.call(ReplayDeliveries, { params, body: {} })).toMatchObject(refused(400, 'bad_request'))
  })
})
