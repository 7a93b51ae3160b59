import { DeleteWebhook, GetDelivery, UpdateWebhook } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import {
  addConversation,
  addWebhook,
  logOf,
  makeReceiving,
  postText,
  type Receiving,
  startReceiver,
  textsOf,
  until,
  untilSettled,
} from '../testing/delivering.ts'
import { testServer } from '../testing/test-server.ts'

const DELAYS_MS = [100, 300, 700, 1500]
const server = await testServer({
  delivers: true,
  config: { webhookRetryDelaysMs: DELAYS_MS, webhookTimeoutMs: 500 },
})

describe('an event', () => {
  test('is sent to a webhook that asked for it, in the envelope of the contract', async () => {
    const { receiver, webhook, appId, post, conversationId } = await makeReceiving(server.account)
    await post('Hello')
    await until(() => receiver.calls.length > 0)
    const [call] = receiver.calls
    expect(call).toMatchObject({
      path: '/hook',
      app: { id: appId },
      webhook: { id: webhook.webhookId, version: 'v2' },
      headers: { 'x-api-key': webhook.secret, 'content-type': 'application/json' },
    })
    expect(call?.events).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        createdAt: expect.stringMatching(/Z$/),
        type: 'conversation:message',
        sequence: expect.any(Number),
        payload: {
          conversation: { id: conversationId, type: 'sdkGroup' },
          message: expect.objectContaining({ content: { type: 'text', text: 'Hello' } }),
        },
      },
    ])
    const [delivery] = await untilSettled({ client: server.account, webhook } as Receiving, 1)
    expect(delivery).toMatchObject({ state: 'delivered', attempts: [{ status: 200, events: 1 }] })
  })

  test('is sent to no webhook of another app, and to none that did not ask for it', async () => {
    const receiving = await makeReceiving(server.account)
    const other = await makeReceiving(server.account)
    await addWebhook(receiving.client, receiving.appId, `${receiving.receiver.address}/other`, {
      triggers: ['user:merge'],
    })
    await receiving.post('mine')
    await other.post('other')
    await untilSettled(receiving, 1)
    await untilSettled(other, 1)
    expect([textsOf(receiving.receiver), textsOf(other.receiver)]).toEqual([['mine'], ['other']])
    expect(receiving.receiver.calls.map(({ path }) => path)).toEqual(['/hook'])
  })

  test('goes where the webhook points when it is sent, and nowhere once it is deleted', async () => {
    const receiving = await makeReceiving(server.account)
    const { client, webhook, receiver, post } = receiving
    await client.call(UpdateWebhook, { params: webhook.params, body: { target: `${receiver.address}/moved` } })
    await post('one')
    await until(() => receiver.calls.length === 1)
    await client.call(DeleteWebhook, { params: webhook.params })
    await post('two')
    const other = await addWebhook(client, receiving.appId, `${receiver.address}/other`, {})
    await post('three')
    await until(() => receiver.calls.some(({ path }) => path === '/other'))
    expect(other.webhookId).not.toBe(webhook.webhookId)
    expect(receiver.calls.map(({ path }) => path)).toEqual(['/moved', '/other'])
  })

  test('that is answered with 500 is sent five times in growing gaps, with the same id and the same bytes', async () => {
    const receiving = await makeReceiving(server.account, { respond: () => 500 })
    await receiving.post('Hello')
    const [delivery] = await untilSettled(receiving, 1)
    const { calls } = receiving.receiver
    expect(delivery?.state).toBe('failed')
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500])
    expect(calls).toHaveLength(5)
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1)
    expect(new Set(calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([delivery?.eventId]))
    const gaps = calls.slice(1).map((call, index) => call.at - (calls[index]?.at ?? 0))
    for (const [index, gap] of gaps.entries()) expect(gap).toBeGreaterThanOrEqual((DELAYS_MS[index] ?? 0) * 0.9 - 1)
  })

  test.each([400, 401, 403, 404, 406])('that is answered with %d is sent once', async status => {
    const receiving = await makeReceiving(server.account, { respond: () => status })
    await receiving.post('Hello')
    expect(await untilSettled(receiving, 1)).toMatchObject([{ state: 'failed', attempts: [{ status }] }])
    expect(receiving.receiver.calls).toHaveLength(1)
  })

  test.each([300, 302, 307, 408, 409, 410, 422, 429, 502, 503])(
    'that is answered with %d is sent again',
    async status => {
      const respond = (): number => (receiving.receiver.calls.length === 1 ? status : 200)
      const receiving: Receiving = await makeReceiving(server.account, { respond: () => respond() })
      await receiving.post('Hello')
      expect(await untilSettled(receiving, 1)).toMatchObject([
        { state: 'delivered', attempts: [{ status }, { status: 200 }] },
      ])
    },
  )

  test('that is redirected is not sent to where that leads', async () => {
    const elsewhere = await startReceiver()
    const receiving = await makeReceiving(server.account, {
      respond: (_, response) => void response.writeHead(307, { location: elsewhere.address }).end(),
    })
    await receiving.post('Hello')
    await until(() => receiving.receiver.calls.length > 1)
    expect(elsewhere.calls).toHaveLength(0)
  })

  test('that is not answered in time is sent again', async () => {
    const receiving = await makeReceiving(server.account, {
      respond: () => (receiving.receiver.calls.length === 1 ? undefined : 200),
    })
    await receiving.post('Hello')
    expect(await untilSettled(receiving, 1)).toMatchObject([
      { state: 'delivered', attempts: [{ problem: 'no whole answer in time' }, { status: 200 }] },
    ])
  })

  test('waits as long as the receiver asks for', async () => {
    const receiving = await makeReceiving(server.account, {
      respond: (_, response) => {
        if (receiving.receiver.calls.length > 1) return 200
        response.writeHead(503, { 'retry-after': '2' }).end()
        return undefined
      },
    })
    await receiving.post('Hello')
    await untilSettled(receiving, 1)
    const [first, second] = receiving.receiver.calls
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2000)
  })

  test('reaches a receiver that was away meanwhile', async () => {
    const receiving = await makeReceiving(server.account)
    const { port } = new URL(receiving.receiver.address)
    await receiving.receiver.stop()
    await receiving.post('Hello')
    await until(async () => (await logOf(receiving)).deliveries[0]?.state === 'retrying')
    const again = await startReceiver(undefined, Number(port))
    await until(() => again.calls.length > 0)
    expect(textsOf(again)).toEqual(['Hello'])
  })
})

