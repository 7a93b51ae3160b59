import type { Static } from 'typebox'
import {
  AppNotFound,
  ConversationNotFound,
  InvalidPage,
  InvalidRequest,
  NotAMember,
  TooManyParticipants,
  UserNotFound,
} from '../errors.ts'
import { operation } from '../kit/operation.ts'
import { Page, pageOf } from '../kit/pagination.ts'
import { Empty, flag, Id, nullable, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { ClientType } from '../users/sources.ts'

const userId = text({ description: 'The user.', examples: ['7494535bff5cef41a15be74d'] })
const userExternalId = text({ description: 'The user, by your own id.', examples: ['your-own-id'] })

/** Names a user in one of two ways, which the schema cannot say. */
export const ParticipantInput = Type.Object(
  {
    userId: Type.Optional(userId),
    userExternalId: Type.Optional(userExternalId),
    subscribeSDKClient: Type.Optional(
      flag({ description: 'Whether the user sees the conversation in the SDKs; makes a client where there is none.' }),
    ),
  },
  { title: 'ParticipantInput', description: 'A user, named by `userId` or by `userExternalId`.' },
)
export type ParticipantInput = Static<typeof ParticipantInput>

const ClientAssociation = Type.Object(
  {
    type: Type.Optional(ClientType),
    clientId: Type.Optional(text({ description: 'Client of the user.' })),
  },
  { title: 'ClientAssociation' },
)

export const Participant = Type.Object(
  {
    id: Id('Id of the participant.', '5fad99e1b0d2b2000d2b2a1c'),
    userId: Type.Optional(userId),
    unreadCount: Type.Optional(Type.Integer({ description: 'Messages the user has not read.' })),
    clientAssociations: Type.Optional(
      Type.Array(ClientAssociation, {
        description: 'Through what the user takes part, the client last heard of first.',
      }),
    ),
    userExternalId: Type.Optional(nullable(userExternalId)),
    lastRead: Type.Optional(nullable(text({ description: 'When the last message came that the user has read.' }))),
  },
  { title: 'Participant' },
)
export type Participant = Static<typeof Participant>

const participant = {
  id: '5fad99e1b0d2b2000d2b2a1c',
  userId: '7494535bff5cef41a15be74d',
  unreadCount: 0,
  clientAssociations: [{ type: 'sdk', clientId: '5fad99e1b0d2b2000d2b2a1d' }],
} satisfies Participant
const params = { conversationId: '029c31f25a21b47effd7be90' }
const tag = 'Participants'
const access = ['integration', 'app', 'account'] as const

export const JoinConversation = operation({
  id: 'JoinConversation',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations/{conversationId}/join',
  tag,
  summary: 'Join Conversation',
  description: 'Adds a user to a group. Who is in already stays as they are.',
  access,
  body: ParticipantInput,
  status: 201,
  reply: Type.Object({ participant: Participant }),
  errors: [TooManyParticipants, InvalidRequest, AppNotFound, ConversationNotFound, UserNotFound],
  example: {
    params,
    body: { userId: participant.userId, subscribeSDKClient: true },
    given: { userId: participant.userId },
    reply: { participant },
  },
})

export const ListParticipants = operation({
  id: 'ListParticipants',
  method: 'GET',
  path: '/v2/apps/{appId}/conversations/{conversationId}/participants',
  tag,
  summary: 'List Participants',
  description: 'The users of the conversation, in the order in which they came.',
  access,
  query: Type.Object({ page: Type.Optional(Page) }),
  status: 200,
  reply: pageOf('participants', Participant),
  errors: [InvalidPage, AppNotFound, ConversationNotFound],
  example: { params, reply: { participants: [participant], meta: { hasMore: false } } },
})

export const LeaveConversation = operation({
  id: 'LeaveConversation',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations/{conversationId}/leave',
  tag,
  summary: 'Leave Conversation',
  description: 'Takes a user out of a group; the user is named by exactly one of the three ids.',
  access,
  body: Type.Object(
    {
      userId: Type.Optional(userId),
      userExternalId: Type.Optional(userExternalId),
      participantId: Type.Optional(text({ description: 'The participant.', examples: [participant.id] })),
    },
    { title: 'ParticipantLeave' },
  ),
  status: 200,
  reply: Empty,
  errors: [InvalidRequest, AppNotFound, ConversationNotFound, UserNotFound, NotAMember],
  example: { params, body: { userId: participant.userId }, given: { userId: participant.userId }, reply: {} },
})
