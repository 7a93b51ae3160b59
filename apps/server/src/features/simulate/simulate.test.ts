import {
  CreateClient,
  CreateIntegration,
  GetDevice,
  GetUser,
  ListClients,
  ListDevices,
  ListMessages,
  ListParticipants,
  ListUsers,
  PostMessage,
  SimulateActivity,
  SimulateDevice,
  SimulateIdentity,
  SimulateLinking,
  SimulateMessage,
  SimulatePostback,
  UpdateApp,
} from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { byBusiness, eventsOf, makeAppOfMany, makePersonal, makeUser, textsOf } from '../../testing/conversation.ts'
import { integrationSamples } from '../../testing/integration-samples.ts'
import { refused } from '../../testing/refused.ts'
import { makeApp, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { pool } = server.database
const app = await makeAppOfMany(server.account)
const { appId, client } = app

const integrate = async (type: 'web' | 'twilio') =>
  (await client.call(CreateIntegration, { params: { appId }, body: { type, ...integrationSamples[type].required } }))
    .body.integration.id
const [web, twilio] = [await integrate('web'), await integrate('twilio')]

const say = (body: object) =>
  client.call(SimulateMessage, { params: { appId }, body: { content: { type: 'text', text: 'Hi' }, ...body } })

describe('a message through a channel', () => {
  test('from somebody new makes a user with a client and a default conversation, all told in order', async () => {
    const externalId = '+15145550001'
    const { status, body } = await say({ integrationId: twilio, externalId, profile: { givenName: 'Ann' } })
    expect(status).toBe(201)
    const { conversationId, userId, clientId } = body
    expect(body.message).toMatchObject({
      author: { type: 'user', userId, displayName: 'Ann' },
      content: { type: 'text', text: 'Hi' },
      source: { type: 'twilio', integrationId: twilio },
    })
    const clients = await client.call(ListClients, { params: { appId, userIdOrExternalId: userId } })
    expect(clients.body.clients).toMatchObject([{ id: clientId, type: 'twilio', externalId, status: 'active' }])
    const { body: list } = await client.call(ListParticipants, { params: { appId, conversationId } })
    expect(list.participants).toMatchObject([{ userId, clientAssociations: [{ type: 'twilio', clientId }] }])
    const events = await eventsOf(pool, appId, conversationId)
    expect(events.map(({ type, payload }) => [type, payload.creationReason])).toEqual([
      ['conversation:create', 'message'],
      ['conversation:message', undefined],
    ])
  })

  test('from somebody known goes into the same conversation', async () => {
    const first = await say({ integrationId: web, externalId: 'browser' })
    const second = await say({ integrationId: web, externalId: 'browser', content: { type: 'text', text: 'again' } })
    expect(second.body).toMatchObject({ userId: first.body.userId, conversationId: first.body.conversationId })
    expect(await textsOf(client, { appId, conversationId: first.body.conversationId })).toEqual(['Hi', 'again'])
  })

  test('lets the business choose that channel from then on', async () => {
    const { body } = await say({ integrationId: twilio, externalId: '+15145550002' })
    const answer = (destination: object) =>
      client.call(PostMessage, {
        params: { appId, conversationId: body.conversationId },
        body: { ...byBusiness('Hello'), destination },
      })
    expect((await answer({ integrationId: twilio })).status).toBe(201)
    expect((await answer({ integrationType: 'twilio' })).status).toBe(201)
    expect(await answer({ integrationType: 'whatsapp' })).toMatchObject(refused(400, 'bad_request'))
  })

  test('may be the choice of a reply, or the answer to a form with its text', async () => {
    const { body } = await say({
      integrationId: web,
      externalId: 'chooser',
      content: { type: 'text', text: 'Yes', payload: 'YES' },
    })
    expect(body.message.content).toEqual({ type: 'text', text: 'Yes', payload: 'YES' })
    const fields = [
      { type: 'text', name: 'order', label: 'Order', text: '4711' },
      { type: 'select', name: 'food', label: 'Food', select: [{ name: 'tacos', label: 'Tacos' }] },
    ]
    const answered = await say({ integrationId: web, externalId: 'chooser', content: { type: 'formResponse', fields } })
    expect(answered.body.message.content).toEqual({
      type: 'formResponse',
      fields,
      textFallback: 'Order: 4711\nFood: Tacos',
    })
  })

  test('that answers a form quotes it, and submits it once', async () => {
    const { body } = await say({ integrationId: web, externalId: 'form filler' })
    const at = { appId, conversationId: body.conversationId }
    const form = { type: 'form', fields: [{ type: 'text', name: 'n', label: 'N' }] }
    const posted = await client.call(PostMessage, { params: at, body: { author: { type: 'business' }, content: form } })
    const quotedMessageId = posted.body.messages[0]?.id
    const answer = (text: string) =>
      say({
        integrationId: web,
        externalId: 'form filler',
        content: { type: 'formResponse', fields: [{ type: 'text', name: 'n', label: 'N', text, quotedMessageId }] },
      })
    const { body: answered } = await answer('Ann')
    expect(answered.message.quotedMessage).toMatchObject({
      type: 'message',
      message: { id: quotedMessageId, content: { submitted: true } },
    })
    expect(answered.message.content).toEqual({
      type: 'formResponse',
      fields: [{ type: 'text', name: 'n', label: 'N', text: 'Ann' }],
      textFallback: 'N: Ann',
    })
    const list = await client.call(ListMessages, { params: at })
    expect(list.body.messages.find(({ id }) => id === quotedMessageId)?.content.submitted).toBe(true)
    expect(await answer('Bea')).toMatchObject(
      refused(400, 'bad_request', '.content.fields: the form was answered before'),
    )
  })

  test.each([
    ['an integration that is not there', { integrationId: 'f'.repeat(24), externalId: 'x' }, 404],
    ['nobody', { integrationId: web }, 400],
    ['a user who is not there', { integrationId: web, userId: 'f'.repeat(24) }, 404],
    [
      'buttons',
      { integrationId: web, externalId: 'x', content: { type: 'text', text: 'x', actions: [], payload: 1 } },
      400,
    ],
    ['a carousel', { integrationId: web, externalId: 'x', content: { type: 'carousel', items: [] } }, 400],
  ])('from %s is refused', async (_, body, status) => {
    expect(await say(body)).toMatchObject({ status, body: { errors: [expect.anything()] } })
  })

  test('of twenty at once from one new user makes one user', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        say({ integrationId: web, externalId: 'crowd', content: { type: 'text', text: String(index) } }),
      ),
    )
    const done = answers.filter(({ status }) => status === 201)
    expect(done.length).toBeGreaterThan(0)
    const again = await say({ integrationId: web, externalId: 'crowd' })
    expect(again.status).toBe(201)
  })
})

