import { Content } from '../conversations/contents/contents.ts'
import { Message } from '../conversations/messages.ts'
import {
  ClientNotFound,
  ConversationNotFound,
  IntegrationNotFound,
  InvalidRequest,
  MessageLimitReached,
  NotFound,
  UserNotFound,
} from '../errors.ts'
import { Metadata } from '../kit/metadata.ts'
import { operation } from '../kit/operation.ts'
import { choice, Empty, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { Client, Device } from '../users/sources.ts'
import { Profile, User } from '../users/users.ts'

const ids = {
  user: '7494535bff5cef41a15be74d',
  conversation: '029c31f25a21b47effd7be90',
  integration: '5e4af71a81966cfff3ef6550',
  client: '5fad99e1b0d2b2000d2b2a1d',
}
const userId = text({ description: 'The user.', examples: [ids.user] })
const conversationId = text({ description: 'The conversation.', examples: [ids.conversation] })
const integrationId = text({ description: 'Integration through which the user is there.', examples: [ids.integration] })
const tag = 'Simulation'
const shared = { tag, extension: true, access: ['app', 'account'], method: 'POST' } as const
const examples = {
  message: {
    id: '6b7dbe0b1f6a5a003b0e2f7c',
    received: '2026-01-31T12:00:00.000Z',
    author: { type: 'user' as const, userId: ids.user, displayName: 'Steve' },
    content: { type: 'text' as const, text: 'Hello' },
    source: { type: 'web', integrationId: ids.integration },
  },
  device: {
    id: '5fad99e1b0d2b2000d2b2a1e',
    type: 'web' as const,
    guid: 'c72a0d6e7f0a4a5e9f6f2f0d4d1f2b11',
    clientId: ids.client,
    status: 'active' as const,
    integrationId: ids.integration,
    lastSeen: '2026-01-31T12:00:00.000Z',
  },
  user: {
    id: ids.user,
    authenticated: true,
    signedUpAt: '2026-01-31T12:00:00.000Z',
    profile: {},
    metadata: {},
    identities: [{ type: 'email', value: 'steve@example.com', verification: 'sso' }],
  },
  client: { id: ids.client, type: 'twilio' as const, status: 'active' as const, integrationId: ids.integration },
}

export const SimulateMessage = operation({
  ...shared,
  id: 'SimulateMessage',
  path: '/v2/apps/{appId}/simulate/messages',
  summary: 'Simulate Message',
  description:
    'A user writes through an integration: one that is named by `userId`, or whoever the channel knows by `externalId`, who is made where nobody is. Without `conversationId` it is their default conversation, which is made where there is none. A choice of a reply is a text with its `payload`; an answer to a form is a `formResponse`.',
  body: Type.Object(
    {
      integrationId,
      userId: Type.Optional(userId),
      externalId: Type.Optional(
        text({
          description: 'Id of the user in the channel.',
          minLength: 1,
          maxLength: 1024,
          examples: ['+15145555555'],
        }),
      ),
      profile: Type.Optional(Profile),
      conversationId: Type.Optional(conversationId),
      content: Content,
    },
    { title: 'SimulatedMessage' },
  ),
  status: 201,
  reply: Type.Object({
    message: Message,
    userId,
    conversationId,
    clientId: text({ description: 'The client of the user.' }),
  }),
  errors: [InvalidRequest, IntegrationNotFound, UserNotFound, ConversationNotFound, MessageLimitReached],
  example: {
    body: { integrationId: ids.integration, externalId: 'browser-1', content: { type: 'text', text: 'Hello' } },
    given: { integrationId: ids.integration },
    reply: { message: examples.message, userId: ids.user, conversationId: ids.conversation, clientId: ids.client },
  },
})

export const SimulatePostback = operation({
  ...shared,
  id: 'SimulatePostback',
  path: '/v2/apps/{appId}/simulate/postbacks',
  summary: 'Simulate Postback',
  description: 'A user taps a button. With `echoPostback` the app also gets a message.',
  body: Type.Object(
    {
      userId,
      conversationId,
      integrationId: Type.Optional(integrationId),
      payload: text({ description: 'Payload of the button.', examples: ['TAP'] }),
      text: Type.Optional(text({ description: 'What the button says.', examples: ['Tap me'] })),
      metadata: Type.Optional(Metadata),
    },
    { title: 'SimulatedPostback' },
  ),
  status: 200,
  reply: Empty,
  errors: [InvalidRequest, IntegrationNotFound, UserNotFound, ConversationNotFound],
  example: {
    body: { userId: ids.user, conversationId: ids.conversation, payload: 'TAP', text: 'Tap me' },
    given: { userId: ids.user, conversationId: ids.conversation },
    reply: {},
  },
})

export const SimulateActivity = operation({
  ...shared,
  id: 'SimulateActivity',
  path: '/v2/apps/{appId}/simulate/activities',
  summary: 'Simulate Activity',
  description: 'A user reads or types.',
  body: Type.Object(
    {
      userId,
      conversationId,
      integrationId: Type.Optional(integrationId),
      type: choice(['conversation:read', 'typing:start', 'typing:stop'], { description: 'What the user does.' }),
    },
    { title: 'SimulatedActivity' },
  ),
  status: 200,
  reply: Empty,
  errors: [InvalidRequest, IntegrationNotFound, UserNotFound, ConversationNotFound],
  example: {
    body: { userId: ids.user, conversationId: ids.conversation, type: 'typing:start' },
    given: { userId: ids.user, conversationId: ids.conversation },
    reply: {},
  },
})

export const SimulateDevice = operation({
  ...shared,
  id: 'SimulateDevice',
  path: '/v2/apps/{appId}/simulate/devices',
  summary: 'Simulate Device',
  description: 'A user opens an SDK on a device.',
  body: Type.Object(
    {
      userId,
      integrationId,
      type: choice(['android', 'ios', 'web'], { description: 'Kind of the device.' }),
      guid: text({
        description: 'Id that the SDK makes for itself.',
        minLength: 1,
        maxLength: 128,
        examples: [examples.device.guid],
      }),
      info: Type.Optional(Type.Unsafe<Record<string, unknown>>({ type: 'object', description: 'What the SDK tells.' })),
    },
    { title: 'SimulatedDevice' },
  ),
  status: 201,
  reply: Type.Object({ device: Device }),
  errors: [InvalidRequest, IntegrationNotFound, UserNotFound],
  example: {
    body: { userId: ids.user, integrationId: ids.integration, type: 'web', guid: examples.device.guid },
    given: { userId: ids.user, integrationId: ids.integration },
    reply: { device: examples.device },
  },
})

export const SimulateIdentity = operation({
  ...shared,
  id: 'SimulateIdentity',
  path: '/v2/apps/{appId}/simulate/identities',
  summary: 'Simulate Identity',
  description: 'A user proves who they are, as by logging in.',
  body: Type.Object(
    {
      userId,
      type: choice(['email'], { description: 'Kind of the identity.' }),
      value: text({
        description: 'The identity itself.',
        minLength: 1,
        maxLength: 128,
        examples: ['steve@example.com'],
      }),
    },
    { title: 'SimulatedIdentity' },
  ),
  status: 200,
  reply: Type.Object({ user: User }),
  errors: [InvalidRequest, UserNotFound],
  example: {
    body: { userId: ids.user, type: 'email', value: 'steve@example.com' },
    given: { userId: ids.user },
    reply: { user: examples.user },
  },
})

export const SimulateLinking = operation({
  ...shared,
  id: 'SimulateLinking',
  path: '/v2/apps/{appId}/simulate/clients',
  summary: 'Simulate Linking',
  description:
    'A channel tells of a client: a pending one is found (`matched`) and agreed to (`confirmed`), or is not (`linkFailed`, `linkCancelled`) and goes; an active one is `blocked` or `unblocked`.',
  body: Type.Object(
    {
      userId,
      clientId: text({ description: 'The client.', examples: [ids.client] }),
      outcome: choice(['matched', 'confirmed', 'linkFailed', 'linkCancelled', 'blocked', 'unblocked'], {
        description: 'What the channel tells.',
      }),
      externalId: Type.Optional(
        text({ description: 'Id of the user in the channel, once found.', minLength: 1, maxLength: 1024 }),
      ),
    },
    { title: 'SimulatedLinking' },
  ),
  status: 200,
  reply: Type.Object({ client: Client }),
  errors: [InvalidRequest, UserNotFound, ClientNotFound, NotFound],
  example: {
    body: { userId: ids.user, clientId: ids.client, outcome: 'confirmed' },
    given: { userId: ids.user, clientId: ids.client },
    reply: { client: examples.client },
  },
})
