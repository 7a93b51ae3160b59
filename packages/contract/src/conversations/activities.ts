import type { Static } from 'typebox'
import { AppNotFound, ConversationNotFound, InvalidRequest, UserNotFound } from '../errors.ts'
import { operation } from '../kit/operation.ts'
import { choice, Empty } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { Author } from './messages.ts'

export const activityTypes = ['conversation:read', 'typing:start', 'typing:stop'] as const

export const ActivityPost = Type.Object(
  {
    author: Author,
    type: choice(activityTypes, {
      description:
        '`conversation:read`: all is read. `typing:start`, `typing:stop`: the business writes, or does no longer.',
    }),
  },
  { title: 'ActivityPost' },
)
export type ActivityPost = Static<typeof ActivityPost>

export const PostActivity = operation({
  id: 'PostActivity',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations/{conversationId}/activity',
  tag: 'Activity',
  summary: 'Post Activity',
  description:
    'Tells what somebody does in the conversation besides writing. For a user only `conversation:read` can be told.',
  access: ['integration', 'app', 'account'],
  body: ActivityPost,
  status: 200,
  reply: Empty,
  errors: [InvalidRequest, AppNotFound, ConversationNotFound, UserNotFound],
  example: {
    params: { conversationId: '029c31f25a21b47effd7be90' },
    body: { author: { type: 'business' }, type: 'conversation:read' },
    reply: {},
  },
})
