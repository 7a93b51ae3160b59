import {
  AcceptControl,
  CreateSwitchboard,
  CreateSwitchboardIntegration,
  DeleteSwitchboardIntegration,
  GetConversation,
  OfferControl,
  PassControl,
  PostMessage,
  ReleaseControl,
  UpdateSwitchboard,
  UpdateSwitchboardIntegration,
} from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { byBusiness, eventsOf, makeAppOfMany, makeGroup } from '../../testing/conversation.ts'
import { refused } from '../../testing/refused.ts'
import { makeCustom, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { pool } = server.database

/** An app with a switchboard of two: the bot comes first, and passes to the desk. */
async function makeDesk({ enabled = true } = {}) {
  const app = await makeAppOfMany(server.account)
  const { appId, client } = app
  const [bot, desk] = [await makeCustom(client, appId), await makeCustom(client, appId)]
  const made = await client.call(CreateSwitchboard, { params: { appId } })
  const params = { appId, switchboardId: made.body.switchboard.id }
  const add = async (name: string, integrationId: string) =>
    (await client.call(CreateSwitchboardIntegration, { params, body: { name, integrationId } })).body
      .switchboardIntegration.id
  const [botId, deskId] = [await add('bot', bot.integrationId), await add('desk', desk.integrationId)]
  await client.call(UpdateSwitchboardIntegration, {
    params: { ...params, switchboardIntegrationId: botId },
    body: { nextSwitchboardIntegrationId: deskId },
  })
  await client.call(UpdateSwitchboard, { params, body: { enabled, defaultSwitchboardIntegrationId: botId } })
  const { conversationId } = await makeGroup(app, [])
  const at = { appId, conversationId }
  const control = async () => {
    const { body } = await client.call(GetConversation, { params: at })
    const { activeSwitchboardIntegration: active, pendingSwitchboardIntegration: pending } = body.conversation
    return { active: active?.name, pending: pending?.name }
  }
  const last = async () => (await eventsOf(pool, appId, conversationId)).at(-1)
  return { ...app, bot, desk, botId, deskId, params, at, control, last }
}

describe('a conversation in which something happens', () => {
  test('is given to the default of the switchboard', async () => {
    const { control, last, bot, botId } = await makeDesk()
    expect(await control()).toEqual({ active: 'bot', pending: undefined })
    expect(await last()).toMatchObject({
      active: bot.integrationId,
      payload: {
        conversation: {
          activeSwitchboardIntegration: {
            id: botId,
            name: 'bot',
            integrationId: bot.integrationId,
            integrationType: 'custom',
          },
        },
      },
    })
  })

  test('is given to nobody while the switchboard is off', async () => {
    const { control, last, client, at } = await makeDesk({ enabled: false })
    await client.call(PostMessage, { params: at, body: byBusiness('Hello') })
    expect(await control()).toEqual({ active: undefined, pending: undefined })
    expect(await last()).toMatchObject({ type: 'conversation:message', switchboard: null, active: null })
  })

  test('and was there before the switchboard was on, is given to the default as well', async () => {
    const { control, client, at, params } = await makeDesk({ enabled: false })
    await client.call(UpdateSwitchboard, { params, body: { enabled: true } })
    expect(await control()).toEqual({ active: undefined, pending: undefined })
    await client.call(PostMessage, { params: at, body: byBusiness('Hello') })
    expect(await control()).toEqual({ active: 'bot', pending: undefined })
  })

  test('and whose active one was deleted, is given to the default', async () => {
    const { control, client, at, params, deskId, botId } = await makeDesk()
    await client.call(PassControl, { params: at, body: { switchboardIntegration: 'desk' } })
    await client.call(UpdateSwitchboardIntegration, {
      params: { ...params, switchboardIntegrationId: botId },
      body: { nextSwitchboardIntegrationId: null },
    })
    await client.call(DeleteSwitchboardIntegration, { params: { ...params, switchboardIntegrationId: deskId } })
    expect(await control()).toEqual({ active: undefined, pending: undefined })
    await client.call(PostMessage, { params: at, body: byBusiness('Hello') })
    expect(await control()).toEqual({ active: 'bot', pending: undefined })
  })
})

describe('passing control', () => {
  test.each(['desk', 'next', 'the id'])(
    'to %s makes that the active one, and tells of it with the metadata',
    async name => {
      const { control, last, client, at, bot, desk, deskId } = await makeDesk()
      const body = { switchboardIntegration: name === 'the id' ? deskId : name, metadata: { reason: 'angry' } }
      expect(await client.call(PassControl, { params: at, body })).toMatchObject({ status: 200, body: {} })
      expect(await control()).toEqual({ active: 'desk', pending: undefined })
      expect(await last()).toMatchObject({
        type: 'switchboard:passControl',
        payload: { conversation: { activeSwitchboardIntegration: { name: 'desk' } }, metadata: { reason: 'angry' } },
        active: desk.integrationId,
        previous: bot.integrationId,
      })
    },
  )

  test('is done once by an integration that says next twice', async () => {
    const { control, client, at, bot } = await makeDesk()
    for (const _ of [1, 2]) {
      const body = { switchboardIntegration: 'next' }
      expect((await bot.client.call(PassControl, { params: at, body })).status).toBe(200)
    }
    expect(await control()).toEqual({ active: 'desk', pending: undefined })
    const events = await eventsOf(pool, at.appId, at.conversationId)
    expect(events.filter(({ type }) => type.startsWith('switchboard:'))).toHaveLength(1)
    expect(client).toBeDefined()
  })

  test('twenty times at once ends in one active', async () => {
    const { control, client, at } = await makeDesk()
    const names = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'desk' : 'bot'))
    await Promise.all(
      names.map(name => client.call(PassControl, { params: at, body: { switchboardIntegration: name } })),
    )
    const { active } = await control()
    const events = await eventsOf(pool, at.appId, at.conversationId)
    const passed = events.filter(({ type }) => type === 'switchboard:passControl')
    const told = passed.at(-1)?.payload.conversation as { activeSwitchboardIntegration: { name: string } } | undefined
    expect(told?.activeSwitchboardIntegration.name ?? 'bot').toBe(active)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  })

  test('to nobody known is refused, and told as a failure', async () => {
    const { control, last, client, at } = await makeDesk()
    expect(await client.call(PassControl, { params: at, body: { switchboardIntegration: 'nobody' } })).toMatchObject(
      refused(400, 'switchboard_invalid_target', 'Switchboard invalid target'),
    )
    expect(await control()).toEqual({ active: 'bot', pending: undefined })
    expect(await last()).toMatchObject({
      type: 'switchboard:passControl:failure',
      payload: { error: { code: 'switchboard_invalid_target', message: 'Switchboard invalid target' } },
    })
  })

  test('to a type of which there are two, or to next where there is none, is refused', async () => {
    const { client, at } = await makeDesk()
    const pass = (switchboardIntegration: string) =>
      client.call(PassControl, { params: at, body: { switchboardIntegration } })
    expect(await pass('custom')).toMatchObject(refused(400, 'switchboard_invalid_target'))
    await pass('desk')
    expect(await pass('next')).toMatchObject(refused(400, 'switchboard_invalid_target'))
  })
})