describe('a tap on a button', () => {
  test('is told as an event, and is a message where the app wants that', async () => {
    const { conversationId, userId } = await makePersonal(app)
    const tap = () =>
      client.call(SimulatePostback, {
        params: { appId },
        body: { userId, conversationId, payload: 'TAP', text: 'Tap', metadata: { a: 1 } },
      })
    expect(await tap()).toMatchObject({ status: 200, body: {} })
    expect((await eventsOf(pool, appId, conversationId)).at(-1)).toMatchObject({
      type: 'conversation:postback',
      payload: { postback: { payload: 'TAP', metadata: { a: 1 } }, user: { id: userId } },
    })
    expect(await textsOf(client, { appId, conversationId })).toEqual([])
    await client.call(UpdateApp, {
      params: { appId },
      body: { settings: { multiConvoEnabled: true, echoPostback: true } },
    })
    await tap()
    expect(await textsOf(client, { appId, conversationId })).toEqual(['Tap'])
  })
})

test.each(['conversation:read', 'typing:start', 'typing:stop'])('%s of a user is told as an event', async type => {
  const { conversationId, userId } = await makePersonal(app)
  const body = { userId, conversationId, integrationId: web, type }
  expect(await client.call(SimulateActivity, { params: { appId }, body })).toMatchObject({ status: 200 })
  expect((await eventsOf(pool, appId, conversationId)).at(-1)).toMatchObject({
    type: type === 'conversation:read' ? type : 'conversation:typing',
    payload: { activity: { type, source: { type: 'web', integrationId: web }, author: { userId } } },
  })
})

