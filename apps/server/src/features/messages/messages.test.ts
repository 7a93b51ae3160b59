import {
  DeleteAllMessages,
  DeleteMessage,
  GetConversation,
  ListMessages,
  ListParticipants,
  PostMessage,
} from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import {
  byBusiness,
  byUser,
  eventsOf,
  makeAppOfMany,
  makeGroup,
  makePersonal,
  makeUser,
  postText,
  textsOf,
} from '../../testing/conversation.ts'
import { refused } from '../../testing/refused.ts'
import { rowCounts } from '../../testing/tables.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer()
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const { pool } = server.database

describe('a message of the business', () => {
  test('is returned as it is kept, counted, and told as an event with the same place', async () => {
    const { conversationId } = await makePersonal(app)
    const params = { appId, conversationId }
    const { status, body } = await client.call(PostMessage, {
      params,
      body: {
        author: { type: 'business', displayName: 'Lee', subtypes: ['agent'] },
        content: { type: 'text', text: 'Hello 123 🌞' },
        metadata: { ticket: 7 },
      },
    })
    expect(status).toBe(201)
    const [message] = body.messages
    expect(body.messages).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        received: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        author: {
          type: 'business',
          displayName: 'Lee',
          subtypes: ['agent'],
          avatarUrl: expect.stringMatching(/^https:\/\/www\.gravatar\.com\//),
        },
        content: { type: 'text', text: 'Hello 123 🌞' },
        source: { type: 'api:conversations' },
        metadata: { ticket: 7 },
      },
    ])
    const list = await client.call(ListMessages, { params })
    expect(list.body).toEqual({ messages: body.messages, meta: { hasMore: false } })
    const conversation = await client.call(GetConversation, { params })
    expect(conversation.body.conversation.lastUpdatedAt).toBe(message?.received)
    expect((await eventsOf(pool, appId, conversationId)).at(-1)).toMatchObject({
      type: 'conversation:message',
      seq: 2,
      payload: { conversation: { id: conversationId, type: 'personal' }, message },
    })
  })

  test('is refused when it names a user', async () => {
    const { conversationId, userId } = await makePersonal(app)
    const body = { ...byBusiness('Hello'), author: { type: 'business', userId } }
    expect(await client.call(PostMessage, { params: { appId, conversationId }, body })).toMatchObject(
      refused(400, 'bad_request', '.author: should name a user only with the type user'),
    )
  })
})

describe('a message of a user', () => {
  test('shows the name of the user, and its event the whole user', async () => {
    const profile = { givenName: 'Steve', surname: 'Brule', avatarUrl: 'https://example.com/s.png' }
    const userId = await makeUser(app, { externalId: 'writes', profile })
    const { conversationId } = await makePersonal(app, userId)
    const params = { appId, conversationId }
    const body = { ...byUser(userId, 'Hi'), author: { type: 'user', userExternalId: 'writes' } }
    const posted = await client.call(PostMessage, { params, body })
    const author = { type: 'user', userId, displayName: 'Steve Brule', avatarUrl: 'https://example.com/s.png' }
    expect(posted.body.messages[0]?.author).toEqual(author)
    const { payload } = (await eventsOf(pool, appId, conversationId)).at(-1) ?? {}
    expect(payload).toMatchObject({ message: { author: { ...author, user: { id: userId, profile } } } })
  })

  test('is refused where the user takes no part', async () => {
    const { conversationId } = await makePersonal(app)
    const body = byUser(await makeUser(app), 'Hi')
    expect(await client.call(PostMessage, { params: { appId, conversationId }, body })).toMatchObject(
      refused(400, 'bad_request', '.author: should be a participant of the conversation'),
    )
  })

  test('is refused when nobody or two are named', async () => {
    const { conversationId, userId } = await makePersonal(app)
    for (const author of [{ type: 'user' }, { type: 'user', userId, userExternalId: 'x' }]) {
      const body = { ...byBusiness('Hi'), author }
      expect(await client.call(PostMessage, { params: { appId, conversationId }, body })).toMatchObject(
        refused(400, 'bad_request'),
      )
    }
  })
})

