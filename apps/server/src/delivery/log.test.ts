import {
  CreateUser,
  DeleteUser,
  DeleteUserPersonalInformation,
  DeleteWebhook,
  GetDelivery,
  GetSigningSecret,
  JoinConversation,
  ListDeliveries,
  ListEvents,
  PostMessage,
  ReplayDeliveries,
  ReplayDelivery,
  RotateWebhookSecret,
} from '@parhelion/contract'
import { describe, expect, test, vi } from 'vitest'
import { addConversation, addWebhook, makeReceiving, postText, textsOf } from '../testing/delivering.ts'
import { refused } from '../testing/refused.ts'
import { makeApp, testServer } from '../testing/test-server.ts'

const server = await testServer({ delivers: true, config: { webhookRetryDelaysMs: [50, 50, 50, 50] } })
const until = (condition: () => boolean | Promise<boolean>) => vi.waitUntil(condition, { timeout: 20_000 })
type Receiving = Awaited<ReturnType<typeof makeReceiving>>

async function log({ client, webhook }: Receiving, query?: string) {
  const { body } = await client.call(ListDeliveries, {
    params: webhook.params,
    ...(query === undefined ? {} : { query }),
  })
  return body
}

async function untilStates(receiving: Receiving, ...states: string[]) {
  await until(async () => {
    const { deliveries } = await log(receiving)
    return JSON.stringify(deliveries.map(({ state }) => state).toSorted()) === JSON.stringify(states.toSorted())
  })
  return (await log(receiving)).deliveries
}

describe('the log of a webhook', () => {
  test('is read in pages, newest first, and by state and time', async () => {
    const receiving = await makeReceiving(server.account, {
      respond: ({ body }) => (body.includes('bad') ? 404 : 200),
    })
    for (const text of ['a', 'bad', 'b', 'bad', 'c']) {
      await receiving.post(text)
      await until(() => textsOf(receiving.receiver).includes(text))
    }
    const all = await untilStates(receiving, 'delivered', 'failed', 'delivered', 'failed', 'delivered')
    const ids = all.map(({ eventId }) => eventId)
    expect(ids).toEqual(ids.toSorted().reverse())
    const first = await log(receiving, 'page[size]=2')
    expect(first.deliveries.map(({ eventId }) => eventId)).toEqual(ids.slice(0, 2))
    expect(first.meta).toEqual({ hasMore: true, afterCursor: ids[1] })
    const second = await log(receiving, `page[size]=2&page[after]=${ids[1]}`)
    expect(second.deliveries.map(({ eventId }) => eventId)).toEqual(ids.slice(2, 4))
    const back = await log(receiving, `page[size]=2&page[before]=${ids[2]}`)
    expect(back.deliveries.map(({ eventId }) => eventId)).toEqual(ids.slice(0, 2))
    const failed = await log(receiving, 'filter[state]=failed')
    expect(failed.deliveries.map(({ state }) => state)).toEqual(['failed', 'failed'])
    const since = await log(receiving, `filter[since]=${all[1]?.createdAt}`)
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

describe('after a rotation', () => {
  test.each(['old', 'new'] as const)('a receiver that holds the %s X-API-Key takes every event', async which => {
    const receiving = await makeReceiving(server.account)
    const { client, webhook, receiver } = receiving
    const { body } = await client.call(RotateWebhookSecret, {
      params: webhook.params,
      body: { which: 'apiKey', overlapSeconds: 3600 },
    })
    expect(body.webhook.secret).not.toBe(webhook.secret)
    const held = which === 'old' ? webhook.secret : body.webhook.secret
    receiver.respond = ({ headers }) => (headers['x-api-key'] === held ? 200 : 401)
    for (const text of ['a', 'b', 'c']) {
      await receiving.post(text)
      await until(() => textsOf(receiver).includes(text))
    }
    const deliveries = await untilStates(receiving, 'delivered', 'delivered', 'delivered')
    for (const { attempts } of deliveries) expect(attempts).toHaveLength(1)
    // It is asked with the other one only once.
    expect(receiver.calls.filter(({ headers }) => headers['x-api-key'] !== held).length).toBeLessThanOrEqual(1)
  })

  test('without an overlap the old X-API-Key is never sent again', async () => {
    const receiving = await makeReceiving(server.account, { respond: () => 401 })
    const { client, webhook, receiver } = receiving
    await client.call(RotateWebhookSecret, { params: webhook.params, body: { which: 'apiKey', overlapSeconds: 0 } })
    await receiving.post('a')
    await untilStates(receiving, 'failed')
    expect(receiver.calls.map(({ headers }) => headers['x-api-key'] === webhook.secret)).toEqual([false])
  })

  test('of the signing secret calls are signed with both', async () => {
    const receiving = await makeReceiving(server.account)
    const { client, webhook } = receiving
    const before = await client.call(GetSigningSecret, { params: webhook.params })
    const { body } = await client.call(RotateWebhookSecret, { params: webhook.params, body: { which: 'signing' } })
    expect(body.signingSecret.secret).not.toBe(before.body.signingSecret.secret)
    expect(body.signingSecret.previousUntil).toMatch(/Z$/)
    expect(body.webhook.secret).toBe(webhook.secret)
    await receiving.post('a')
    await until(() => receiving.receiver.calls.length > 0)
    const signatures = String(receiving.receiver.calls[0]?.headers['webhook-signature']).split(' ')
    expect(signatures).toHaveLength(2)
    expect(new Set(signatures).size).toBe(2)
  })

  test.each([
    { which: 'both' },
    { which: 'apiKey', overlapSeconds: -1 },
    { which: 'signing', overlapSeconds: 2_592_001 },
    {},
  ])('%j is refused', async body => {
    const { client, webhook } = await makeReceiving(server.account)
    expect(await client.call(RotateWebhookSecret, { params: webhook.params, body })).toMatchObject(
      refused(400, 'bad_request'),
    )
  })

  test('a webhook that is older than signatures has a secret as soon as it is asked for', async () => {
    const { client, webhook } = await makeReceiving(server.account)
    await server.database.pool.query('update webhooks set signing_secret_sealed = null where id = $1', [
      webhook.webhookId,
    ])
    const [one, other] = await Promise.all([
      client.call(GetSigningSecret, { params: webhook.params }),
      client.call(GetSigningSecret, { params: webhook.params }),
    ])
    expect(one.body.signingSecret.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(other.body).toEqual(one.body)
  })
})

describe('the feed of events', () => {
  test('misses nothing that is committed while it is read', async () => {
    const { appId, client } = await makeApp(server.account)
    const { params } = await addWebhook(client, appId, 'http://127.0.0.1:9/', { triggers: ['user:merge'] })
    const posted = new Set<string>()
    let isWriting = true
    const writers = Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        const conversationId = await addConversation(client, appId)
        for (let i = 0; i < 25; i++) posted.add(await postText(client, { appId, conversationId }, `${writer} ${i}`))
      }),
    ).then(() => {
      isWriting = false
    })
    const read: string[] = []
    const ids = new Set<string>()
    let cursor = ''
    const readOn = async (): Promise<number> => {
      const query = `size=37${cursor === '' ? '' : `&after=${cursor}`}`
      const { body } = await client.call(ListEvents, { params, query })
      cursor = body.meta.afterCursor
      for (const { id, type, payload } of body.events) {
        ids.add(id)
        if (type === 'conversation:message') read.push((payload as { message: { id: string } }).message.id)
      }
      return body.events.length
    }
    while (isWriting) await readOn()
    await writers
    await until(async () => {
      await readOn()
      return read.length >= posted.size
    })
    expect(new Set(read)).toEqual(posted)
    expect(read).toHaveLength(400)
    // And the beginning of each conversation.
    expect(ids.size).toBe(416)
  })

  test('begins at the end when asked, and tells of one type when asked', async () => {
    const receiving = await makeReceiving(server.account)
    const { client, webhook } = receiving
    const { params } = webhook
    await receiving.post('before')
    await until(() => receiving.receiver.calls.length === 1)
    const { body: end } = await client.call(ListEvents, { params, query: 'after=end' })
    expect(end.events).toEqual([])
    await addConversation(client, receiving.appId)
    await receiving.post('after')
    const query = `after=${end.meta.afterCursor}&filter[type]=conversation:message`
    await until(async () => (await client.call(ListEvents, { params, query })).body.events.length > 0)
    const { body } = await client.call(ListEvents, { params, query })
    expect(body.events).toMatchObject([{ payload: { message: { content: { text: 'after' } } } }])
    expect(body.events[0]?.sequence).toBe(2 + 1)
  })

  test.each(['after=x', 'after=12', 'after=99999999999999999999-', 'size=0', 'size=101', 'filter[type]=nothing'])(
    'refuses %s',
    async query => {
      const { client, webhook } = await makeReceiving(server.account)
      const { status, body } = await client.call(ListEvents, { params: webhook.params, query })
      expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('Invalid query parameters')])
    },
  )

  test('is of the app alone', async () => {
    const mine = await makeReceiving(server.account)
    const other = await makeReceiving(server.account)
    await mine.post('mine')
    await other.post('other')
    await until(() => mine.receiver.calls.length + other.receiver.calls.length === 2)
    const { body } = await other.client.call(ListEvents, { params: other.webhook.params })
    expect(JSON.stringify(body)).not.toContain('mine')
    expect(await other.client.call(ListEvents, { params: mine.webhook.params })).toMatchObject(
      refused(403, 'forbidden'),
    )
  })
})