describe('a receiver', () => {
  test('that answers without end is cut off, and heard all the same', async () => {
    const receiving = await makeReceiving(server.account, {
      respond: (_, response) => {
        response.writeHead(200)
        const more = (): void => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
          if (!response.destroyed) response.once('drain', more)
        }
        more()
        return undefined
      },
    })
    await receiving.post('Hello')
    const [delivery] = await untilSettled(receiving, 1)
    expect(delivery?.attempts).toMatchObject([{ status: 200, answer: 'x'.repeat(1024) }])
  })

  test('that answers a byte at a time is not waited for', async () => {
    const receiving = await makeReceiving(server.account, {
      respond: (_, response) => {
        if (receiving.receiver.calls.length > 1) return 200
        response.writeHead(200).write('x')
        return undefined
      },
    })
    await receiving.post('Hello')
    const [delivery] = await untilSettled(receiving, 1)
    expect(delivery?.attempts).toMatchObject([{ problem: 'no whole answer in time' }, { status: 200 }])
  })

  test('that answers with the secrets of its webhook does not bring them into the log', async () => {
    const receiving = await makeReceiving(server.account, {
      respond: ({ headers }, response) =>
        void response.writeHead(200).end(`${'x'.repeat(1010)}${headers['x-api-key']} and more`),
    })
    await receiving.post('Hello')
    const [delivery] = await untilSettled(receiving, 1)
    expect(delivery?.attempts[0]?.answer).toMatch(/^x{1010}… and/)
    const { rows } = await server.database.pool.query('select attempts::text from deliveries')
    expect(JSON.stringify(rows)).not.toContain(receiving.webhook.secret)
  })

  test('whose name cannot be found is logged, and tried again', async () => {
    const receiving = await makeReceiving(server.account)
    const { client, webhook, post } = receiving
    await client.call(UpdateWebhook, { params: webhook.params, body: { target: 'http://nowhere.invalid/' } })
    await post('Hello')
    const [delivery] = await untilSettled(receiving, 1)
    expect(delivery?.attempts).toHaveLength(5)
    expect(delivery?.attempts[0]?.problem).toMatch(/nowhere\.invalid/)
  })

  test('that is dead does not keep another one waiting', async () => {
    const dead = await makeReceiving(server.account, { respond: () => undefined })
    const { appId, client, conversationId } = dead
    const healthy = await startReceiver()
    await addWebhook(client, appId, healthy.address, { triggers: ['conversation:message'] })
    for (let i = 0; i < 60; i++) await dead.post(`${i}`)
    await until(() => healthy.events.length === 60)
    expect(textsOf(healthy)).toEqual(Array.from({ length: 60 }, (_, i) => `${i}`))
    expect(conversationId).not.toBe('')
    expect((await logOf(dead)).deliveries.every(({ state }) => state !== 'delivered')).toBe(true)
  })
})

