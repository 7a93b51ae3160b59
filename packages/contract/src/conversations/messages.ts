import type { Static } from 'typebox'
import {
  AppNotFound,
  ConversationNotFound,
  IdempotencyKeyReused,
  InvalidPage,
  InvalidRequest,
  MessageLimitReached,
  MessageMetadataTooLarge,
  NotFound,
  UserNotFound,
} from '../errors.ts'
import { discriminated } from '../kit/discriminated.ts'
import { limits } from '../kit/limits.ts'
import { Metadata } from '../kit/metadata.ts'
import { operation } from '../kit/operation.ts'
import { Page, pageOf } from '../kit/pagination.ts'
import { choice, Empty, flag, Id, nullable, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { Source } from '../users/sources.ts'
import { Content } from './contents/contents.ts'

export const authorSubtypes = ['AI', 'activity', 'agent', 'bot'] as const

export const Author = Type.Object(
  {
    type: choice(['business', 'user'], { description: 'Which side writes.' }),
    subtypes: Type.Optional(
      Type.Array(choice(authorSubtypes, { description: 'What kind of author.' }), {
        description: 'What kind of author of the business it is. An `AI` is said to be one.',
        minItems: 1,
        maxItems: 1,
        uniqueItems: true,
      }),
    ),
    userId: Type.Optional(text({ description: 'The user who writes.', examples: ['7494535bff5cef41a15be74d'] })),
    userExternalId: Type.Optional(
      text({ description: 'The user who writes, by your own id.', writeOnly: true, examples: ['your-own-id'] }),
    ),
    brandId: Type.Optional(
      nullable(
        text({
          description: 'Brand in which `userExternalId` is looked for.',
          minLength: 1,
          maxLength: 24,
          writeOnly: true,
        }),
      ),
    ),
    displayName: Type.Optional(text({ description: 'Name shown with the message.', examples: ['Steve'] })),
    avatarUrl: Type.Optional(
      text({
        description: 'Picture shown with the message.',
        format: 'uri',
        'x-problem': 'should be an absolute address',
        minLength: 1,
        maxLength: limits.urlLength,
        examples: ['https://example.com/steve.png'],
      }),
    ),
  },
  { title: 'Author', description: 'Who writes.' },
)
export type Author = Static<typeof Author>

const activity = (type: string, title: string) =>
  Type.Object(
    {
      type: choice([type], { description: 'What happened.', default: type }),
      data: Type.Optional(Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })),
    },
    { title, readOnly: true },
  )
const activities = {
  'ticket:closed': activity('ticket:closed', 'TicketClosed'),
  'ticket:transfer:email': activity('ticket:transfer:email', 'TransferToEmail'),
  'conversation:endedByUser': activity('conversation:endedByUser', 'EndedByUser'),
}
const MessageActivity = discriminated<{ readonly type: string }>('type', activities, '.type: should be known', {
  title: 'MessageActivity',
  description: 'What the message tells of, when it was written because something happened.',
})

const Reference = Type.Object(
  {
    uri: text({
      description: 'Where it is found.',
      format: 'uri',
      'x-problem': 'should be an absolute address',
      maxLength: limits.urlLength,
      examples: ['https://example.com/help'],
    }),
    title: Type.Optional(text({ description: 'Its title.', minLength: 1, maxLength: limits.nameLength })),
    description: Type.Optional(text({ description: 'What it says.', minLength: 1, maxLength: 256 })),
  },
  { title: 'Reference', description: 'What an answer rests on.' },
)

/** Of every message, but for what it quotes. */
export const messageParts = {
  id: Id('Id of the message.', '6b7dbe0b1f6a5a003b0e2f7c'),
  received: text({ description: 'When it came.', examples: ['2026-01-31T12:00:00.000Z'] }),
  author: Author,
  activity: Type.Optional(MessageActivity),
  content: Content,
  source: Source,
  metadata: Type.Optional(Metadata),
  deleted: Type.Optional(nullable(flag({ description: 'Whether only the place of the message is left.' }))),
  references: Type.Optional(
    Type.Unsafe<Static<typeof Reference>[] | null>({
      type: ['array', 'null'],
      description: 'What the message rests on.',
      items: Reference,
      minItems: 1,
      maxItems: limits.references,
    }),
  ),
}

const quotes = {
  message: Type.Object(
    {
      type: text({ description: 'Kind of the quote.', default: 'message' }),
      message: Type.Optional(Type.Object(messageParts, { title: 'MessageInQuote' })),
    },
    { title: 'QuotedMessageMessage' },
  ),
  externalMessageId: Type.Object(
    {
      type: text({ description: 'Kind of the quote.', default: 'externalMessageId' }),
      externalMessageId: Type.Optional(text({ description: 'Id of the message in its channel.' })),
    },
    { title: 'QuotedMessageExternalMessageId' },
  ),
}
export const QuotedMessage = discriminated<{ readonly type: string } & Readonly<Record<string, unknown>>>(
  'type',
  quotes,
  '.type: should be known',
  { title: 'QuotedMessage', description: 'The message that this one answers.' },
)

export const Message = Type.Object(
  { ...messageParts, quotedMessage: Type.Optional(QuotedMessage) },
  { title: 'Message' },
)
export type Message = Static<typeof Message>