describe('the list', () => {
  test('walks 250 messages both ways without a gap or a second time while 100 come in', async () => {
    const { conversationId } = await makeGroup(app, [])
    const params = { appId, conversationId }
    const texts = Array.from({ length: 250 }, (_, index) => `m${index}`)
    for (const text of texts) await postText(client, params, text)
    const page = async (query: string) => (await client.call(ListMessages, { params, query })).body
    const newcomers = Array.from({ length: 100 }, (_, index) => () => postText(client, params, `new${index}`))
    const meanwhile = (count: number) => newcomers.splice(0, count).map(post => post())
    const backwards: unknown[] = []
    for (let query = ''; ; ) {
      const [body] = await Promise.all([page(query), ...meanwhile(15)])
      backwards.unshift(...body.messages.map(({ content }) => content.text))
      if (!body.meta.hasMore) break
      query = `page[before]=${body.meta.beforeCursor}&page[size]=7`
    }
    expect(backwards.filter(text => String(text).startsWith('m'))).toEqual(texts)
    expect(new Set(backwards).size).toBe(backwards.length)
    expect(newcomers.length).toBeGreaterThan(30)
    const forwards: unknown[] = []
    for (let after = '0'.repeat(24), isOver = false; !isOver; ) {
      const isQuiet = newcomers.length === 0
      const [body] = await Promise.all([page(`page[after]=${after}`), ...meanwhile(20)])
      forwards.push(...body.messages.map(({ content }) => content.text))
      after = body.messages.at(-1)?.id ?? after
      isOver = isQuiet && !body.meta.hasMore
    }
    expect(forwards.slice(0, 250)).toEqual(texts)
    const stored = await page('')
    expect(forwards.slice(-100)).toEqual(stored.messages.map(({ content }) => content.text))
    expect(new Set(forwards).size).toBe(350)
    expect(forwards).toHaveLength(350)
  })

  test('is the last 100, oldest first, whatever size is asked for', async () => {
    const { conversationId } = await makeGroup(app, [])
    const params = { appId, conversationId }
    for (let index = 0; index < 101; index++) await postText(client, params, String(index))
    const { body } = await client.call(ListMessages, { params, query: 'page[size]=3' })
    expect(body.messages.map(({ content }) => content.text)).toEqual(
      Array.from({ length: 100 }, (_, n) => String(n + 1)),
    )
    expect(body.meta).toEqual({ hasMore: true, beforeCursor: body.messages[0]?.id })
    expect(body.links).toEqual({ prev: expect.stringContaining(`page[before]=${body.messages[0]?.id}`) })
  })

  test('goes on from a message that is gone', async () => {
    const { conversationId } = await makeGroup(app, [])
    const params = { appId, conversationId }
    const ids: string[] = []
    for (const text of ['a', 'b', 'c']) ids.push(await postText(client, params, text))
    await client.call(DeleteMessage, { params: { ...params, messageId: ids[1] ?? '' } })
    const after = await client.call(ListMessages, { params, query: `page[after]=${ids[1]}` })
    expect(after.body.messages.map(({ id }) => id)).toEqual([ids[2]])
    const before = await client.call(ListMessages, { params, query: `page[before]=${ids[1]}` })
    expect(before.body.messages.map(({ id }) => id)).toEqual([ids[0]])
  })
})

describe('deletion', () => {
  test('of one message leaves the others, and what was unread is no more', async () => {
    const userId = await makeUser(app)
    const { conversationId } = await makeGroup(app, [userId])
    const params = { appId, conversationId }
    const [first, second] = [await postText(client, params, 'a'), await postText(client, params, 'b')]
    const remove = (messageId: string) => client.call(DeleteMessage, { params: { ...params, messageId } })
    expect(await remove(first)).toMatchObject({ status: 200, body: {} })
    expect(await textsOf(client, params)).toEqual(['b'])
    const { body } = await client.call(ListParticipants, { params })
    expect(body.participants[0]?.unreadCount).toBe(1)
    expect(await remove(first)).toMatchObject(refused(404, 'not_found', 'Resource not found'))
    expect((await remove(second)).status).toBe(200)
  })

  test('of all leaves an empty conversation that goes on', async () => {
    const userId = await makeUser(app)
    const { conversationId } = await makeGroup(app, [userId])
    const params = { appId, conversationId }
    await postText(client, params, 'a')
    expect(await client.call(DeleteAllMessages, { params })).toMatchObject({ status: 200, body: {} })
    expect(await textsOf(client, params)).toEqual([])
    await postText(client, params, 'b')
    expect(await textsOf(client, params)).toEqual(['b'])
    expect((await client.call(ListParticipants, { params })).body.participants[0]?.unreadCount).toBe(1)
  })
})

