import {
  CreateClient,
  CreateIntegration,
  DeleteUser,
  DeleteUserPersonalInformation,
  GetDevice,
  ListClients,
  ListDevices,
  ListMessages,
  ListParticipants,
  PostMessage,
  RemoveClient,
} from '@parhelion/contract'
import { describe, expect, test, vi } from 'vitest'
import { byUser, eventsOf, makeAppOfMany, makeGroup, makePersonal, makeUser } from '../../testing/conversation.ts'
import { integrationSamples } from '../../testing/integration-samples.ts'
import { refused } from '../../testing/refused.ts'
import { exportTables, rowCounts } from '../../testing/tables.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer()
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const { pool } = server.database
const made = await client.call(CreateIntegration, {
  params: { appId },
  body: { type: 'twilio', ...integrationSamples.twilio.required },
})
const twilioId = made.body.integration.id

const link = (userId: string, conversationId: string, change: object = {}) =>
  client.call(CreateClient, {
    params: { appId, userIdOrExternalId: userId },
    body: {
      matchCriteria: { type: 'twilio', integrationId: twilioId, phoneNumber: '+1 514-555 5555' },
      confirmation: { type: 'immediate' },
      target: { conversationId },
      ...change,
    },
  })

/** A confirmation that begins with a message. */
const asked = (content: object) => ({
  confirmation: { type: 'immediate', message: { author: { type: 'business' }, content } },
})

describe('a client that is linked', () => {
  test('is pending, and told as an event of its user', async () => {
    const { userId, conversationId } = await makePersonal(app)
    const { status, body } = await link(userId, conversationId)
    expect(status).toBe(201)
    const id = expect.stringMatching(/^[0-9a-f]{24}$/)
    expect(body.client).toEqual({ id, type: 'twilio', status: 'pending', integrationId: twilioId })
    const list = await client.call(ListClients, { params: { appId, userIdOrExternalId: userId } })
    expect(list.body).toEqual({ clients: [body.client], meta: { hasMore: false } })
    expect((await eventsOf(pool, appId)).filter(({ type }) => type === 'client:add').at(-1)?.payload).toMatchObject({
      conversation: { id: conversationId },
      user: { id: userId },
      client: body.client,
      reason: 'channelLinking',
    })
  })

  test.each([
    [
      'an integration of another type',
      { matchCriteria: { type: 'whatsapp', integrationId: twilioId, phoneNumber: '+15145555555' } },
      400,
    ],
    [
      'an integration that is not there',
      { matchCriteria: { type: 'twilio', integrationId: 'f'.repeat(24), phoneNumber: '+15145555555' } },
      404,
    ],
    [
      'a number without its country',
      { matchCriteria: { type: 'twilio', integrationId: twilioId, phoneNumber: '5145555555' } },
      400,
    ],
    ['a type that cannot be linked', { matchCriteria: { type: 'messenger', integrationId: twilioId } }, 400],
    ['a conversation that is not there', { target: { conversationId: 'f'.repeat(24) } }, 404],
    ['activity of the user without a message', { confirmation: { type: 'userActivity' } }, 400],
    ['no target', { target: undefined }, 400],
    ['a message that is no text and no image', asked({ type: 'file', mediaUrl: 'https://example.com/x' }), 400],
    [
      'a message with a button that is no link',
      asked({ type: 'text', text: 'x', actions: [{ type: 'reply', text: 'x', payload: 'x' }] }),
      400,
    ],
  ])('is refused with %s, and nothing is kept', async (_, change, status) => {
    const { userId, conversationId } = await makePersonal(app)
    const before = await rowCounts(pool)
    expect(await link(userId, conversationId, change)).toMatchObject({ status })
    expect(await rowCounts(pool)).toEqual(before)
  })
})

