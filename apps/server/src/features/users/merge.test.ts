import {
  CreateIntegration,
  GetConversation,
  GetUser,
  ListClients,
  ListConversations,
  ListDevices,
  ListMessages,
  ListParticipants,
  MergeUsers,
  PostMessage,
  SimulateDevice,
  SimulateIdentity,
  SimulateMessage,
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
import { rowCounts } from '../../testing/tables.ts'
import { makeApp, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { pool } = server.database
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const made = await client.call(CreateIntegration, { params: { appId }, body: { type: 'web' } })
const web = made.body.integration.id

const merge = (surviving: string, discarded: object) =>
  client.call(MergeUsers, { params: { appId, userIdOrExternalId: surviving }, body: { discarded } })
const post = (conversationId: string, body: object) =>
  client.call(PostMessage, { params: { appId, conversationId }, body })
const lastMerge = async () => (await eventsOf(pool, appId)).filter(({ type }) => type === 'user:merge').at(-1)?.payload

describe('of two users', () => {
  test('one stays, with what both knew; where both knew, its own counts', async () => {
    const one = await makeUser(app, { externalId: 'stays', profile: { givenName: 'Ann' }, metadata: { a: 1 } })
    const two = await makeUser(app, {
      externalId: 'goes',
      profile: { givenName: 'Bea', surname: 'Bo' },
      metadata: { a: 2, b: 3 },
    })
    await client.call(SimulateIdentity, {
      params: { appId },
      body: { userId: two, type: 'email', value: 'bea@example.com' },
    })
    const { status, body } = await merge(one, { userExternalId: 'goes' })
    expect(status).toBe(200)
    expect(body.user).toMatchObject({
      id: one,
      externalId: 'stays',
      authenticated: true,
      profile: { givenName: 'Ann', surname: 'Bo' },
      metadata: { a: 1, b: 3 },
      identities: [{ type: 'email', value: 'bea@example.com' }],
    })
    for (const gone of [two, 'goes'])
      expect(await client.call(GetUser, { params: { appId, userIdOrExternalId: gone } })).toMatchObject(
        refused(404, 'user_not_found'),
      )
    expect(await lastMerge()).toMatchObject({
      mergedUsers: { surviving: { id: one }, discarded: { id: two } },
      reason: 'api',
    })
  })

  test('metadata that does not fit any more is dropped, and told', async () => {
    const one = await makeUser(app, { metadata: { a: 'x'.repeat(4000) } })
    const two = await makeUser(app, { metadata: { big: 'y'.repeat(200), tiny: 1 } })
    const { body } = await merge(one, { userId: two })
    expect(Object.keys(body.user.metadata)).toEqual(['a', 'tiny'])
    expect(await lastMerge()).toMatchObject({ discardedMetadata: { big: 'y'.repeat(200) } })
  })

  test('the two default conversations become one, with all messages in the order in which they came', async () => {
    const [one, two] = [await makePersonal(app), await makePersonal(app)]
    await post(one.conversationId, byUser(one.userId, '1'))
    await post(two.conversationId, byBusiness('2'))
    await post(one.conversationId, byBusiness('3'))
    await post(two.conversationId, byUser(two.userId, '4'))
    await post(two.conversationId, byBusiness('5'))
    expect((await merge(one.userId, { userId: two.userId })).status).toBe(200)
    const params = { appId, conversationId: one.conversationId }
    const { body } = await client.call(ListMessages, { params })
    expect(body.messages.map(({ content }) => content.text)).toEqual(['1', '2', '3', '4', '5'])
    expect(body.messages.filter(({ author }) => author.type === 'user').map(({ author }) => author.userId)).toEqual([
      one.userId,
      one.userId,
    ])
    expect(await client.call(GetConversation, { params: { appId, conversationId: two.conversationId } })).toMatchObject(
      { status: 404 },
    )
    const { participants } = (await client.call(ListParticipants, { params })).body
    expect(participants).toMatchObject([{ userId: one.userId, unreadCount: 2 }])
    expect(await lastMerge()).toMatchObject({
      mergedConversations: { surviving: { id: one.conversationId }, discarded: { id: two.conversationId } },
    })
    await post(one.conversationId, byBusiness('6'))
    expect((await client.call(ListMessages, { params })).body.messages.at(-1)?.content.text).toBe('6')
  })

  test('a default conversation of the one who goes becomes that of the one who stays and has none', async () => {
    const one = await makeUser(app)
    const two = await makePersonal(app)
    await merge(one, { userId: two.userId })
    const { body } = await client.call(ListConversations, { params: { appId }, query: `filter[userId]=${one}` })
    expect(body.conversations).toMatchObject([{ id: two.conversationId, isDefault: true }])
  })

  test('groups, clients and devices go over, each once', async () => {
    const [one, two] = [await makeUser(app), await makeUser(app)]
    const both = await makeGroup(app, [one, two], true)
    const other = await makeGroup(app, [two], true)
    await client.call(SimulateMessage, {
      params: { appId },
      body: {
        integrationId: web,
        externalId: 'browser of two',
        userId: undefined,
        content: { type: 'text', text: 'x' },
      },
    })
    await client.call(SimulateDevice, {
      params: { appId },
      body: { userId: two, integrationId: web, type: 'web', guid: 'd' },
    })
    expect((await merge(one, { userId: two })).status).toBe(200)
    for (const group of [both, other]) {
      const { participants } = (await client.call(ListParticipants, { params: group })).body
      expect(participants.map(({ userId }) => userId)).toEqual([one])
      expect(participants[0]?.clientAssociations).toHaveLength(1)
    }
    const clients = await client.call(ListClients, { params: { appId, userIdOrExternalId: one } })
    expect(clients.body.clients.map(({ type }) => type)).toEqual(['sdk'])
    const devices = await client.call(ListDevices, { params: { appId, userIdOrExternalId: one } })
    expect(devices.body.devices).toMatchObject([{ guid: 'd', clientId: clients.body.clients[0]?.id }])
    expect(await lastMerge()).toMatchObject({ mergedClients: { surviving: { id: clients.body.clients[0]?.id } } })
  })
})

describe('a merge is refused', () => {
  test.each([
    ['with oneself', (self: string) => ({ userId: self }), 400],
    ['with nobody', () => ({}), 400],
    ['with two names', (self: string) => ({ userId: self, userExternalId: 'x' }), 400],
    ['with a user who is not there', () => ({ userId: 'f'.repeat(24) }), 404],
  ])('%s, and nothing changes', async (_, discarded, status) => {
    const self = await makeUser(app)
    const before = await rowCounts(pool)
    expect(await merge(self, discarded(self))).toMatchObject({ status })
    expect(await rowCounts(pool)).toEqual(before)
  })

  test("with another app's user", async () => {
    const other = await makeApp(server.account)
    const foreign = await makeUser(other)
    expect(await merge(await makeUser(app), { userId: foreign })).toMatchObject(refused(404, 'user_not_found'))
  })

  test('but for one of two at once, in whichever direction', async () => {
    const [one, two] = [await makeUser(app), await makeUser(app)]
    const answers = await Promise.all([merge(one, { userId: two }), merge(two, { userId: one })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
  })
})
