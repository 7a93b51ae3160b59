import type { Static } from 'typebox'
import {
  AppNotFound,
  ChannelNotConnected,
  ConversationIsDefault,
  ConversationMetadataTooLarge,
  ConversationNotFound,
  InvalidPage,
  InvalidRequest,
  OneConversationPerUser,
  UserNotFound,
} from '../errors.ts'
import { limits } from '../kit/limits.ts'
import { Metadata } from '../kit/metadata.ts'
import { operation } from '../kit/operation.ts'
import { Page, pageOf } from '../kit/pagination.ts'
import { choice, Empty, flag, Id, nullable, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { ParticipantInput } from './participants.ts'

const ConversationType = choice(['personal', 'sdkGroup'], {
  description: '`personal`: one user and the business. `sdkGroup`: several users, who see it in the SDKs only.',
})

const InControl = Type.Unsafe<{
  readonly id?: string
  readonly name?: string
  readonly integrationId?: string
  readonly integrationType?: string
} | null>({
  title: 'SwitchboardIntegrationInControl',
  type: ['object', 'null'],
  description: 'A switchboard integration.',
  properties: {
    id: { type: 'string', description: 'Id of the switchboard integration.' },
    name: { type: 'string', description: 'Its name.', maxLength: limits.nameLength },
    integrationId: { type: 'string', description: 'Its integration.' },
    integrationType: { type: 'string', description: 'Type of its integration.' },
  },
})

const brief = {
  id: Id('Id of the conversation.', '029c31f25a21b47effd7be90'),
  type: ConversationType,
  metadata: Type.Optional(Metadata),
  activeSwitchboardIntegration: Type.Optional(InControl),
  pendingSwitchboardIntegration: Type.Optional(InControl),
}

/** What events say of a conversation. */
export const ConversationTruncated = Type.Object(brief, { title: 'ConversationTruncated' })

const displayName = nullable(
  text({
    description: 'Name of the conversation.',
    minLength: 1,
    maxLength: limits.displayNameLength,
    examples: ['Order 4711'],
  }),
)
const description = nullable(
  text({ description: 'What the conversation is about.', minLength: 1, maxLength: limits.descriptionLength }),
)
const iconUrl = nullable(
  text({
    description: 'Picture of the conversation.',
    format: 'uri',
    'x-problem': 'should be an absolute address',
    minLength: 1,
    maxLength: limits.urlLength,
    examples: ['https://example.com/icon.png'],
  }),
)
const time = (description: string) => text({ description, examples: ['2026-01-31T12:00:00.000Z'] })

export const Conversation = Type.Object(
  {
    ...brief,
    isDefault: flag({ description: 'Whether it is the first personal conversation of its user.' }),
    displayName: Type.Optional(displayName),
    description: Type.Optional(description),
    iconUrl: Type.Optional(iconUrl),
    businessLastRead: Type.Optional(nullable(time('When the business last read it.'))),
    lastUpdatedAt: Type.Optional(nullable(time('When the last message came; until one comes, when it was made.'))),
    createdAt: Type.Optional(time('When it was made.')),
  },
  { title: 'Conversation' },
)
export type Conversation = Static<typeof Conversation>

const written = {
  displayName: Type.Optional(displayName),
  description: Type.Optional(description),
  iconUrl: Type.Optional(iconUrl),
  metadata: Type.Optional(Metadata),
}

const ConversationCreate = Type.Object(
  {
    type: ConversationType,
    participants: Type.Optional(
      Type.Array(ParticipantInput, {
        description: `Who takes part: exactly one user in a personal conversation, at most ${limits.participants} in a group.`,
        maxItems: limits.participants,
      }),
    ),
    ...written,
  },
  { title: 'ConversationCreate' },
)

const ConversationUpdate = Type.Object(written, { title: 'ConversationUpdate' })

const conversation: Conversation = {
  id: '029c31f25a21b47effd7be90',
  type: 'personal',
  metadata: { lang: 'en-ca' },
  isDefault: true,
  displayName: 'Order 4711',
  lastUpdatedAt: '2026-01-31T12:00:00.000Z',
  createdAt: '2026-01-31T12:00:00.000Z',
}
const params = { conversationId: conversation.id }
const reply = Type.Object({ conversation: Conversation })
const tag = 'Conversations'
const access = ['integration', 'app', 'account'] as const

export const CreateConversation = operation({
  id: 'CreateConversation',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations',
  tag,
  summary: 'Create Conversation',
  description: 'Makes a conversation of one user with the business, or of a group of users.',
  access,
  body: ConversationCreate,
  status: 201,
  reply,
  errors: [InvalidRequest, ConversationMetadataTooLarge, OneConversationPerUser, AppNotFound, UserNotFound],
  example: {
    body: { type: 'personal', participants: [{ userId: '7494535bff5cef41a15be74d', subscribeSDKClient: false }] },
    given: { userId: '7494535bff5cef41a15be74d' },
    reply: { conversation },
  },
})

export const ListConversations = operation({
  id: 'ListConversations',
  method: 'GET',
  path: '/v2/apps/{appId}/conversations',
  tag,
  summary: 'List Conversations',
  description:
    'The conversations of a user, oldest first. The user is named by `filter[userId]` or `filter[userExternalId]`.',
  access,
  query: Type.Object({
    page: Type.Optional(Page),
    filter: Type.Object({
      userId: Type.Optional(text({ description: 'The user.', examples: ['7494535bff5cef41a15be74d'] })),
      userExternalId: Type.Optional(text({ description: 'The user, by your own id.' })),
    }),
  }),
  status: 200,
  reply: pageOf('conversations', Conversation),
  errors: [InvalidPage, AppNotFound, UserNotFound],
  example: {
    given: { userId: '7494535bff5cef41a15be74d' },
    reply: { conversations: [conversation], meta: { hasMore: false } },
  },
})

export const GetConversation = operation({
  id: 'GetConversation',
  method: 'GET',
  path: '/v2/apps/{appId}/conversations/{conversationId}',
  tag,
  summary: 'Get Conversation',
  description: 'One conversation.',
  access,
  status: 200,
  reply,
  errors: [AppNotFound, ConversationNotFound],
  example: { params, reply: { conversation } },
})

export const UpdateConversation = operation({
  id: 'UpdateConversation',
  method: 'PATCH',
  path: '/v2/apps/{appId}/conversations/{conversationId}',
  tag,
  summary: 'Update Conversation',
  description: 'Changes what is sent and leaves the rest. Null clears; `metadata` is replaced as a whole.',
  access,
  body: ConversationUpdate,
  status: 200,
  reply,
  errors: [InvalidRequest, ConversationMetadataTooLarge, AppNotFound, ConversationNotFound],
  example: { params, body: { displayName: 'Order 4711' }, reply: { conversation } },
})

export const DeleteConversation = operation({
  id: 'DeleteConversation',
  method: 'DELETE',
  path: '/v2/apps/{appId}/conversations/{conversationId}',
  tag,
  summary: 'Delete Conversation',
  description: 'Removes the conversation with its messages and files. The default conversation of a user stays.',
  access,
  status: 200,
  reply: Empty,
  errors: [ConversationIsDefault, AppNotFound, ConversationNotFound],
  example: { params, reply: {} },
})

const InteractiveDataRef = Type.Object({
  url: text({ description: 'Where the data is.' }),
  bid: text({ description: 'Id of the extension.' }),
  key: text({ description: 'Key of the data.' }),
  signature: text({ description: 'Signature of the data.' }),
  owner: text({ description: 'Owner of the data.' }),
})

export const DownloadMessageRef = operation({
  id: 'DownloadMessageRef',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations/{conversationId}/download',
  tag,
  summary: 'Download Message Reference',
  description: 'Fetches what a message of Apple Messages for Business points to. Needs that channel to be connected.',
  access,
  body: Type.Object(
    {
      userId: text({ description: 'The user of the conversation.', examples: ['7494535bff5cef41a15be74d'] }),
      apple: Type.Optional(Type.Object({ interactiveDataRef: InteractiveDataRef })),
    },
    { title: 'MessageRefDownload' },
  ),
  status: 200,
  reply: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  errors: [InvalidRequest, ChannelNotConnected, AppNotFound, ConversationNotFound],
  example: {
    params,
    body: {
      userId: '7494535bff5cef41a15be74d',
      apple: {
        interactiveDataRef: { url: 'https://example.com', bid: 'bid', key: 'key', signature: 'sig', owner: 'me' },
      },
    },
    given: { userId: '7494535bff5cef41a15be74d' },
    reply: { text: 'data' },
  },
})

const MetaConversionEvent = Type.Object(
  {
    payload: Type.Object({
      data: Type.Array(Type.Unsafe<Record<string, unknown>>({ type: 'object' }), { description: 'The events.' }),
    }),
  },
  { title: 'MetaConversionEvent' },
)

export const PostConversionEvents = operation({
  id: 'PostConversionEvents',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations/{conversationId}/conversionEvents',
  tag,
  summary: 'Post Conversion Events',
  description:
    'Tells a channel of Meta what a conversation led to. Needs exactly one channel, which has to be connected.',
  access,
  body: Type.Object(
    {
      messenger: Type.Optional(MetaConversionEvent),
      instagram: Type.Optional(MetaConversionEvent),
      whatsapp: Type.Optional(MetaConversionEvent),
    },
    { title: 'ConversionEventsPost' },
  ),
  status: 200,
  reply: Type.Object({
    conversionEvents: Type.Object(
      {
        datasetId: Type.Optional(text({ description: 'Where the events went.' })),
        eventsReceived: Type.Optional(Type.Integer({ description: 'How many events were taken.' })),
      },
      { title: 'ConversionEvents' },
    ),
  }),
  errors: [InvalidRequest, ChannelNotConnected, AppNotFound, ConversationNotFound],
  example: {
    params,
    body: { messenger: { payload: { data: [{ event_name: 'Purchase' }] } } },
    reply: { conversionEvents: { datasetId: '1234567890', eventsReceived: 1 } },
  },
})
