import {
  CreateUser,
  DeleteUser,
  DeleteUserPersonalInformation,
  GetDelivery,
  JoinConversation,
  ListEvents,
  PostMessage,
  ReplayDelivery,
} from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import {
  addConversation,
  addWebhook,
  logOf,
  makeReceiving,
  postText,
  until,
  untilStates,
} from '../../testing/delivering.ts'
import { refused } from '../../testing/refused.ts'
import { makeApp, testServer } from '../../testing/test-server.ts'

const server = await testServer({ delivers: true, config: { webhookRetryDelaysMs: [50, 50, 50, 50] } })

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
      await until(async () => !JSON.stringify(await logOf(receiving)).includes(marker))
      const full = await client.call(GetDelivery, { params: { ...webhook.params, eventId: delivery?.eventId ?? '' } })
      expect(JSON.stringify(full.body)).not.toContain(marker)
      const calls = receiving.receiver.calls.length
      await client.call(ReplayDelivery, { params: { ...webhook.params, eventId: delivery?.eventId ?? '' } })
      await until(() => receiving.receiver.calls.length > calls)
      expect(receiving.receiver.calls.at(-1)?.body).not.toContain(marker)
    },
  )
})
