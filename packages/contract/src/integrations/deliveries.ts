import {
  AppNotFound,
  EventNotFound,
  Forbidden,
  IntegrationNotFound,
  InvalidQuery,
  InvalidRequest,
  NotFound,
} from '../errors.ts'
import { Event } from '../events/events.ts'
import { time } from '../events/parts.ts'
import { limits } from '../kit/limits.ts'
import { operation } from '../kit/operation.ts'
import { Page, pageOf } from '../kit/pagination.ts'
import { choice, Id, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { exampleWebhook, TRIGGERS, Webhook } from './webhooks.ts'

export const deliveryStates = ['waiting', 'retrying', 'delivered', 'failed'] as const

const state = choice(deliveryStates, {
  description:
    '`waiting`: is called as soon as it can be. `retrying`: was not taken, and is tried again. `delivered`: was answered with 2xx. `failed`: was refused for good, or not taken at the last attempt.',
})
const timeOf = (description: string) => text({ description, format: 'date-time', examples: [time] })

const Attempt = Type.Object(
  {
    at: timeOf('When the call began.'),
    durationMs: Type.Integer({ description: 'How long it took, in milliseconds.', examples: [12] }),
    status: Type.Optional(Type.Integer({ description: 'Status of the answer, if there was one.', examples: [200] })),
    problem: Type.Optional(text({ description: 'Why there was no answer.', examples: ['connect ECONNREFUSED'] })),
    answer: Type.Optional(
      text({ description: 'How the answer began: at most 1 kB, with the secrets of the webhook taken out.' }),
    ),
    events: Type.Integer({ description: 'How many events the call carried.', examples: [1] }),
  },
  { title: 'DeliveryAttempt', description: 'One call, and what came of it.' },
)

const fields = {
  eventId: Id('The event.', '61290a62c64b3af1ff868714'),
  type: text({ description: 'What happened.', examples: ['conversation:message'] }),
  createdAt: timeOf('When it happened.'),
  state,
  dueAt: Type.Optional(timeOf('When it is tried again.')),
  attempts: Type.Array(Attempt, { description: 'Oldest first; those before a replay stay.' }),
}

export const Delivery = Type.Object(fields, { title: 'Delivery', description: 'What became of an event at a webhook.' })

const FullDelivery = Type.Object(
  { ...fields, event: Type.Optional(Event) },
  { title: 'FullDelivery', description: 'A delivery with the event as the webhook is told of it.' },
)

const exampleEvent = {
  id: '61290a62c64b3af1ff868714',
  createdAt: time,
  type: 'conversation:remove',
  sequence: 7,
  payload: { conversation: { id: '029c31f25a21b47effd7be90', type: 'personal' } },
}
const example = {
  eventId: exampleEvent.id,
  type: exampleEvent.type,
  createdAt: time,
  state: 'delivered' as const,
  attempts: [{ at: time, durationMs: 12, status: 200, answer: 'ok', events: 1 }],
}
const params = { webhookId: exampleWebhook.id }
const shared = { tag: 'Webhooks', extension: true, access: ['integration', 'app', 'account'] } as const
const path = '/v2/apps/{appId}/integrations/{integrationId}/webhooks/{webhookId}'
const errors = [InvalidRequest, AppNotFound, IntegrationNotFound, NotFound] as const

export const ListDeliveries = operation({
  ...shared,
  id: 'ListDeliveries',
  method: 'GET',
  path: `${path}/deliveries`,
  summary: 'List Deliveries',
  description: 'What became of the events that the webhook was to be told of, newest first.',
  query: Type.Object({
    page: Type.Optional(Page),
    filter: Type.Optional(
      Type.Object(
        { state: Type.Optional(state), since: Type.Optional(timeOf('Only of events since then.')) },
        { title: 'DeliveryFilter' },
      ),
    ),
  }),
  status: 200,
  reply: pageOf('deliveries', Delivery),
  errors: [InvalidQuery, AppNotFound, IntegrationNotFound, NotFound],
  example: { params, reply: { deliveries: [example], meta: { hasMore: false } } },
})

export const GetDelivery = operation({
  ...shared,
  id: 'GetDelivery',
  method: 'GET',
  path: `${path}/deliveries/{eventId}`,
  summary: 'Get Delivery',
  description: 'What became of one event, and what was sent.',
  status: 200,
  reply: Type.Object({ delivery: FullDelivery }),
  errors: [AppNotFound, IntegrationNotFound, NotFound],
  example: { params, reply: { delivery: { ...example, event: exampleEvent } } },
})

export const ReplayDelivery = operation({
  ...shared,
  id: 'ReplayDelivery',
  method: 'POST',
  path: `${path}/deliveries/{eventId}/replay`,
  summary: 'Replay Delivery',
  description:
    'Sends one event of the app again, under the same id, whatever came of it; also one that the webhook was never told of.',
  status: 200,
  reply: Type.Object({ delivery: Delivery }),
  errors: [AppNotFound, IntegrationNotFound, NotFound, EventNotFound],
  example: { params, reply: { delivery: { ...example, state: 'waiting', attempts: [] } } },
})

export const ReplayDeliveries = operation({
  ...shared,
  id: 'ReplayDeliveries',
  method: 'POST',
  path: `${path}/replay`,
  summary: 'Replay Deliveries',
  description: 'Sends those again that failed, or with `state` `delivered` those that did not, of events of a time.',
  body: Type.Object(
    {
      since: timeOf('Of events since then.'),
      until: Type.Optional(timeOf('Of events before then; without it, until now.')),
      state: Type.Optional(
        choice(['failed', 'delivered'], { description: 'Which ones.', default: 'failed', examples: ['failed'] }),
      ),
    },
    { title: 'DeliveryReplay' },
  ),
  status: 200,
  reply: Type.Object({ replayed: Type.Integer({ description: 'How many are sent again.', examples: [3] }) }),
  errors: [...errors],
  example: { params, body: { since: time }, reply: { replayed: 3 } },
})

const SigningSecret = Type.Object(
  {
    secret: text({
      description: 'Key of the signatures, as Standard Webhooks writes it.',
      examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
    }),
    previousUntil: Type.Optional(timeOf('Until when calls are also signed with the secret before it.')),
  },
  { title: 'SigningSecret', description: 'What calls of a webhook are signed with. It is never sent along.' },
)
const exampleSecret = { secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' }

export const GetSigningSecret = operation({
  ...shared,
  id: 'GetSigningSecret',
  method: 'GET',
  path: `${path}/signingSecret`,
  summary: 'Get Signing Secret',
  description: 'The secret by which a receiver verifies that a call comes from here (Standard Webhooks).',
  status: 200,
  reply: Type.Object({ signingSecret: SigningSecret }),
  errors: [AppNotFound, IntegrationNotFound, NotFound],
  example: { params, reply: { signingSecret: exampleSecret } },
})

export const RotateWebhookSecret = operation({
  ...shared,
  id: 'RotateWebhookSecret',
  method: 'POST',
  path: `${path}/rotateSecret`,
  summary: 'Rotate Webhook Secret',
  description:
    'Makes a new secret; the one before stays good for a while. Meanwhile calls are signed with both, and a receiver that refuses the new `X-API-Key` with 401 or 403 is called with the old one at once.',
  body: Type.Object(
    {
      which: choice(['apiKey', 'signing'], { description: 'The secret sent as `X-API-Key`, or the one that signs.' }),
      overlapSeconds: Type.Optional(
        Type.Integer({
          description: 'How long the secret before stays good.',
          minimum: 0,
          maximum: limits.rotationOverlapSeconds,
          default: 86_400,
          examples: [86_400],
        }),
      ),
    },
    { title: 'SecretRotation' },
  ),
  status: 200,
  reply: Type.Object({ webhook: Webhook, signingSecret: SigningSecret }),
  errors: [...errors],
  example: {
    params,
    body: { which: 'signing', overlapSeconds: 86_400 },
    reply: { webhook: exampleWebhook, signingSecret: exampleSecret },
  },
})

export const ListEvents = operation({
  ...shared,
  id: 'ListEvents',
  method: 'GET',
  path: '/v2/apps/{appId}/integrations/{integrationId}/events',
  summary: 'List Events',
  description:
    'What happened, in the order in which it was committed, as far as webhooks of the integration could be told of it: for a receiver that missed something. Nothing appears before a cursor that was given out. Without `after` it begins with the oldest event that is kept; `after=end` gives no event and the cursor of the present.',
  query: Type.Object({
    after: Type.Optional(
      text({
        description: 'Cursor of an earlier answer, or `end`.',
        pattern: '^(end|\\d{1,19}-([0-9a-f]{24})?)$',
        'x-problem': 'should be a cursor of an earlier answer, or end',
        examples: ['81234-61290a62c64b3af1ff868714'],
      }),
    ),
    size: Type.Optional(
      Type.Integer({
        description: 'Events at most.',
        minimum: 1,
        maximum: limits.pageSizeMax,
        default: limits.pageSizeMax,
        examples: [100],
      }),
    ),
    filter: Type.Optional(
      Type.Object(
        { type: Type.Optional(choice(TRIGGERS, { description: 'Only events of this type.' })) },
        { title: 'EventFilter' },
      ),
    ),
  }),
  status: 200,
  reply: Type.Object({
    events: Type.Array(Event),
    meta: Type.Object(
      {
        hasMore: Type.Boolean({ description: 'Whether there may be more already.' }),
        afterCursor: text({ description: 'The `after` of the next call.' }),
      },
      { title: 'EventsMeta' },
    ),
  }),
  errors: [InvalidQuery, Forbidden, AppNotFound, IntegrationNotFound],
  example: {
    reply: { events: [exampleEvent], meta: { hasMore: false, afterCursor: '81234-61290a62c64b3af1ff868714' } },
  },
})