describe('what is personal of a user', () => {
  test.each(['erased', 'removed'] as const)(
    'is gone from pending events and from the log once the user is %s',
    async how => {
      const receiving = await makeReceiving(server.account, {
        webhook: { includeFullUser: true },
        respond: (call, response) => void response.writeHead(500).end(`took ${call.body}`),
      })
      const { client, appId, webhook, conversationId } = receiving
      const marker = `marker-${how}`
      const user = await client.call(CreateUser, { params: { appId }, body: { profile: { givenName: marker } } })
      const userId = user.body.user.id
      await client.call(JoinConversation, {
        params: { appId, conversationId },
        body: { userId, subscribeSDKClient: false },
      })
      const author = { type: 'user', userId, displayName: marker }
      await client.call(PostMessage, {
        params: { appId, conversationId },
        body: { author, content: { type: 'text', text: 'x' } },
      })
      const [delivery] = await untilStates(receiving, 'failed')
      expect(JSON.stringify(delivery)).toContain(marker)
      const params = { appId, userIdOrExternalId: userId }
      await client.call(how === 'erased' ? DeleteUserPersonalInformation : DeleteUser, { params })
      await until(async () => !JSON.stringify(await log(receiving)).includes(marker))
      const full = await client.call(GetDelivery, { params: { ...webhook.params, eventId: delivery?.eventId ?? '' } })
      expect(JSON.stringify(full.body)).not.toContain(marker)
      const calls = receiving.receiver.calls.length
      await client.call(ReplayDelivery, { params: { ...webhook.params, eventId: delivery?.eventId ?? '' } })
      await until(() => receiving.receiver.calls.length > calls)
      expect(receiving.receiver.calls.at(-1)?.body).not.toContain(marker)
    },
  )
})
