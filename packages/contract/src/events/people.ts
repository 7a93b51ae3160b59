import { Metadata } from '../kit/metadata.ts'
import { choice, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { client, conversation, event, samples, ToldSource, ToldUser, UserTruncated } from './parts.ts'

const reason = <const T extends string>(...reasons: readonly T[]) => choice(reasons, { description: 'What led to it.' })
const who = { user: UserTruncated, client }
const { user: someone, client: channel, source } = samples

const Merged = <P extends typeof ToldUser | typeof conversation | typeof client>(part: P, description: string) =>
  Type.Object({ surviving: part, discarded: Type.Optional(part) }, { description })

/** Events of users and of the channels through which they are reached. */
export const eventsOfPeople = {
  'client:add': event(
    'client:add',
    Type.Object({
      conversation: Type.Optional(conversation),
      ...who,
      reason: reason('channelLinking', 'sdkLogin', 'authCode'),
      source: ToldSource,
    }),
    {
      title: 'ClientAddEvent',
      description: 'A channel was added to a user.',
      example: { conversation: samples.conversation, user: someone, client: channel, reason: 'channelLinking', source },
    },
  ),
  'client:remove': event(
    'client:remove',
    Type.Object({
      conversation: Type.Optional(conversation),
      ...who,
      reason: reason('api', 'linkCancelled', 'linkFailed', 'sdk', 'theft'),
      error: Type.Optional(
        Type.Unsafe<Record<string, unknown>>({ type: 'object', description: 'Why the channel could not be linked.' }),
      ),
      source: ToldSource,
    }),
    {
      title: 'ClientRemoveEvent',
      description: 'A channel was taken from a user.',
      example: { user: someone, client: channel, reason: 'api', source: { type: 'api:conversations' } },
    },
  ),
  'client:update': event(
    'client:update',
    Type.Object({
      conversation: Type.Optional(conversation),
      ...who,
      reason: reason('confirmed', 'blocked', 'unblocked', 'matched'),
    }),
    {
      title: 'ClientUpdateEvent',
      description: 'A channel of a user changed.',
      example: { user: someone, client: channel, reason: 'confirmed' },
    },
  ),
  'user:merge': event(
    'user:merge',
    Type.Object({
      mergedUsers: Type.Object(
        { surviving: ToldUser, discarded: ToldUser },
        { description: 'The user who stays, and the one who went.' },
      ),
      mergedConversations: Type.Optional(Merged(conversation, 'Their default conversations.')),
      mergedClients: Type.Optional(Merged(client, 'Their clients of one channel.')),
      discardedMetadata: Type.Optional(Metadata),
      reason: reason('api', 'channelLinking', 'sdkLogin'),
    }),
    {
      title: 'UserMergeEvent',
      description: 'Two users were found to be one.',
      example: {
        mergedUsers: { surviving: someone, discarded: { id: '7494535bff5cef41a15be74e', authenticated: false } },
        reason: 'api',
      },
    },
  ),
  'user:remove': event('user:remove', Type.Object({ user: UserTruncated }), {
    title: 'UserRemoveEvent',
    description: 'A user was deleted, with all that was theirs.',
    example: { user: someone },
  }),
  'user:update': event(
    'user:update',
    Type.Object({ user: ToldUser, reason: reason('authentication', 'localeDetection'), source: ToldSource }),
    {
      title: 'UserUpdateEvent',
      description: 'Something was found out about a user.',
      example: { user: someone, reason: 'authentication', source },
    },
  ),
}

export const describedError = Type.Object(
  {
    code: text({ description: 'What went wrong, for programs.', examples: ['unauthorized'] }),
    message: text({ description: 'What went wrong, for people.' }),
  },
  { description: 'What went wrong.' },
)
