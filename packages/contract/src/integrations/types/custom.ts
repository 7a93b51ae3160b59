import { Type } from '../../kit/type.ts'
import { Webhook, WebhookCreate } from '../webhooks.ts'
import { type IntegrationType, plain } from './fields.ts'

export const custom: IntegrationType = {
  description: 'A program of your own, told by its webhooks. Born with exactly one; more are added by CreateWebhook.',
  shared: false,
  fields: {
    webhooks: plain(Type.Array(WebhookCreate, { description: 'The first webhook.', minItems: 1, maxItems: 1 }), {
      required: true,
    }),
  },
}

export const CustomWebhooks = Type.Array(Webhook, { description: 'The webhooks of the integration.' })