describe('an Idempotency-Key', () => {
  const key = (value: string) => ({ 'idempotency-key': value })

  test('sent twenty times at once makes one message, and the same answer', async () => {
    const { conversationId } = await makeGroup(app, [])
    const params = { appId, conversationId }
    const post = () => client.call(PostMessage, { params, body: byBusiness('once'), headers: key('same') })
    const answers = await Promise.all(Array.from({ length: 20 }, post))
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1)
    expect(answers[0]?.status).toBe(201)
    expect(await textsOf(client, params)).toEqual(['once'])
  })

  test('of another message is refused', async () => {
    const { conversationId } = await makeGroup(app, [])
    const params = { appId, conversationId }
    await client.call(PostMessage, { params, body: byBusiness('one'), headers: key('k') })
    expect(await client.call(PostMessage, { params, body: byBusiness('two'), headers: key('k') })).toMatchObject(
      refused(422, 'idempotency_key_reused', 'The Idempotency-Key was used for another message'),
    )
    expect(await textsOf(client, params)).toEqual(['one'])
  })

  test('counts for one conversation only', async () => {
    const [a, b] = [await makeGroup(app, []), await makeGroup(app, [])]
    for (const { conversationId } of [a, b]) {
      const params = { appId, conversationId }
      expect((await client.call(PostMessage, { params, body: byBusiness('x'), headers: key('shared') })).status).toBe(
        201,
      )
      expect(await textsOf(client, params)).toEqual(['x'])
    }
  })

  test('of a post that was refused may be used again', async () => {
    const { conversationId } = await makePersonal(app)
    const params = { appId, conversationId }
    const stranger = byUser(await makeUser(app), 'x')
    expect((await client.call(PostMessage, { params, body: stranger, headers: key('again') })).status).toBe(400)
    expect((await client.call(PostMessage, { params, body: byBusiness('y'), headers: key('again') })).status).toBe(201)
  })

  test.each([
    ['empty', ''],
    ['longer than 255', 'x'.repeat(256)],
    ['with a space', 'a b'],
  ])('that is %s is refused', async (_, value) => {
    const { conversationId } = await makeGroup(app, [])
    const params = { appId, conversationId }
    expect(await client.call(PostMessage, { params, body: byBusiness('x'), headers: key(value) })).toMatchObject({
      status: 400,
    })
    const longest = await client.call(PostMessage, { params, body: byBusiness('x'), headers: key('x'.repeat(255)) })
    expect(longest.status).toBe(201)
  })
})

describe('a destination', () => {
  const post = (conversationId: string, destination: object, author: object = { type: 'business' }) =>
    client.call(PostMessage, {
      params: { appId, conversationId },
      body: { author, content: { type: 'text', text: 'x' }, destination },
    })

  test('of the type none makes a message that is kept and sent nowhere', async () => {
    const { conversationId } = await makePersonal(app)
    expect((await post(conversationId, { integrationType: 'none' })).status).toBe(201)
    expect(await textsOf(client, { appId, conversationId })).toEqual(['x'])
  })

  test.each([
    ['through which the user cannot be reached', { integrationType: 'whatsapp' }],
    ['that is not there', { integrationId: 'f'.repeat(24) }],
    ['that is nothing', {}],
    ['that is two', { integrationType: 'none', integrationId: 'f'.repeat(24) }],
  ])('%s is refused, and nothing is kept', async (_, destination) => {
    const { conversationId } = await makePersonal(app)
    const before = await rowCounts(pool)
    expect(await post(conversationId, destination)).toMatchObject(refused(400, 'bad_request'))
    expect(await rowCounts(pool)).toEqual(before)
  })

  test('is not for groups, and not for users', async () => {
    const { conversationId } = await makeGroup(app, [])
    expect(await post(conversationId, { integrationType: 'none' })).toMatchObject(refused(400, 'bad_request'))
    const personal = await makePersonal(app)
    const author = { type: 'user', userId: personal.userId }
    expect(await post(personal.conversationId, { integrationType: 'none' }, author)).toMatchObject(
      refused(400, 'bad_request'),
    )
  })
})
