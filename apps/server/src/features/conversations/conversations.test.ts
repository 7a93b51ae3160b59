import {
  CreateConversation,
  DeleteConversation,
  DownloadMessageRef,
  GetConversation,
  ListConversations,
  PostConversionEvents,
  UpdateConversation,
} from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { eventsOf, makeAppOfMany, makeGroup, makePersonal, makeUser, postText } from '../../testing/conversation.ts'
import { refused } from '../../testing/refused.ts'
import { rowCounts } from '../../testing/tables.ts'
import { makeApp, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const { pool } = server.database

const create = (body: object, of = app) => of.client.call(CreateConversation, { params: { appId: of.appId }, body })

describe('a personal conversation', () => {
  test('is the default one of its user when it is the first, and tells of itself', async () => {
    const externalId = 'first 🌞'
    const userId = await makeUser(app, { externalId })
    const { status, body } = await create({
      type: 'personal',
      participants: [{ userExternalId: externalId }],
      displayName: 'Order',
      description: 'About an order',
      iconUrl: 'https://example.com/i.png',
      metadata: { lang: 'en' },
    })
    expect(status).toBe(201)
    expect(body.conversation).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      type: 'personal',
      isDefault: true,
      displayName: 'Order',
      description: 'About an order',
      iconUrl: 'https://example.com/i.png',
      metadata: { lang: 'en' },
      lastUpdatedAt: body.conversation.createdAt,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
    const [event] = await eventsOf(pool, appId, body.conversation.id)
    expect(event).toMatchObject({
      type: 'conversation:create',
      seq: 1,
      payload: {
        conversation: { id: body.conversation.id, type: 'personal', metadata: { lang: 'en' } },
        creationReason: 'none',
        source: { type: 'api:conversations' },
        user: { id: userId, externalId },
      },
    })
  })

  test('is not the default one when there is another', async () => {
    const { userId } = await makePersonal(app)
    expect((await makePersonal(app, userId)).conversation.isDefault).toBe(false)
  })

  test('cannot be a second one without multiConvoEnabled', async () => {
    const single = await makeApp(server.account)
    const { userId } = await makePersonal(single)
    const before = await rowCounts(pool)
    expect(await create({ type: 'personal', participants: [{ userId }] }, single)).toMatchObject(
      refused(400, 'bad_request'),
    )
    expect(await rowCounts(pool)).toEqual(before)
  })

  test('made twenty times at once for one user leaves one default', async () => {
    const userId = await makeUser(app)
    const made = await Promise.all(Array.from({ length: 20 }, () => makePersonal(app, userId)))
    expect(made.filter(({ conversation }) => conversation.isDefault)).toHaveLength(1)
  })

  test('made twice at once for each of a hundred users leaves each of them one default', async () => {
    const made = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const userId = await makeUser(app)
        return Promise.all([makePersonal(app, userId), makePersonal(app, userId)])
      }),
    )
    for (const both of made) expect(both.filter(({ conversation }) => conversation.isDefault)).toHaveLength(1)
  })

  test('made twice at once without multiConvoEnabled is made once', async () => {
    const single = await makeApp(server.account)
    for (let trial = 0; trial < 20; trial++) {
      const participants = [{ userId: await makeUser(single) }]
      const both = await Promise.all([1, 2].map(() => create({ type: 'personal', participants }, single)))
      expect(both.map(({ status }) => status).sort()).toEqual([201, 400])
    }
  })

  test.each([
    ['no participants', {}],
    ['an empty list', { participants: [] }],
    ['two', { participants: [{ userId: 'a' }, { userId: 'b' }] }],
    ['a participant without a name', { participants: [{}] }],
    ['a participant with two names', { participants: [{ userId: 'a', userExternalId: 'b' }] }],
  ])('is refused with %s', async (_, body) => {
    expect(await create({ type: 'personal', ...body })).toMatchObject(refused(400, 'bad_request'))
  })

  test('of a user who is not there is refused, and nothing is left', async () => {
    const before = await rowCounts(pool)
    const answer = await create({ type: 'personal', participants: [{ userId: 'f'.repeat(24) }] })
    expect(answer).toMatchObject(refused(404, 'user_not_found', 'User not found'))
    expect(await rowCounts(pool)).toEqual(before)
  })
})

describe('a group', () => {
  test('needs nobody, and is never a default', async () => {
    const { status, body } = await create({ type: 'sdkGroup' })
    expect(status).toBe(201)
    expect(body.conversation).toMatchObject({ type: 'sdkGroup', isDefault: false })
  })

  test('takes ten users and no eleventh', async () => {
    const users = await Promise.all(Array.from({ length: 11 }, () => makeUser(app)))
    const participants = users.map(userId => ({ userId, subscribeSDKClient: false }))
    expect((await create({ type: 'sdkGroup', participants: participants.slice(1) })).status).toBe(201)
    expect(await create({ type: 'sdkGroup', participants })).toMatchObject(refused(400, 'bad_request'))
  })

  test('has to be told who subscribes', async () => {
    const userId = await makeUser(app)
    expect(await create({ type: 'sdkGroup', participants: [{ userId }] })).toMatchObject(
      refused(400, 'bad_request', ".participants[0]: should have required property 'subscribeSDKClient' in a group"),
    )
  })
})