describe('offering control', () => {
  test('makes the target the pending one, and the next offer takes its place', async () => {
    const { control, last, client, at, desk } = await makeDesk()
    const offer = (name: string) => client.call(OfferControl, { params: at, body: { switchboardIntegration: name } })
    expect((await offer('desk')).status).toBe(200)
    expect(await control()).toEqual({ active: 'bot', pending: 'desk' })
    expect(await last()).toMatchObject({ type: 'switchboard:offerControl', pending: desk.integrationId })
    expect((await offer('next')).status).toBe(200)
  })

  test('to the active one is refused', async () => {
    const { client, at, last } = await makeDesk()
    const message = 'Cannot offer control to the active switchboard integration.'
    expect(await client.call(OfferControl, { params: at, body: { switchboardIntegration: 'bot' } })).toMatchObject(
      refused(400, 'switchboard_invalid_target', message),
    )
    expect(await last()).toMatchObject({ type: 'switchboard:offerControl:failure', payload: { error: { message } } })
  })
})

describe('where nobody is active yet', () => {
  test('the default is, before control is offered to it or passed on from it', async () => {
    const { control, client, at, params } = await makeDesk({ enabled: false })
    await client.call(UpdateSwitchboard, { params, body: { enabled: true } })
    const body = (switchboardIntegration: string) => ({ params: at, body: { switchboardIntegration } })
    expect(await client.call(OfferControl, body('bot'))).toMatchObject(refused(400, 'switchboard_invalid_target'))
    expect(await control()).toEqual({ active: 'bot', pending: undefined })
    await client.call(ReleaseControl, { params: at })
    expect((await client.call(PassControl, body('next'))).status).toBe(200)
    expect(await control()).toEqual({ active: 'desk', pending: undefined })
  })
})

