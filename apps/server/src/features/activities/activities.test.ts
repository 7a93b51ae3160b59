import { GetConversation, PostActivity } from '@parhelion/contract'
import { expect, test } from 'vitest'
import { eventsOf, makeAppOfMany, makeGroup, makePersonal, makeUser } from '../../testing/conversation.ts'
import { refused } from '../../testing/refused.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer()
const app = await makeAppOfMany(server.account)
const { appId, client } = app

const post = (conversationId: string, author: object, type: string) =>
  client.call(PostActivity, { params: { appId, conversationId }, body: { author, type } })
const typesOf = async (conversationId: string) =>
  (await eventsOf(server.database.pool, appId, conversationId)).map(({ type }) => type)

test('what a user reads is told as an event', async () => {
  const { conversationId, userId } = await makePersonal(app)
  const author = { type: 'user', userId }
  expect(await post(conversationId, author, 'conversation:read')).toMatchObject({ status: 200, body: {} })
  expect((await eventsOf(server.database.pool, appId, conversationId)).at(-1)).toMatchObject({
    type: 'conversation:read',
    payload: {
      conversation: { id: conversationId },
      activity: {
        type: 'conversation:read',
        source: { type: 'api:conversations' },
        author: { ...author, user: { id: userId } },
      },
    },
  })
})

test('what the business reads is kept, and told to nobody', async () => {
  const { conversationId } = await makePersonal(app)
  const params = { appId, conversationId }
  expect((await client.call(GetConversation, { params })).body.conversation).not.toHaveProperty('businessLastRead')
  expect((await post(conversationId, { type: 'business' }, 'conversation:read')).status).toBe(200)
  const { body } = await client.call(GetConversation, { params })
  expect(body.conversation.businessLastRead).toMatch(/^\d{4}-.*\.\d{3}Z$/)
  expect(await typesOf(conversationId)).toEqual(['conversation:create'])
})

test('the business may type, and a user may not by this way', async () => {
  const { conversationId, userId } = await makePersonal(app)
  for (const type of ['typing:start', 'typing:stop']) {
    expect((await post(conversationId, { type: 'business', displayName: 'Lee' }, type)).status).toBe(200)
    expect(await post(conversationId, { type: 'user', userId }, type)).toMatchObject(
      refused(400, 'bad_request', ".type: should be 'conversation:read' for an author of the type user"),
    )
  }
})

test('nobody reads for a user who takes no part', async () => {
  const { conversationId } = await makeGroup(app, [])
  expect(await post(conversationId, { type: 'user', userId: await makeUser(app) }, 'conversation:read')).toMatchObject(
    refused(400, 'bad_request', '.author: should be a participant of the conversation'),
  )
  expect(await typesOf(conversationId)).toEqual(['conversation:create'])
})
