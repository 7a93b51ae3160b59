import {
  GetUser,
  JoinConversation,
  LeaveConversation,
  ListClients,
  ListParticipants,
  PostActivity,
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
} from '../../testing/conversation.ts'
import { refused } from '../../testing/refused.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer()
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const { pool } = server.database

const list = async (conversationId: string) =>
  (await client.call(ListParticipants, { params: { appId, conversationId } })).body.participants

describe('joining', () => {
  test('adds a user with a client of the SDKs, and tells of it', async () => {
    const { conversationId } = await makeGroup(app, [])
    const userId = await makeUser(app, { externalId: 'joins' })
    const { status, body } = await client.call(JoinConversation, {
      params: { appId, conversationId },
      body: { userExternalId: 'joins', subscribeSDKClient: true },
    })
    expect(status).toBe(201)
    const clients = await client.call(ListClients, { params: { appId, userIdOrExternalId: userId } })
    const [sdk] = clients.body.clients
    expect(sdk).toMatchObject({ type: 'sdk', status: 'active' })
    expect(body.participant).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      userId,
      userExternalId: 'joins',
      unreadCount: 0,
      clientAssociations: [{ type: 'sdk', clientId: sdk?.id }],
    })
    expect((await eventsOf(pool, appId, conversationId)).at(-1)).toMatchObject({
      type: 'conversation:join',
      payload: { conversation: { id: conversationId }, user: { id: userId } },
    })
  })

  test('twice changes nothing', async () => {
    const userId = await makeUser(app)
    const { conversationId } = await makeGroup(app, [userId])
    const params = { appId, conversationId }
    const [before] = await list(conversationId)
    const again = await client.call(JoinConversation, { params, body: { userId } })
    expect(again).toMatchObject({ status: 201, body: { participant: before } })
    expect(await list(conversationId)).toHaveLength(1)
    expect((await eventsOf(pool, appId, conversationId)).map(({ type }) => type)).not.toContain('conversation:join')
  })

  test('stops at ten, however many come at once', async () => {
    const users = await Promise.all(Array.from({ length: 15 }, () => makeUser(app)))
    const { conversationId } = await makeGroup(app, [])
    const params = { appId, conversationId }
    const answers = await Promise.all(users.map(userId => client.call(JoinConversation, { params, body: { userId } })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10)
    expect(answers.find(({ status }) => status !== 201)).toMatchObject(
      refused(400, 'bad_request', 'Too many participants'),
    )
    expect(await list(conversationId)).toHaveLength(10)
  })

  test('a personal conversation is refused', async () => {
    const { conversationId } = await makePersonal(app)
    const body = { userId: await makeUser(app) }
    expect(await client.call(JoinConversation, { params: { appId, conversationId }, body })).toMatchObject(
      refused(400, 'bad_request'),
    )
  })
})

describe('leaving', () => {
  test.each(['userId', 'userExternalId', 'participantId'])('works by %s, and tells of it', async name => {
    const externalId = `leaves by ${name}`
    const userId = await makeUser(app, { externalId })
    const { conversationId } = await makeGroup(app, [userId], true)
    const [participant] = await list(conversationId)
    const names: Record<string, unknown> = { userId, userExternalId: externalId, participantId: participant?.id }
    const params = { appId, conversationId }
    expect(await client.call(LeaveConversation, { params, body: { [name]: names[name] } })).toMatchObject({
      status: 200,
    })
    expect(await list(conversationId)).toEqual([])
    expect((await eventsOf(pool, appId, conversationId)).at(-1)).toMatchObject({
      type: 'conversation:leave',
      payload: { user: { id: userId } },
    })
    expect((await client.call(GetUser, { params: { appId, userIdOrExternalId: userId } })).status).toBe(200)
    expect(await client.call(LeaveConversation, { params, body: { userId } })).toMatchObject(
      refused(404, 'not_found', 'User is not a member of the conversation'),
    )
  })

  test.each([
    ['no name', {}],
    ['two names', { userId: 'a', participantId: 'b' }],
  ])('is refused with %s', async (_, body) => {
    const { conversationId } = await makeGroup(app, [])
    expect(await client.call(LeaveConversation, { params: { appId, conversationId }, body })).toMatchObject(
      refused(400, 'bad_request'),
    )
  })
})

describe('what is unread', () => {
  test('grows with what others write, and ends when the user reads or writes', async () => {
    const [reader, writer] = [await makeUser(app), await makeUser(app)]
    const { conversationId } = await makeGroup(app, [reader, writer])
    const params = { appId, conversationId }
    const unread = async () =>
      Object.fromEntries((await list(conversationId)).map(one => [one.userId, one.unreadCount]))
    await client.call(PostMessage, { params, body: byBusiness('1') })
    const last = await client.call(PostMessage, { params, body: byUser(writer, '2') })
    expect(await unread()).toEqual({ [reader]: 2, [writer]: 0 })
    const author = { type: 'user', userId: reader }
    expect(await client.call(PostActivity, { params, body: { author, type: 'conversation:read' } })).toMatchObject({
      status: 200,
    })
    expect(await unread()).toEqual({ [reader]: 0, [writer]: 0 })
    expect((await list(conversationId)).find(one => one.userId === reader)?.lastRead).toBe(
      last.body.messages[0]?.received,
    )
  })

  test('does not begin before the user came', async () => {
    const { conversationId } = await makeGroup(app, [])
    const params = { appId, conversationId }
    await client.call(PostMessage, { params, body: byBusiness('before') })
    await client.call(JoinConversation, { params, body: { userId: await makeUser(app) } })
    expect((await list(conversationId))[0]?.unreadCount).toBe(0)
  })
})