describe('accepting control', () => {
  test('is for the pending one alone, and ends the offer', async () => {
    const { control, last, client, at, bot, desk } = await makeDesk()
    await client.call(OfferControl, { params: at, body: { switchboardIntegration: 'desk' } })
    const accept = (by: typeof client) => by.call(AcceptControl, { params: at, body: { metadata: { a: 1 } } })
    expect(await accept(bot.client)).toMatchObject(refused(403, 'forbidden', 'Forbidden'))
    expect(await accept(desk.client)).toMatchObject({ status: 200, body: {} })
    expect(await control()).toEqual({ active: 'desk', pending: undefined })
    expect(await last()).toMatchObject({
      type: 'switchboard:acceptControl',
      payload: { metadata: { a: 1 } },
      active: desk.integrationId,
      previous: bot.integrationId,
    })
  })

  test('of nothing is refused, and told as a failure', async () => {
    const { client, at, last } = await makeDesk()
    expect(await client.call(AcceptControl, { params: at, body: {} })).toMatchObject(
      refused(400, 'switchboard_invalid_action', 'There is no pendingSwitchboardIntegration'),
    )
    expect(await last()).toMatchObject({ type: 'switchboard:acceptControl:failure' })
  })
})

describe('releasing control', () => {
  test('is for the active one alone, and leaves nobody until something happens', async () => {
    const { control, last, client, at, bot, desk } = await makeDesk()
    await client.call(OfferControl, { params: at, body: { switchboardIntegration: 'desk' } })
    expect(await desk.client.call(ReleaseControl, { params: at })).toMatchObject(refused(403, 'forbidden'))
    expect(await bot.client.call(ReleaseControl, { params: at })).toMatchObject({ status: 200, body: {} })
    expect(await control()).toEqual({ active: undefined, pending: undefined })
    const event = await last()
    expect(event).toMatchObject({ type: 'switchboard:releaseControl', active: null, previous: bot.integrationId })
    expect(event?.payload.conversation).not.toHaveProperty('activeSwitchboardIntegration')
    await client.call(PostMessage, { params: at, body: byBusiness('Hello') })
    expect(await control()).toEqual({ active: 'bot', pending: undefined })
  })
})

test('a message and the pass behind it are told in that order, each with who had control', async () => {
  const { client, at, bot, desk } = await makeDesk()
  await client.call(PostMessage, { params: at, body: byBusiness('for the bot') })
  await client.call(PassControl, { params: at, body: { switchboardIntegration: 'desk' } })
  await client.call(PostMessage, { params: at, body: byBusiness('for the desk') })
  const told = (await eventsOf(pool, at.appId, at.conversationId)).slice(-3)
  expect(told.map(({ type, active }) => [type, active])).toEqual([
    ['conversation:message', bot.integrationId],
    ['switchboard:passControl', desk.integrationId],
    ['conversation:message', desk.integrationId],
  ])
})

test('metadata over 4096 bytes is refused, and nothing is done', async () => {
  const { client, at, control } = await makeDesk()
  const body = { switchboardIntegration: 'desk', metadata: { a: 'x'.repeat(4096) } }
  expect(await client.call(PassControl, { params: at, body })).toMatchObject(refused(400, 'bad_request'))
  expect(await control()).toEqual({ active: 'bot', pending: undefined })
})