describe('changes', () => {
  test('keep what is not sent, and null clears', async () => {
    const { conversationId } = await makeGroup(app, [])
    const params = { appId, conversationId }
    await client.call(UpdateConversation, { params, body: { displayName: 'A', description: 'B', metadata: { a: 1 } } })
    const { body } = await client.call(UpdateConversation, { params, body: { displayName: null } })
    expect(body.conversation).not.toHaveProperty('displayName')
    expect(body.conversation).toMatchObject({ description: 'B', metadata: { a: 1 } })
    const cleared = await client.call(UpdateConversation, { params, body: { metadata: null, description: null } })
    expect(Object.keys(cleared.body.conversation)).not.toEqual(expect.arrayContaining(['metadata']))
    expect(await client.call(GetConversation, { params })).toMatchObject({ status: 200, body: cleared.body })
  })

  test('refuse metadata of more than 4096 bytes', async () => {
    const { conversationId } = await makeGroup(app, [])
    const params = { appId, conversationId }
    const change = (note: string) => client.call(UpdateConversation, { params, body: { metadata: { note } } })
    expect((await change('é'.repeat(2046))).status).toBe(200)
    expect(await change(`${'é'.repeat(2046)}x`)).toMatchObject(
      refused(400, 'bad_request', 'Conversation metadata is limited to 4096 bytes in size.'),
    )
  })
})

describe('removal', () => {
  test('takes messages and participants along, and tells of it', async () => {
    const before = await rowCounts(pool)
    const userId = await makeUser(app)
    const { conversationId } = await makeGroup(app, [userId], true)
    await postText(client, { appId, conversationId }, 'Hello')
    const params = { appId, conversationId }
    expect(await client.call(DeleteConversation, { params })).toMatchObject({ status: 200, body: {} })
    expect(await client.call(GetConversation, { params })).toMatchObject(
      refused(404, 'conversation_not_found', 'Conversation not found'),
    )
    const { conversations, participants, messages, client_associations } = await rowCounts(pool)
    expect({ conversations, participants, messages, client_associations }).toEqual({
      conversations: before.conversations,
      participants: before.participants,
      messages: before.messages,
      client_associations: before.client_associations,
    })
    const events = await eventsOf(pool, appId, conversationId)
    expect(events.at(-1)).toMatchObject({
      type: 'conversation:remove',
      payload: { conversation: { id: conversationId } },
    })
  })

  test('of the default one is refused', async () => {
    const { conversationId } = await makePersonal(app)
    expect(await client.call(DeleteConversation, { params: { appId, conversationId } })).toMatchObject(
      refused(400, 'bad_request', `Conversation ${conversationId} cannot be deleted because it is the default.`),
    )
  })
})

describe('the list', () => {
  test('shows the conversations of one user page by page, oldest first, both ways', async () => {
    const { userId, conversationId } = await makePersonal(app)
    const others = [await makePersonal(app, userId), await makeGroup(app, [userId]), await makePersonal(app, userId)]
    await makePersonal(app)
    const ids = [conversationId, ...others.map(one => one.conversationId)]
    const list = async (query: string) => {
      const { body } = await client.call(ListConversations, {
        params: { appId },
        query: `filter[userId]=${userId}&${query}`,
      })
      return { ids: body.conversations.map(({ id }) => id), ...body.meta }
    }
    expect(await list('page[size]=2')).toEqual({ ids: ids.slice(0, 2), hasMore: true, afterCursor: ids[1] })
    expect(await list(`page[size]=2&page[after]=${ids[1]}`)).toEqual({
      ids: ids.slice(2),
      hasMore: false,
      beforeCursor: ids[2],
    })
    expect((await list(`page[size]=2&page[before]=${ids[3]}`)).ids).toEqual(ids.slice(1, 3))
  })

  test.each([
    ['without a user', ''],
    ['with two users', 'filter[userId]=a&filter[userExternalId]=b'],
    ['with both cursors', `filter[userId]=a&page[after]=${'0'.repeat(24)}&page[before]=${'0'.repeat(24)}`],
  ])('is refused %s', async (_, query) => {
    expect(await client.call(ListConversations, { params: { appId }, query })).toMatchObject({ status: 400 })
  })
})

describe('what needs a channel that is not connected', () => {
  test('is refused, and never made up', async () => {
    const { conversationId, userId } = await makePersonal(app)
    const params = { appId, conversationId }
    const title = 'The channel is not connected'
    expect(await client.call(DownloadMessageRef, { params, body: { userId } })).toMatchObject(
      refused(400, 'bad_request', title),
    )
    const events = { payload: { data: [] } }
    expect(await client.call(PostConversionEvents, { params, body: { whatsapp: events } })).toMatchObject(
      refused(400, 'bad_request', title),
    )
    expect(
      await client.call(PostConversionEvents, { params, body: { whatsapp: events, messenger: events } }),
    ).toMatchObject(refused(400, 'bad_request'))
  })
})
