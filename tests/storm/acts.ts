import * as api from '@parhelion/contract'
import { byBusiness, byUser } from '../../apps/server/src/testing/conversation.ts'
import type { World } from './world.ts'

type Act = (world: World) => Promise<{ readonly status: number }>

/** What somebody may do at any moment, and how often compared with the rest. */
export const acts: readonly (readonly [weight: number, act: Act])[] = [
  [3, makeUser],
  [3, makePersonal],
  [2, makeGroup],
  [15, post],
  [15, postAsUser],
  [4, postOnce],
  [8, hear],
  [4, world => world.call(api.PostActivity, ...reading(world))],
  [
    4,
    world => world.call(api.JoinConversation, conversation(world), { userId: user(world), subscribeSDKClient: true }),
  ],
  [3, world => world.call(api.LeaveConversation, conversation(world), { userId: user(world) })],
  [3, world => world.call(api.MergeUsers, named(world), { discarded: { userId: user(world) } })],
  [2, world => world.call(api.DeleteUserPersonalInformation, named(world))],
  [1, world => world.call(api.DeleteUser, named(world))],
  [1, world => world.call(api.DeleteConversation, conversation(world))],
  [1, world => world.call(api.DeleteAllMessages, conversation(world))],
  [4, deleteMessage],
  [4, world => world.call(api.PassControl, conversation(world), { switchboardIntegration: member(world, 'next') })],
  [3, world => world.call(api.OfferControl, conversation(world), { switchboardIntegration: member(world) })],
  [2, world => world.call(api.AcceptControl, conversation(world), {})],
  [1, world => world.call(api.ReleaseControl, conversation(world), {})],
  [3, link],
  [4, tellOfClient],
  [1, removeClient],
  [2, makeDevice],
  [
    4,
    world => world.call(world.pick([api.ListMessages, api.ListParticipants, api.GetConversation]), conversation(world)),
  ],
  [2, world => world.call(world.pick([api.ListClients, api.ListDevices, api.GetUser]), named(world))],
]

const user = (world: World) => world.pick(world.users)
const named = (world: World) => ({ userIdOrExternalId: user(world) })
const conversation = (world: World) => ({ conversationId: world.pick(world.conversations) })
const member = (world: World, ...more: string[]) => world.pick(['bot', 'desk', 'night', ...more])

/** Who is there before everybody begins. */
export async function begin(world: World): Promise<void> {
  for (let made = 0; made < 4; made++) {
    await makeUser(world)
    await makePersonal(world)
    await post(world)
    await hear(world)
  }
}

async function makeUser(world: World) {
  const externalId = world.chance() < 0.3 ? { externalId: world.name('external') } : {}
  const made = await world.call(
    api.CreateUser,
    {},
    { profile: { givenName: 'Name' }, metadata: { a: 1 }, ...externalId },
  )
  if (made.status === 201) world.users.push(made.body.user.id)
  return made
}

async function makePersonal(world: World) {
  const userId = user(world)
  const participants = [{ userId, subscribeSDKClient: world.chance() < 0.5 }]
  const made = await world.call(api.CreateConversation, {}, { type: 'personal', participants })
  if (made.status === 201) {
    world.conversations.push(made.body.conversation.id)
    world.places.push([made.body.conversation.id, userId])
  }
  return made
}

async function makeGroup(world: World) {
  const participants = [user(world), user(world)].map(userId => ({ userId, subscribeSDKClient: true }))
  const made = await world.call(api.CreateConversation, {}, { type: 'sdkGroup', participants })
  if (made.status === 201) world.conversations.push(made.body.conversation.id)
  return made
}

async function post(world: World) {
  const at = conversation(world)
  const text = world.chance() < 0.2 ? 'One %((template: smooch_tmpl_warranty))% two' : 'Hello'
  const posted = await world.call(api.PostMessage, at, byBusiness(text))
  if (posted.status === 201) world.messages.push([at.conversationId, posted.body.messages[0]?.id ?? ''])
  return posted
}

async function postAsUser(world: World) {
  const [conversationId, userId] = world.pick(world.places)
  return world.call(api.PostMessage, { conversationId }, byUser(userId, 'Hi'))
}

async function postOnce(world: World) {
  return world.call(api.PostMessage, conversation(world), byBusiness('Once'), { 'idempotency-key': world.name('key') })
}

/** A user writes through a channel. */
async function hear(world: World) {
  const { web, twilio } = world.integrations
  const who = world.chance() < 0.5 ? { externalId: world.name('+1514555000') } : { userId: user(world) }
  const content = { type: 'text', text: 'Hi' }
  const heard = await world.call(api.SimulateMessage, {}, { integrationId: world.pick([web, twilio]), ...who, content })
  if (heard.status === 201) {
    const { userId, conversationId, clientId } = heard.body
    world.users.push(userId)
    world.conversations.push(conversationId)
    world.places.push([conversationId, userId])
    world.clients.push([userId, clientId])
  }
  return heard
}

function reading(world: World) {
  const [conversationId, userId] = world.pick(world.places)
  return [{ conversationId }, { author: { type: 'user', userId }, type: 'conversation:read' }] as const
}

async function deleteMessage(world: World) {
  const [conversationId, messageId] = world.pick(world.messages)
  return world.call(api.DeleteMessage, { conversationId, messageId })
}

async function link(world: World) {
  const userId = user(world)
  const matchCriteria = { type: 'twilio', integrationId: world.integrations.twilio, phoneNumber: '+15145550100' }
  const body = { matchCriteria, confirmation: { type: 'immediate' }, target: conversation(world) }
  const linked = await world.call(api.CreateClient, { userIdOrExternalId: userId }, body)
  if (linked.status === 201) world.clients.push([userId, linked.body.client.id])
  return linked
}

async function tellOfClient(world: World) {
  const [userId, clientId] = world.pick(world.clients)
  const outcome = world.pick(['matched', 'confirmed', 'blocked', 'unblocked', 'linkFailed'])
  const found = world.chance() < 0.5 ? { externalId: world.name('+1514555000') } : {}
  return world.call(api.SimulateLinking, {}, { userId, clientId, outcome, ...found })
}

async function removeClient(world: World) {
  const [userIdOrExternalId, clientId] = world.pick(world.clients)
  return world.call(api.RemoveClient, { userIdOrExternalId, clientId })
}

async function makeDevice(world: World) {
  const body = { userId: user(world), integrationId: world.integrations.web, type: 'web', guid: 'device' }
  return world.call(api.SimulateDevice, {}, body)
}
