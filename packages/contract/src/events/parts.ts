import type { TSchema } from 'typebox'
import { ConversationTruncated } from '../conversations/conversations.ts'
import { Author, messageParts, QuotedMessage } from '../conversations/messages.ts'
import { choice, Id, nullable, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { Client, Source } from '../users/sources.ts'
import { User } from '../users/users.ts'

export const time = '2026-01-31T12:00:00.000Z'

/** A user as every receiver is told of them. */
export const UserTruncated = Type.Pick(User, ['id', 'authenticated', 'externalId', 'zendeskId', 'brandId'], {
  title: 'UserTruncated',
  description: 'A user, briefly.',
})

/** A user as those are told of them who asked for `includeFullUser`; the others get {@link UserTruncated}. */
export const ToldUser = Type.Object(
  {
    ...Type.Partial(User).properties,
    id: User.properties.id,
    authenticated: User.properties.authenticated,
  },
  {
    title: 'ToldUser',
    description: 'A user; with `id`, `authenticated` and the outer ids only, unless the webhook has `includeFullUser`.',
  },
)

const source = {
  ...Source.properties,
  integrationId: Type.Optional(text({ description: 'Integration of the channel.' })),
}

export const ToldSource = Type.Object(source, {
  title: 'ToldSource',
  description: 'Where it came from; `client` and `device` only if the webhook has `includeFullSource`.',
})

const Campaign = Type.Object(
  { id: Type.Optional(text({ description: 'Id of the campaign.' })) },
  { title: 'Campaign', description: 'What brought the user here.' },
)

export const SourceWithCampaign = Type.Object(
  { ...source, campaign: Type.Optional(Campaign) },
  {
    title: 'SourceWithCampaign',
    description: 'Where it came from; `client` and `device` only if the webhook has `includeFullSource`.',
  },
)

export const ToldAuthor = Type.Object(
  { ...Type.Omit(Author, ['userExternalId', 'brandId']).properties, user: Type.Optional(ToldUser) },
  { title: 'ToldAuthor', description: 'Who did it.' },
)

export const ToldMessage = Type.Object(
  {
    ...messageParts,
    author: ToldAuthor,
    source: SourceWithCampaign,
    quotedMessage: Type.Optional(QuotedMessage),
  },
  { title: 'ToldMessage' },
)

export const Referral = Type.Object(
  {
    code: Type.Optional(text({ description: 'Code of the referral.' })),
    details: Type.Optional(
      Type.Object(
        {
          source: Type.Optional(text({ description: 'Where the user came from.' })),
          type: Type.Optional(text({ description: 'Kind of the referral.' })),
          adId: Type.Optional(nullable(text({ description: 'Id of the advertisement.' }))),
        },
        { title: 'ReferralDetails' },
      ),
    ),
  },
  { title: 'Referral', description: 'What led the user to the business.' },
)

export const conversation = ConversationTruncated
export const client = Client

/** Values for examples. */
export const samples = {
  conversation: { id: '029c31f25a21b47effd7be90', type: 'personal' as const },
  user: { id: '7494535bff5cef41a15be74d', authenticated: true, externalId: 'your-own-id' },
  client: {
    id: '5fad99e1b0d2b2000d2b2a1d',
    type: 'twilio' as const,
    status: 'active' as const,
    integrationId: '5e4af71a81966cfff3ef6550',
  },
  source: { type: 'web', integrationId: '5e4af71a81966cfff3ef6550' },
  message: {
    id: '6b7dbe0b1f6a5a003b0e2f7c',
    received: time,
    author: { type: 'user', userId: '7494535bff5cef41a15be74d', displayName: 'Steve' },
    content: { type: 'text', text: 'Hello 123' },
    source: { type: 'web', integrationId: '5e4af71a81966cfff3ef6550' },
  },
}

const sequence = Type.Integer({
  description:
    'Place among all messages and events of the conversation, with gaps; absent where the event belongs to none. An extension.',
  examples: [7],
})

interface Described {
  /** Of the schema: `ClientAddEvent`. */
  readonly title: string
  readonly description: string
  /** Of the payload. */
  readonly example: object
}

/** An event of one type, with an example; how all of them look around their payload. */
export function event<const T extends string, P extends TSchema>(
  type: T,
  payload: P,
  { title, description, example }: Described,
) {
  const schema = Type.Object(
    {
      id: Id('Id of the event, the same at every attempt to deliver it.', '61290a62c64b3af1ff868714'),
      createdAt: text({ description: 'When it happened.', examples: [time] }),
      type: choice([type], { description: 'What happened.' }),
      sequence: Type.Optional(sequence),
      payload,
    },
    { title, description },
  )
  return { schema, description, example: { id: '61290a62c64b3af1ff868714', createdAt: time, type, payload: example } }
}
