import { describe, expect, test } from 'vitest'
import { makeAppOfMany } from '../../apps/server/src/testing/conversation.ts'
import { makeCustom, testServer } from '../../apps/server/src/testing/test-server.ts'
import { call, official, withBasic, withToken } from './client.ts'

const server = await testServer()
const { address } = server.account
const hex = expect.stringMatching(/^[0-9a-f]{24}$/)
const EMPTY = '{}'

/** A model of the client with values, as its users fill it. */
const model = (name: string, values: object) => Object.assign(new (official[name] as new () => object)(), values)
const author = { type: 'business', displayName: 'Bot' }

describe.each([
  ['Basic authentication', withBasic],
  ['a bearer token', withToken],
] as const)('the official client with %s', (_, as) => {
  test('holds a whole support case: user, conversation, bot, hand-over to an agent, file, form, closing, erasure', async () => {
    const { appId, key, client } = await makeAppOfMany(server.account)
    const [bot, desk] = [await makeCustom(client, appId), await makeCustom(client, appId)]
    const app = await as(address, key, 'app')
    const asBot = await as(address, bot.key, 'integration')
    const asDesk = await as(address, desk.key, 'integration')

    const { switchboard } = await call(app.switchboards, 'createSwitchboard', appId)
    const board = switchboard?.id
    const add = async (name: string, integrationId: string) =>
      (await call(app.switchboardIntegrations, 'createSwitchboardIntegration', appId, board, { name, integrationId }))
        .switchboardIntegration
    const [first, second] = [await add('bot', bot.integrationId), await add('desk', desk.integrationId)]
    await call(app.switchboardIntegrations, 'updateSwitchboardIntegration', appId, board, first?.id, {
      nextSwitchboardIntegrationId: second?.id,
    })
    await call(app.switchboards, 'updateSwitchboard', appId, board, {
      enabled: true,
      defaultSwitchboardIntegrationId: first?.id,
    })

    const profile = { givenName: 'Steve', surname: 'Brule', email: 'steve@example.com' }
    const { user } = await call(
      asBot.users,
      'createUser',
      appId,
      model('UserCreateBody', { externalId: 'steve', profile }),
    )
    expect(user).toMatchObject({ id: hex, externalId: 'steve', profile: { givenName: 'Steve' } })
    const { conversation } = await call(
      asBot.conversations,
      'createConversation',
      appId,
      model('ConversationCreateBody', { type: 'personal', participants: [{ userExternalId: 'steve' }] }),
    )
    expect(conversation).toMatchObject({
      id: hex,
      isDefault: true,
      activeSwitchboardIntegration: { name: 'bot', integrationId: bot.integrationId },
    })
    const id = conversation?.id

    const say = (by: typeof app, content: object, from: object = author) =>
      call(by.messages, 'postMessage', appId, id, model('MessagePost', { author: from, content }))
    const hello = await say(asBot, {
      type: 'text',
      text: 'Hello',
      actions: [{ type: 'reply', text: 'Human', payload: 'HUMAN' }],
    })
    expect(hello.messages).toMatchObject([{ id: hex, content: { type: 'text', text: 'Hello' }, author }])
    await say(asBot, { type: 'text', text: 'Human', payload: 'HUMAN' }, { type: 'user', userExternalId: 'steve' })
    await call(asBot.switchboardActions, 'passControl', appId, id, {
      switchboardIntegration: 'next',
      metadata: { topic: 'order' },
    })
    expect((await call(asDesk.conversations, 'getConversation', appId, id)).conversation).toMatchObject({
      activeSwitchboardIntegration: { name: 'desk' },
    })

    await call(asDesk.activities, 'postActivity', appId, id, { author: { type: 'business' }, type: 'typing:start' })
    await say(asDesk, { type: 'file', mediaUrl: 'https://example.com/terms.pdf' })
    await say(asDesk, { type: 'form', fields: [{ type: 'text', name: 'order', label: 'Order number' }] })
    await call(asDesk.activities, 'postActivity', appId, id, {
      author: { type: 'user', userId: user?.id },
      type: 'conversation:read',
    })
    const { participants } = await call(app.participants, 'listParticipants', appId, id)
    expect(participants).toMatchObject([{ userId: user?.id, unreadCount: 0 }])
    const { messages } = await call(app.messages, 'listMessages', appId, id)
    expect(messages?.map(message => (message.content as { type: string }).type)).toEqual([
      'text',
      'text',
      'file',
      'form',
    ])

    await call(asDesk.switchboardActions, 'releaseControl', appId, id)
    await call(app.messages, 'deleteAllMessages', appId, id)
    expect((await call(app.messages, 'listMessages', appId, id)).messages).toEqual([])
    const erased = await call(app.users, 'deleteUserPersonalInformation', appId, user?.id)
    expect(erased.user).toMatchObject({ id: user?.id, externalId: 'steve' })
    expect(await call(app.users, 'deleteUser', appId, user?.id)).toEqual(EMPTY)
    await expect(call(app.users, 'getUser', appId, user?.id)).rejects.toMatchObject({ status: 404 })
  })
})
