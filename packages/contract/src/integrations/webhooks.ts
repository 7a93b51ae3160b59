import type { Static } from 'typebox'
import {
  AppNotFound,
  Forbidden,
  IntegrationNotFound,
  InvalidRequest,
  NotFound,
  TooManyWebhooks,
  WebhooksOnlyForCustom,
} from '../errors.ts'
import { limits } from '../kit/limits.ts'
import { operation } from '../kit/operation.ts'
import { choice, Empty, flag, Id, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

/** What a webhook can ask to be told; names are case-sensitive. `*` stands for all of them. */
export const TRIGGERS = [
  '*',
  'client:add',
  'client:remove',
  'client:update',
  'conversation:create',
  'conversation:join',
  'conversation:leave',
  'conversation:message',
  'conversation:message:delivery:channel',
  'conversation:message:delivery:failure',
  'conversation:message:delivery:user',
  'conversation:postback',
  'conversation:read',
  'conversation:referral',
  'conversation:remove',
  'conversation:typing',
  'passthrough:messaging',
  'switchboard:acceptControl',
  'switchboard:acceptControl:failure',
  'switchboard:offerControl',
  'switchboard:offerControl:failure',
  'switchboard:passControl',
  'switchboard:passControl:failure',
  'switchboard:releaseControl',
  'user:merge',
  'user:remove',
  'user:update',
] as const

const target = text({
  description: 'Address that is called: absolute, http or https.',
  format: 'uri',
  pattern: '^[hH][tT][tT][pP][sS]?://[^/?#]',
  'x-problem': 'should be an absolute http or https address',
  maxLength: limits.urlLength,
  examples: ['https://example.com/callback'],
})

const triggers = Type.Array(choice(TRIGGERS), {
  description: 'What the webhook is called for.',
  minItems: 1,
  examples: [['conversation:read', 'conversation:message']],
})

const includeFullUser = flag({
  description: 'Whether events carry the whole user instead of its ids.',
  default: false,
})
const includeFullSource = flag({
  description: 'Whether the source of an event carries its client and device.',
  default: false,
})
const strictOrder = flag({
  description:
    'Whether an event that was not taken holds back those of its conversation that came after it. An extension: without it later events do not wait.',
  default: false,
})
const options = {
  includeFullUser: Type.Optional(includeFullUser),
  includeFullSource: Type.Optional(includeFullSource),
  strictOrder: Type.Optional(strictOrder),
}

const webhookFields = {
  id: Id('Id of the webhook.', '5e554d2cac66fb73a3c01871'),
  version: text({ description: 'Version of the payload that is sent.', examples: ['v2'] }),
  target,
  triggers,
  secret: text({
    description: 'Sent with every call as `X-API-Key`, so that the receiver knows the caller.',
    examples: ['8564b3e6a8b20a4bdb68b05ce9bc5936'],
  }),
  includeFullUser,
  includeFullSource,
  strictOrder,
}

export const Webhook = Type.Object(webhookFields, { title: 'Webhook' })

export const WebhookCreate = Type.Object({ target, triggers, ...options }, { title: 'WebhookCreate' })
export type WebhookCreate = Static<typeof WebhookCreate>

const WebhookUpdate = Type.Object(
  { target: Type.Optional(target), triggers: Type.Optional(triggers), ...options },
  { title: 'WebhookUpdate' },
)

export const exampleWebhook: Static<typeof Webhook> = {
  id: '5e554d2cac66fb73a3c01871',
  version: 'v2',
  target: 'https://example.com/callback',
  triggers: ['conversation:read', 'conversation:message'],
  secret: '8564b3e6a8b20a4bdb68b05ce9bc5936',
  includeFullUser: false,
  includeFullSource: false,
  strictOrder: false,
}
const params = { webhookId: exampleWebhook.id }
const tag = 'Webhooks'
const access = ['integration', 'app', 'account'] as const

export const CreateWebhook = operation({
  id: 'CreateWebhook',
  method: 'POST',
  path: '/v2/apps/{appId}/integrations/{integrationId}/webhooks',
  tag,
  summary: 'Create Webhook',
  description: 'Adds a webhook to a custom integration; its secret is made here. An app has at most 10 webhooks.',
  access,
  body: WebhookCreate,
  status: 201,
  reply: Type.Object({ webhook: Webhook }),
  errors: [InvalidRequest, WebhooksOnlyForCustom, TooManyWebhooks, Forbidden, AppNotFound, IntegrationNotFound],
  example: {
    body: { target: exampleWebhook.target, triggers: ['conversation:read', 'conversation:message'] },
    reply: { webhook: exampleWebhook },
  },
})

export const ListWebhooks = operation({
  id: 'ListWebhooks',
  method: 'GET',
  path: '/v2/apps/{appId}/integrations/{integrationId}/webhooks',
  tag,
  summary: 'List Webhooks',
  description: 'The webhooks of an integration, oldest first.',
  access,
  status: 200,
  reply: Type.Object({ webhooks: Type.Array(Webhook) }),
  errors: [Forbidden, AppNotFound, IntegrationNotFound],
  example: { reply: { webhooks: [exampleWebhook] } },
})

export const GetWebhook = operation({
  id: 'GetWebhook',
  method: 'GET',
  path: '/v2/apps/{appId}/integrations/{integrationId}/webhooks/{webhookId}',
  tag,
  summary: 'Get Webhook',
  description: 'One webhook of the integration.',
  access,
  status: 200,
  reply: Type.Object({ webhook: Webhook }),
  errors: [AppNotFound, IntegrationNotFound, NotFound],
  example: { params, reply: { webhook: exampleWebhook } },
})

export const UpdateWebhook = operation({
  id: 'UpdateWebhook',
  method: 'PATCH',
  path: '/v2/apps/{appId}/integrations/{integrationId}/webhooks/{webhookId}',
  tag,
  summary: 'Update Webhook',
  description: 'Changes what is sent and leaves the rest; the secret stays.',
  access,
  body: WebhookUpdate,
  status: 200,
  reply: Type.Object({ webhook: Webhook }),
  errors: [InvalidRequest, AppNotFound, IntegrationNotFound, NotFound],
  example: { params, body: { target: exampleWebhook.target }, reply: { webhook: exampleWebhook } },
})

export const DeleteWebhook = operation({
  id: 'DeleteWebhook',
  method: 'DELETE',
  path: '/v2/apps/{appId}/integrations/{integrationId}/webhooks/{webhookId}',
  tag,
  summary: 'Delete Webhook',
  description: 'Removes a webhook of the integration; it is called no more.',
  access,
  status: 200,
  reply: Empty,
  errors: [AppNotFound, IntegrationNotFound, NotFound],
  example: { params, reply: {} },
})
