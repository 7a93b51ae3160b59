import { AppNotFound, IntegrationNotFound, KeysOnlyForCustom, NotFound, TooManyKeys } from '../errors.ts'
import { apiKey, exampleKey, KeyCreate } from '../kit/keys.ts'
import { operation } from '../kit/operation.ts'
import { Empty } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

export const IntegrationKey = apiKey('IntegrationKey', 'int_5e4b0f225aca01092928f917')
const params = { keyId: 'int_5e4b0f225aca01092928f917' }
const key = exampleKey(params.keyId)
const tag = 'Custom Integration API Keys'

export const CreateCustomIntegrationKey = operation({
  id: 'CreateCustomIntegrationKey',
  method: 'POST',
  path: '/v2/apps/{appId}/integrations/{integrationId}/keys',
  tag,
  summary: 'Create Integration Key',
  description:
    'Makes a key that speaks for one custom integration. Its secret signs JSON Web Tokens whose `kid` is its id. An integration has at most 10.',
  access: ['app', 'account'],
  body: KeyCreate,
  status: 201,
  reply: Type.Object({ key: IntegrationKey }),
  errors: [KeysOnlyForCustom, TooManyKeys, AppNotFound, IntegrationNotFound],
  example: { body: { displayName: 'My custom key' }, reply: { key } },
})

export const ListCustomIntegrationKeys = operation({
  id: 'ListCustomIntegrationKeys',
  method: 'GET',
  path: '/v2/apps/{appId}/integrations/{integrationId}/keys',
  tag,
  summary: 'List Integration Keys',
  description: 'All keys of the custom integration, oldest first.',
  access: ['app', 'account'],
  status: 200,
  reply: Type.Object({ keys: Type.Array(IntegrationKey) }),
  errors: [KeysOnlyForCustom, AppNotFound, IntegrationNotFound],
  example: { reply: { keys: [key] } },
})

export const GetCustomIntegrationKey = operation({
  id: 'GetCustomIntegrationKey',
  method: 'GET',
  path: '/v2/apps/{appId}/integrations/{integrationId}/keys/{keyId}',
  tag,
  summary: 'Get Integration Key',
  description: 'One key of the custom integration.',
  access: ['app', 'account'],
  status: 200,
  reply: Type.Object({ key: IntegrationKey }),
  errors: [AppNotFound, IntegrationNotFound, NotFound],
  example: { params, reply: { key } },
})

export const DeleteCustomIntegrationKey = operation({
  id: 'DeleteCustomIntegrationKey',
  method: 'DELETE',
  path: '/v2/apps/{appId}/integrations/{integrationId}/keys/{keyId}',
  tag,
  summary: 'Delete Integration Key',
  description: 'Removes a key of the custom integration. It and every token signed with it stop working at once.',
  access: ['app', 'account'],
  status: 200,
  reply: Empty,
  errors: [AppNotFound, IntegrationNotFound, NotFound],
  example: { params, reply: {} },
})
