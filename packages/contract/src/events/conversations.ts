import type { TUnsafe } from 'typebox'
import type { activityTypes } from '../conversations/activities.ts'
import { Metadata } from '../kit/metadata.ts'
import { choice, flag, Id, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import {
  conversation,
  event,
  Referral,
  SourceWithCampaign,
  samples,
  ToldAuthor,
  ToldMessage,
  ToldSource,
  ToldUser,
  UserTruncated,
} from './parts.ts'
import { describedError } from './people.ts'

const { conversation: place, user: someone, source, message } = samples
const author = { type: 'user', userId: someone.id, user: someone }

const activity = (type: TUnsafe<(typeof activityTypes)[number]>, title: string) =>
  Type.Object({ type, source: ToldSource, author: ToldAuthor }, { title })
const reading = choice(['conversation:read'], { description: 'What the user did.', default: 'conversation:read' })
const typing = choice(['typing:start', 'typing:stop'], { description: 'What the user did.' })

const delivery = {
  user: ToldUser,
  conversation,
  message: Type.Object({ id: Id('Id of the message.', message.id) }, { title: 'DeliveredMessage' }),
  destination: Type.Object(
    {
      type: text({ description: 'The channel.', examples: ['twilio'] }),
      integrationId: text({ description: 'Its integration.', examples: [source.integrationId] }),
    },
    { title: 'DeliveryDestination' },
  ),
  externalMessages: Type.Optional(
    Type.Array(
      Type.Object({ id: text({ description: 'Id of the message in the channel.' }) }, { title: 'ExternalMessage' }),
      {
        description: 'What became of the message in the channel, which may take several.',
      },
    ),
  ),
  isFinalEvent: flag({ description: 'Whether nothing more will be told of this message there.' }),
}
const delivered = {
  user: someone,
  conversation: place,
  message: { id: message.id },
  destination: { type: 'twilio', integrationId: source.integrationId },
  externalMessages: [{ id: 'SM1f0e' }],
  isFinalEvent: true,
}

/** Events of conversations and their messages. */
export const eventsOfConversations = {
  'conversation:create': event(
    'conversation:create',
    Type.Object({
      conversation,
      creationReason: choice(
        ['linkRequest', 'message', 'none', 'notification', 'prechatCapture', 'startConversation', 'proactiveMessaging'],
        { description: 'What made it begin; `none` for one made by a call.' },
      ),
      source: SourceWithCampaign,
      user: Type.Optional(ToldUser),
      referral: Type.Optional(Referral),
    }),
    {
      title: 'ConversationCreateEvent',
      description: 'A conversation began.',
      example: { conversation: place, creationReason: 'message', source, user: someone },
    },
  ),
  'conversation:join': event('conversation:join', Type.Object({ conversation, user: UserTruncated }), {
    title: 'ConversationJoinEvent',
    description: 'A user joined a group.',
    example: { conversation: { ...place, type: 'sdkGroup' }, user: someone },
  }),
  'conversation:leave': event('conversation:leave', Type.Object({ conversation, user: UserTruncated }), {
    title: 'ConversationLeaveEvent',
    description: 'A user left a group.',
    example: { conversation: { ...place, type: 'sdkGroup' }, user: someone },
  }),
  'conversation:remove': event('conversation:remove', Type.Object({ conversation }), {
    title: 'ConversationRemoveEvent',
    description: 'A conversation was deleted.',
    example: { conversation: place },
  }),
  'conversation:message': event(
    'conversation:message',
    Type.Object({
      conversation,
      message: ToldMessage,
      recentNotifications: Type.Optional(
        Type.Array(ToldMessage, { description: 'Notifications that the user may be answering.' }),
      ),
    }),
    {
      title: 'ConversationMessageEvent',
      description: 'A message was written, by whomever.',
      example: { conversation: place, message: { ...message, author: { ...author, displayName: 'Steve' } } },
    },
  ),
  'conversation:message:delivery:channel': event('conversation:message:delivery:channel', Type.Object(delivery), {
    title: 'ConversationMessageDeliveryChannelEvent',
    description: 'A channel took a message.',
    example: delivered,
  }),
  'conversation:message:delivery:failure': event(
    'conversation:message:delivery:failure',
    Type.Object({ ...delivery, error: describedError }),
    {
      title: 'ConversationMessageDeliveryFailureEvent',
      description: 'A message could not be delivered.',
      example: { ...delivered, error: { code: 'unauthorized', message: 'The channel refused the message' } },
    },
  ),
  'conversation:message:delivery:user': event('conversation:message:delivery:user', Type.Object(delivery), {
    title: 'ConversationMessageDeliveryUserEvent',
    description: 'A message reached the user.',
    example: delivered,
  }),
  'conversation:postback': event(
    'conversation:postback',
    Type.Object({
      postback: Type.Object(
        {
          payload: text({ description: 'Payload of the button.', examples: ['TAP'] }),
          metadata: Type.Optional(Metadata),
        },
        { title: 'ToldPostback' },
      ),
      conversation,
      user: ToldUser,
      source: SourceWithCampaign,
    }),
    {
      title: 'ConversationPostbackEvent',
      description: 'A user tapped a button.',
      example: { postback: { payload: 'TAP' }, conversation: place, user: someone, source },
    },
  ),
  'conversation:read': event(
    'conversation:read',
    Type.Object({ conversation, activity: activity(reading, 'ReadActivity') }),
    {
      title: 'ConversationReadEvent',
      description: 'A user read what was written.',
      example: { conversation: place, activity: { type: 'conversation:read', source, author } },
    },
  ),
  'conversation:referral': event(
    'conversation:referral',
    Type.Object({ conversation, user: ToldUser, source: SourceWithCampaign, referral: Referral }),
    {
      title: 'ConversationReferralEvent',
      description: 'A user was led to a conversation from elsewhere.',
      example: { conversation: place, user: someone, source, referral: { code: 'spring' } },
    },
  ),
  'conversation:typing': event(
    'conversation:typing',
    Type.Object({ conversation, activity: activity(typing, 'TypingActivity') }),
    {
      title: 'ConversationTypingEvent',
      description: 'A user began to type, or stopped.',
      example: { conversation: place, activity: { type: 'typing:start', source, author } },
    },
  ),
}
