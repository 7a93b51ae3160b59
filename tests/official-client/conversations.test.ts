import { describe, expect, test } from 'vitest'
import { makeAppOfMany } from '../../apps/server/src/testing/conversation.ts'
import { integrationSamples } from '../../apps/server/src/testing/integration-samples.ts'
import { makeCustom, testServer } from '../../apps/server/src/testing/test-server.ts'
import { call, official, withBasic, withToken } from './client.ts'

const server = await testServer()
const { address } = server.account
const EMPTY = '{}'
const missing = { status: 404 }

/** A model of the client with values, as its users fill it. */
const model = (name: string, values: object) => Object.assign(new (official[name] as new () => object)(), values)

describe.each([
  ['Basic authentication', withBasic],
  ['a bearer token', withToken],
] as const)('the official client with %s', (_, as) => {
  test('drives users, groups, lists and what is written, and takes all of it away again', async () => {
    const { appId, key } = await makeAppOfMany(server.account)
    const app = await as(address, key, 'app')
    const make = async (externalId: string) =>
      (await call(app.users, 'createUser', appId, model('UserCreateBody', { externalId }))).user
    const [ann, bea] = [await make('ann'), await make('bea')]
    await expect(make('ann')).rejects.toMatchObject({ status: 409 })
    const updated = await call(app.users, 'updateUser', appId, 'ann', { profile: { givenName: 'Ann' } })
    expect(updated.user).toMatchObject({ id: ann?.id, profile: { givenName: 'Ann' } })
    expect((await call(app.users, 'getUser', appId, 'ann')).user).toMatchObject({ id: ann?.id })

    const { conversation } = await call(
      app.conversations,
      'createConversation',
      appId,
      model('ConversationCreateBody', {
        type: 'sdkGroup',
        participants: [{ userId: ann?.id, subscribeSDKClient: true }],
      }),
    )
    const id = conversation?.id
    const joined = await call(app.participants, 'joinConversation', appId, id, {
      userExternalId: 'bea',
      subscribeSDKClient: false,
    })
    expect(joined.participant).toMatchObject({ userId: bea?.id, unreadCount: 0 })
    const renamed = await call(app.conversations, 'updateConversation', appId, id, { displayName: 'Team' })
    expect(renamed.conversation).toMatchObject({ id, displayName: 'Team' })
    const list = await call(app.conversations, 'listConversations', appId, { userId: ann?.id })
    expect(list.conversations).toMatchObject([{ id, displayName: 'Team' }])

    const say = async (text: string) =>
      (
        await call(app.messages, 'postMessage', appId, id, {
          author: { type: 'user', userId: ann?.id },
          content: { type: 'text', text },
        })
      ).messages?.[0]
    const [one, two] = [await say('one'), await say('two')]
    const before = { page: Object.assign(new (official.Page as new () => object)(), { before: two?.id }) }
    expect((await call(app.messages, 'listMessages', appId, id, before)).messages).toMatchObject([{ id: one?.id }])
    expect(await call(app.messages, 'deleteMessage', appId, id, one?.id)).toEqual(EMPTY)
    const business = { author: { type: 'business' }, type: 'conversation:read' }
    expect(await call(app.activities, 'postActivity', appId, id, business)).toEqual(EMPTY)
    expect((await call(app.conversations, 'getConversation', appId, id)).conversation).toHaveProperty(
      'businessLastRead',
    )

    expect(await call(app.participants, 'leaveConversation', appId, id, { userId: bea?.id })).toEqual(EMPTY)
    await expect(call(app.participants, 'leaveConversation', appId, id, { userId: bea?.id })).rejects.toMatchObject(
      missing,
    )
    expect(await call(app.conversations, 'deleteConversation', appId, id)).toEqual(EMPTY)
    await expect(call(app.conversations, 'getConversation', appId, id)).rejects.toMatchObject(missing)
  })

  test('drives switchboards and every control action', async () => {
    const { appId, key, client } = await makeAppOfMany(server.account)
    const [bot, desk] = [await makeCustom(client, appId), await makeCustom(client, appId)]
    const app = await as(address, key, 'app')
    const asDesk = await as(address, desk.key, 'integration')
    const { switchboard } = await call(app.switchboards, 'createSwitchboard', appId)
    const board = switchboard?.id
    expect((await call(app.switchboards, 'listSwitchboards', appId)).switchboards).toEqual([switchboard])
    const add = async (name: string, integrationId: string) =>
      (await call(app.switchboardIntegrations, 'createSwitchboardIntegration', appId, board, { name, integrationId }))
        .switchboardIntegration
    const [first, second] = [await add('bot', bot.integrationId), await add('desk', desk.integrationId)]
    const members = await call(app.switchboardIntegrations, 'listSwitchboardIntegrations', appId, board)
    expect(members.switchboardIntegrations).toEqual([first, second])
    await call(app.switchboards, 'updateSwitchboard', appId, board, {
      enabled: true,
      defaultSwitchboardIntegrationId: first?.id,
    })
    const { conversation } = await call(app.conversations, 'createConversation', appId, { type: 'sdkGroup' })
    const id = conversation?.id
    const active = async () => {
      const { conversation: now } = await call(app.conversations, 'getConversation', appId, id)
      return (now?.activeSwitchboardIntegration as { name: string } | undefined)?.name
    }
    const { switchboardActions: act } = app
    expect(await call(act, 'offerControl', appId, id, { switchboardIntegration: 'desk' })).toEqual(EMPTY)
    expect(await call(asDesk.switchboardActions, 'acceptControl', appId, id, {})).toEqual(EMPTY)
    expect(await active()).toBe('desk')
    expect(await call(act, 'passControl', appId, id, { switchboardIntegration: first?.id })).toEqual(EMPTY)
    expect(await active()).toBe('bot')
    await expect(call(asDesk.switchboardActions, 'releaseControl', appId, id)).rejects.toMatchObject({ status: 403 })
    expect(await call(act, 'releaseControl', appId, id)).toEqual(EMPTY)
    expect(await active()).toBeUndefined()
    const remove = ['deleteSwitchboardIntegration', appId, board, second?.id] as const
    expect(await call(app.switchboardIntegrations, ...remove)).toEqual(EMPTY)
    expect(await call(app.switchboards, 'deleteSwitchboard', appId, board)).toEqual(EMPTY)
    expect((await call(app.switchboards, 'listSwitchboards', appId)).switchboards).toEqual([])
  })

  test('links and removes clients', async () => {
    const { appId, key } = await makeAppOfMany(server.account)
    const app = await as(address, key, 'app')
    const { integration } = await call(app.integrations, 'createIntegration', appId, {
      type: 'twilio',
      ...integrationSamples.twilio.required,
    })
    const { user } = await call(app.users, 'createUser', appId, {})
    const { conversation } = await call(app.conversations, 'createConversation', appId, {
      type: 'personal',
      participants: [{ userId: user?.id }],
    })
    const { client } = await call(app.clients, 'createClient', appId, user?.id, {
      matchCriteria: { type: 'twilio', integrationId: integration?.id, phoneNumber: '+15145555555' },
      confirmation: { type: 'immediate' },
      target: { conversationId: conversation?.id },
    })
    expect(client).toMatchObject({ type: 'twilio', status: 'pending', integrationId: integration?.id })
    expect((await call(app.clients, 'listClients', appId, user?.id)).clients).toEqual([client])
    expect((await call(app.devices, 'listDevices', appId, user?.id)).devices).toEqual([])
    expect(await call(app.clients, 'removeClient', appId, user?.id, client?.id)).toEqual(EMPTY)
    expect((await call(app.clients, 'listClients', appId, user?.id)).clients).toEqual([])
  })
})