describe('the events of a conversation', () => {
  test('reach a webhook in order at their first attempt, however many there are', async () => {
    const receiving = await makeReceiving(server.account)
    const { client, appId, receiver } = receiving
    const places = await Promise.all(Array.from({ length: 5 }, () => addConversation(client, appId)))
    await Promise.all(
      places.map(async conversationId => {
        for (let i = 0; i < 40; i++) await postText(client, { appId, conversationId }, `${i}`)
      }),
    )
    await until(() => receiver.events.length >= 200)
    for (const place of places) {
      const sequences = receiver.events.flatMap(({ payload, sequence }) =>
        (payload as { conversation: { id: string } }).conversation.id === place ? [sequence ?? 0] : [],
      )
      expect(sequences).toHaveLength(40)
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
    }
  })

  test('wait for one that was not taken, where order is strict', async () => {
    const taken: string[] = []
    const receiving = await makeReceiving(server.account, {
      webhook: { strictOrder: true },
      respond: ({ events }) => {
        const [text] = events.map(
          ({ payload }) => (payload as { message: { content: { text: string } } }).message.content.text,
        )
        const isBad = text === '1' && receiving.receiver.calls.length < 6
        if (!isBad) taken.push(text ?? '')
        return isBad ? 500 : 200
      },
    })
    const other = await addConversation(receiving.client, receiving.appId)
    for (let i = 0; i < 5; i++) await receiving.post(`${i}`)
    await receiving.post('other', other)
    await untilSettled(receiving, 6)
    expect(taken.filter(text => text !== 'other')).toEqual(['0', '1', '2', '3', '4'])
    // Another conversation does not wait.
    expect(taken.indexOf('other')).toBeLessThan(taken.indexOf('4'))
  })
})

test('what fits neither the queue of a webhook nor its calls waits in the table, and none of it is lost', async () => {
  let isOpen = false
  const receiving = await makeReceiving(server.account, { respond: () => (isOpen ? 200 : undefined) })
  const { client, appId, receiver } = receiving
  const places = await Promise.all(Array.from({ length: 20 }, () => addConversation(client, appId)))
  const ids = await Promise.all(
    places.map(async conversationId => {
      const posted: string[] = []
      for (let i = 0; i < 40; i++) posted.push(await postText(client, { appId, conversationId }, `${i}`))
      return posted
    }),
  )
  isOpen = true
  const messages = () =>
    new Set(receiver.events.map(({ payload }) => (payload as { message: { id: string } }).message.id))
  await until(async () => ids.flat().every(id => messages().has(id)))
  expect(receiver.events.length).toBeGreaterThanOrEqual(800)
})

test('the log tells of one event what was sent', async () => {
  const receiving = await makeReceiving(server.account)
  const { client, webhook, receiver } = receiving
  await receiving.post('Hello')
  const [delivery] = await untilSettled(receiving, 1)
  const { body } = await client.call(GetDelivery, { params: { ...webhook.params, eventId: delivery?.eventId ?? '' } })
  expect(body.delivery.event).toEqual(receiver.events[0])
})