describe('removal', () => {
  test('takes the client away and tells of it', async () => {
    const { userId, conversationId } = await makePersonal(app)
    const { body } = await link(userId, conversationId)
    const params = { appId, userIdOrExternalId: userId, clientId: body.client.id }
    expect(await client.call(RemoveClient, { params })).toMatchObject({ status: 200, body: {} })
    expect(await client.call(RemoveClient, { params })).toMatchObject(
      refused(404, 'client_not_found', 'Client not found'),
    )
    expect((await eventsOf(pool, appId)).filter(({ type }) => type === 'client:remove').at(-1)?.payload).toMatchObject({
      client: { id: body.client.id },
      reason: 'api',
    })
  })

  test('of the client of the SDKs is refused', async () => {
    const userId = await makeUser(app)
    await makeGroup(app, [userId], true)
    const list = await client.call(ListClients, { params: { appId, userIdOrExternalId: userId } })
    const clientId = list.body.clients[0]?.id ?? ''
    expect(await client.call(RemoveClient, { params: { appId, userIdOrExternalId: userId, clientId } })).toMatchObject(
      refused(400, 'bad_request', "Cannot remove a client of type 'sdk'"),
    )
  })

  test("of another user's client is refused", async () => {
    const { userId, conversationId } = await makePersonal(app)
    const { body } = await link(userId, conversationId)
    const params = { appId, userIdOrExternalId: await makeUser(app), clientId: body.client.id }
    expect(await client.call(RemoveClient, { params })).toMatchObject(refused(404, 'client_not_found'))
  })
})

test('one user who joins many groups at once has one client of the SDKs', async () => {
  const userId = await makeUser(app)
  await Promise.all(Array.from({ length: 10 }, () => makeGroup(app, [userId], true)))
  const { body } = await client.call(ListClients, { params: { appId, userIdOrExternalId: userId } })
  expect(body.clients.map(({ type }) => type)).toEqual(['sdk'])
})

test('a user without devices has none', async () => {
  const userIdOrExternalId = await makeUser(app)
  expect(await client.call(ListDevices, { params: { appId, userIdOrExternalId } })).toMatchObject({
    status: 200,
    body: { devices: [] },
  })
  const params = { appId, userIdOrExternalId, deviceId: 'f'.repeat(24) }
  expect(await client.call(GetDevice, { params })).toMatchObject(refused(404, 'device_not_found', 'Device not found'))
})

describe('a user who goes', () => {
  test('takes conversations, clients and messages along, leaves groups, and is told last', async () => {
    const userId = await makeUser(app)
    const { conversationId } = await makePersonal(app, userId)
    const group = await makeGroup(app, [userId], true)
    await client.call(PostMessage, { params: { appId, conversationId }, body: byUser(userId, 'mine') })
    await client.call(PostMessage, { params: group, body: byUser(userId, 'ours') })
    await link(userId, conversationId)
    await client.call(DeleteUser, { params: { appId, userIdOrExternalId: userId } })
    await vi.waitFor(async () => {
      const events = await eventsOf(pool, appId)
      expect(
        events.some(({ type, payload }) => type === 'user:remove' && (payload.user as { id: string }).id === userId),
      ).toBe(true)
    }, 60_000)
    expect(await client.call(ListMessages, { params: { appId, conversationId } })).toMatchObject({ status: 404 })
    expect((await client.call(ListParticipants, { params: group })).body.participants).toEqual([])
    expect((await client.call(ListMessages, { params: group })).body.messages).toHaveLength(1)
  })
})

describe('erasure', () => {
  test('reaches every table: names, pictures and metadata are nowhere, and what was written stays', async () => {
    const canary = 'Erasable-7f3a'
    const profile = {
      givenName: canary,
      surname: canary,
      email: `${canary}@example.com`,
      avatarUrl: `https://example.com/${canary}`,
    }
    const userId = await makeUser(app, { profile, metadata: { note: canary } })
    const { conversationId } = await makePersonal(app, userId)
    await client.call(PostMessage, { params: { appId, conversationId }, body: byUser(userId, 'stays') })
    await link(userId, conversationId)
    const holding = async () =>
      [...(await exportTables(pool))]
        .filter(([, rows]) => rows.some(row => row.includes(canary)))
        .map(([table]) => table)
    expect(await holding()).toEqual(expect.arrayContaining(['events', 'messages', 'users']))
    await client.call(DeleteUserPersonalInformation, { params: { appId, userIdOrExternalId: userId } })
    expect(await holding()).toEqual([])
    const { body } = await client.call(ListMessages, { params: { appId, conversationId } })
    expect(body.messages.map(({ content }) => content.text)).toEqual(['stays'])
  })
})
