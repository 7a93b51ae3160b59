import { declaredEvents, WebhookCall } from '../events/events.ts'
import type { Components } from '../kit/components.ts'
import type { OpenApiCall, OpenApiContent } from './openapi-document.ts'

/** How webhooks are called, with an example of each event. */
export function describeCall(components: Components): OpenApiCall {
  const schema = components.use(WebhookCall)
  return {
    operationId: 'EventWebhooks',
    tags: ['Webhooks'],
    summary: 'Webhook Events',
    description:
      'What a webhook is called with: one event or several, each of which stands for itself. A status of 2xx says that they were taken; anything else, or no answer within 20 seconds, leads to another attempt with the same ids.',
    parameters: [
      {
        name: 'X-API-Key',
        in: 'header',
        required: true,
        description: 'Secret of the webhook.',
        schema: { type: 'string' },
      },
      ...signature,
    ],
    requestBody: { required: true, content: { 'application/json': { schema, examples: examples() } } },
    responses: { 200: { description: 'Taken.' } },
  }
}

/** Of Standard Webhooks. */
const signature = [
  ['webhook-id', 'Id of the event, the same at every attempt; of a call with several events one of its own.'],
  ['webhook-timestamp', 'When the call was made, in seconds since 1970.'],
  ['webhook-signature', 'HMAC-SHA256 over id, time and body, once with each signing secret that is good.'],
].map(([name = '', description = '']) => ({
  ...{ name, description },
  in: 'header' as const,
  required: true,
  schema: { type: 'string' },
}))

function examples() {
  const app = { id: '5e4af71a81966cfff3ef6551' }
  const webhook = { id: '5ef21b86e933b7355c11c606', version: 'v2' }
  const all = Object.entries(declaredEvents).map(([type, { description, example }]) => [
    type,
    { summary: description, value: { app, webhook, events: [example] } },
  ])
  return Object.fromEntries(all) as NonNullable<OpenApiContent[string]['examples']>
}
