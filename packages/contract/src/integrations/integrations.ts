import {
  AppNotFound,
  IntegrationNotFound,
  InvalidIntegrationType,
  InvalidQuery,
  InvalidRequest,
  ManagedSdkIntegration,
  TooManyWebhooks,
} from '../errors.ts'
import { operation } from '../kit/operation.ts'
import { Page, pageOf } from '../kit/pagination.ts'
import { Empty, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { Integration, IntegrationCreate, IntegrationUpdate } from './types/schemas.ts'
import { exampleWebhook } from './webhooks.ts'

const integration: Integration = {
  id: '5e4af71a81966cfff3ef6550',
  type: 'custom',
  status: 'active',
  displayName: 'My integration',
  webhooks: [exampleWebhook],
}
const params = { integrationId: integration.id }
const reply = Type.Object({ integration: Integration })
const tag = 'Integrations'
const access = ['app', 'account'] as const

export const CreateIntegration = operation({
  id: 'CreateIntegration',
  method: 'POST',
  path: '/v2/apps/{appId}/integrations',
  tag,
  summary: 'Create Integration',
  description: 'Connects the app to a channel, an SDK, or, with type `custom`, a program of your own.',
  access,
  body: IntegrationCreate,
  status: 201,
  reply,
  errors: [InvalidIntegrationType, InvalidRequest, TooManyWebhooks, AppNotFound],
  example: {
    body: {
      type: 'custom',
      displayName: 'My integration',
      webhooks: [{ target: exampleWebhook.target, triggers: exampleWebhook.triggers }],
    },
    reply: { integration },
  },
})

export const ListIntegrations = operation({
  id: 'ListIntegrations',
  method: 'GET',
  path: '/v2/apps/{appId}/integrations',
  tag,
  summary: 'List Integrations',
  description: 'The integrations of the app, oldest first.',
  access,
  query: Type.Object({
    page: Type.Optional(Page),
    filter: Type.Optional(
      Type.Object({
        types: Type.Optional(
          text({ description: 'Only these types, separated by commas.', examples: ['android,ios'] }),
        ),
      }),
    ),
  }),
  status: 200,
  reply: pageOf('integrations', Integration),
  errors: [InvalidQuery, AppNotFound],
  example: { reply: { integrations: [integration], meta: { hasMore: false } } },
})

export const GetIntegration = operation({
  id: 'GetIntegration',
  method: 'GET',
  path: '/v2/apps/{appId}/integrations/{integrationId}',
  tag,
  summary: 'Get Integration',
  description: 'One integration of the app.',
  access,
  status: 200,
  reply,
  errors: [AppNotFound, IntegrationNotFound],
  example: { params, reply: { integration } },
})

export const UpdateIntegration = operation({
  id: 'UpdateIntegration',
  method: 'PATCH',
  path: '/v2/apps/{appId}/integrations/{integrationId}',
  tag,
  summary: 'Update Integration',
  description: 'Changes what is sent and leaves the rest.',
  access,
  body: IntegrationUpdate,
  bodyCheck: 'stored',
  status: 200,
  reply,
  errors: [InvalidRequest, AppNotFound, IntegrationNotFound],
  example: { params, body: { displayName: 'My integration' }, reply: { integration } },
})

export const DeleteIntegration = operation({
  id: 'DeleteIntegration',
  method: 'DELETE',
  path: '/v2/apps/{appId}/integrations/{integrationId}',
  tag,
  summary: 'Delete Integration',
  description: 'Removes an integration with its keys and webhooks. Its credentials stop working at once.',
  access,
  status: 200,
  reply: Empty,
  errors: [ManagedSdkIntegration, AppNotFound, IntegrationNotFound],
  example: { params, reply: {} },
})