test('a device belongs to the SDKs of its user, and the one last seen comes first', async () => {
  const userId = await makeUser(app)
  const add = async (guid: string) =>
    (
      await client.call(SimulateDevice, {
        params: { appId },
        body: { userId, integrationId: web, type: 'web', guid, info: { browser: 'x' } },
      })
    ).body.device
  const [first, second] = [await add('a'), await add('b')]
  expect(first).toMatchObject({ type: 'web', guid: 'a', status: 'active', integrationId: web, info: { browser: 'x' } })
  const list = await client.call(ListDevices, { params: { appId, userIdOrExternalId: userId } })
  expect(list.body.devices.map(({ id }) => id)).toEqual([second.id, first.id])
  const got = await client.call(GetDevice, { params: { appId, userIdOrExternalId: userId, deviceId: first.id } })
  expect(got.body.device).toEqual(first)
  const foreign = await client.call(GetDevice, {
    params: { appId, userIdOrExternalId: await makeUser(app), deviceId: first.id },
  })
  expect(foreign).toMatchObject(refused(404, 'device_not_found'))
})

test('an identity makes a user one who has proven who they are, and one who is found by it', async () => {
  const userId = await makeUser(app)
  const identity = { type: 'email', value: 'proven@example.com' }
  const { body } = await client.call(SimulateIdentity, { params: { appId }, body: { userId, ...identity } })
  expect(body.user).toMatchObject({
    id: userId,
    authenticated: true,
    identities: [{ ...identity, verification: 'sso' }],
  })
  const found = await client.call(ListUsers, {
    params: { appId },
    query: 'filter[identities.email]=proven@example.com',
  })
  expect(found.body.users.map(({ id }) => id)).toEqual([userId])
  expect((await eventsOf(pool, appId)).filter(({ type }) => type === 'user:update').at(-1)?.payload).toMatchObject({
    user: { id: userId },
    reason: 'authentication',
  })
})

describe('a client that is linked', () => {
  async function link() {
    const { conversationId, userId } = await makePersonal(app)
    const { body } = await client.call(CreateClient, {
      params: { appId, userIdOrExternalId: userId },
      body: {
        matchCriteria: { type: 'twilio', integrationId: twilio, phoneNumber: '+15145555555' },
        confirmation: { type: 'prompt' },
        target: { conversationId },
      },
    })
    const clientId = body.client.id
    const tell = (outcome: string, more: object = {}) =>
      client.call(SimulateLinking, { params: { appId }, body: { userId, clientId, outcome, ...more } })
    const reasons = async () =>
      (await eventsOf(pool, appId))
        .filter(({ payload }) => (payload.client as { id?: string } | undefined)?.id === clientId)
        .map(({ type, payload }) => `${type} ${payload.reason}`)
    return { conversationId, userId, clientId, tell, reasons }
  }

  test('is found, then agreed to, and takes part in its conversation', async () => {
    const { conversationId, clientId, tell, reasons } = await link()
    expect((await tell('matched', { externalId: '+15145559999' })).body.client).toMatchObject({
      status: 'pending',
      externalId: '+15145559999',
    })
    expect((await tell('confirmed')).body.client).toMatchObject({ status: 'active' })
    expect(await reasons()).toEqual(['client:add channelLinking', 'client:update matched', 'client:update confirmed'])
    const { body } = await client.call(ListParticipants, { params: { appId, conversationId } })
    expect(body.participants[0]?.clientAssociations).toEqual([{ type: 'twilio', clientId }])
  })

  test.each(['linkFailed', 'linkCancelled'])('goes when the channel tells %s', async outcome => {
    const { userId, tell, reasons } = await link()
    expect((await tell(outcome)).status).toBe(200)
    expect(await reasons()).toEqual(['client:add channelLinking', `client:remove ${outcome}`])
    const list = await client.call(ListClients, { params: { appId, userIdOrExternalId: userId } })
    expect(list.body.clients).toEqual([])
  })

  test('is blocked and unblocked by its user', async () => {
    const { tell } = await link()
    expect((await tell('blocked')).body.client.status).toBe('blocked')
    expect((await tell('unblocked')).body.client.status).toBe('active')
  })
})

test('in production there is no simulation', async () => {
  const production = await testServer({ beside: server, config: { mode: 'production' } })
  const { appId: there, key } = await makeApp(server.account)
  const answer = await production.anonymous.as(key).call(SimulateMessage, { params: { appId: there }, body: {} })
  expect(answer).toMatchObject(refused(404, 'not_found'))
  expect(
    (await production.anonymous.as(key).call(GetUser, { params: { appId: there, userIdOrExternalId: 'x' } })).status,
  ).toBe(404)
  expect((await client.call(ListMessages, { params: { appId, conversationId: 'x' } })).status).toBe(404)
})