const native = Type.Unsafe<{ readonly payload?: Readonly<Record<string, unknown>> }>({
  title: 'MessageOverridePayload',
  type: 'object',
  properties: { payload: { type: 'object', description: 'The message in the form of the channel.' } },
})
const nativeApple = Type.Unsafe<{ readonly payload?: Readonly<Record<string, unknown>> }>({
  title: 'AppleMessageOverridePayload',
  type: 'object',
  properties: {
    payload: { type: 'object', description: 'The message in the form of the channel.' },
    withCapabilities: {
      type: 'array',
      description: 'What the device of the user has to be able to.',
      items: { type: 'string', enum: ['LIST', 'TIME', 'FORM', 'QUICK', 'AUTH2'] },
    },
  },
})
const Override = Type.Object(
  {
    apple: Type.Optional(nativeApple),
    line: Type.Optional(native),
    messenger: Type.Optional(native),
    whatsapp: Type.Optional(native),
  },
  { title: 'MessageOverride', description: 'What single channels are sent instead, in their own form.' },
)

export const Destination = Type.Object(
  {
    integrationId: Type.Optional(text({ description: 'The integration.', examples: ['5e4af71a81966cfff3ef6550'] })),
    integrationType: Type.Optional(
      text({ description: 'The integration of this type; `none` sends it nowhere.', examples: ['whatsapp'] }),
    ),
  },
  {
    title: 'Destination',
    description:
      'Through what the message is sent, `integrationId` or `integrationType`. Only for messages of the business in personal conversations.',
  },
)

/** Body of a post. */
export const MessagePost = Type.Object(
  {
    author: Author,
    content: Content,
    destination: Type.Optional(Destination),
    metadata: Type.Optional(Metadata),
    override: Type.Optional(Override),
    schema: Type.Optional(text({ description: '`whatsapp`: the content is a template of WhatsApp.' })),
  },
  { title: 'MessagePost' },
)
export type MessagePost = Static<typeof MessagePost>

const message: Message = {
  id: '6b7dbe0b1f6a5a003b0e2f7c',
  received: '2026-01-31T12:00:00.000Z',
  author: { type: 'business', displayName: 'Steve', avatarUrl: 'https://example.com/steve.png' },
  content: { type: 'text', text: 'Hello 123' },
  source: { type: 'api:conversations' },
}
const conversationId = '029c31f25a21b47effd7be90'
const params = { conversationId }
const tag = 'Messages'
const access = ['integration', 'app', 'account'] as const

export const PostMessage = operation({
  id: 'PostMessage',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations/{conversationId}/messages',
  tag,
  summary: 'Post Message',
  description:
    'Writes a message. Text with a template in it makes several. With an `Idempotency-Key` header the same post, sent again within a day, writes nothing more and gets the same answer.',
  access,
  headers: {
    'Idempotency-Key': {
      description: `A name of your own for this post, ${limits.idempotencyKeyLength} visible ASCII characters at most; an extension of Parhelion.`,
      pattern: `^[!-~]{1,${limits.idempotencyKeyLength}}$`,
      example: 'order-4711-shipped',
    },
  },
  body: MessagePost,
  status: 201,
  reply: Type.Object({ messages: Type.Array(Message) }),
  errors: [
    InvalidRequest,
    MessageMetadataTooLarge,
    AppNotFound,
    ConversationNotFound,
    UserNotFound,
    IdempotencyKeyReused,
    MessageLimitReached,
  ],
  example: {
    params,
    body: { author: { type: 'business' }, content: { type: 'text', text: 'Hello 123' } },
    reply: { messages: [message] },
  },
})

export const ListMessages = operation({
  id: 'ListMessages',
  method: 'GET',
  path: '/v2/apps/{appId}/conversations/{conversationId}/messages',
  tag,
  summary: 'List Messages',
  description: `The last ${limits.messagePageSize} messages, oldest first; with a cursor, those behind or before it. \`page[size]\` changes nothing.`,
  access,
  query: Type.Object({ page: Type.Optional(Page) }),
  status: 200,
  reply: pageOf('messages', Message),
  errors: [InvalidPage, AppNotFound, ConversationNotFound],
  example: { params, reply: { messages: [message], meta: { hasMore: false } } },
})

export const DeleteMessage = operation({
  id: 'DeleteMessage',
  method: 'DELETE',
  path: '/v2/apps/{appId}/conversations/{conversationId}/messages/{messageId}',
  tag,
  summary: 'Delete Message',
  description: 'Removes one message, and the files that were uploaded for it.',
  access,
  status: 200,
  reply: Empty,
  errors: [AppNotFound, ConversationNotFound, NotFound],
  example: { params: { conversationId, messageId: message.id }, reply: {} },
})

export const DeleteAllMessages = operation({
  id: 'DeleteAllMessages',
  method: 'DELETE',
  path: '/v2/apps/{appId}/conversations/{conversationId}/messages',
  tag,
  summary: 'Delete All Messages',
  description: 'Removes all messages of the conversation, and the files that were uploaded for them.',
  access,
  status: 200,
  reply: Empty,
  errors: [AppNotFound, ConversationNotFound],
  example: { params, reply: {} },
})
