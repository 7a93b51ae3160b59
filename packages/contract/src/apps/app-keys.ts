import { AppNotFound, NotFound, TooManyKeys } from '../errors.ts'
import { apiKey, exampleKey, KeyCreate } from '../kit/keys.ts'
import { operation } from '../kit/operation.ts'
import { Empty } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

export const AppKey = apiKey('AppKey', 'app_67a0e949f0305f4a391e9d97')
const params = { keyId: 'app_67a0e949f0305f4a391e9d97' }
const key = exampleKey(params.keyId)

export const CreateAppKey = operation({
  id: 'CreateAppKey',
  method: 'POST',
  path: '/v2/apps/{appId}/keys',
  tag: 'App Keys',
  summary: 'Create App Key',
  description: 'Makes a key of app scope. An app has at most 10.',
  access: ['account'],
  body: KeyCreate,
  status: 201,
  reply: Type.Object({ key: AppKey }),
  errors: [TooManyKeys, AppNotFound],
  example: { body: { displayName: 'My custom key' }, reply: { key } },
})

export const ListAppKeys = operation({
  id: 'ListAppKeys',
  method: 'GET',
  path: '/v2/apps/{appId}/keys',
  tag: 'App Keys',
  summary: 'List App Keys',
  description: 'All keys of the app, oldest first.',
  access: ['account'],
  status: 200,
  reply: Type.Object({ keys: Type.Array(AppKey) }),
  errors: [AppNotFound],
  example: { reply: { keys: [key] } },
})

export const GetAppKey = operation({
  id: 'GetAppKey',
  method: 'GET',
  path: '/v2/apps/{appId}/keys/{keyId}',
  tag: 'App Keys',
  summary: 'Get App Key',
  description: 'One key of the app.',
  access: ['account'],
  status: 200,
  reply: Type.Object({ key: AppKey }),
  errors: [NotFound, AppNotFound],
  example: { params, reply: { key } },
})

export const DeleteAppKey = operation({
  id: 'DeleteAppKey',
  method: 'DELETE',
  path: '/v2/apps/{appId}/keys/{keyId}',
  tag: 'App Keys',
  summary: 'Delete App Key',
  description: 'Removes a key of the app. It and every token signed with it stop working at once.',
  access: ['account'],
  status: 200,
  reply: Empty,
  errors: [AppNotFound, NotFound],
  example: { params, reply: {} },
})
