import type { Static } from 'typebox'
import { InvalidRequest, NotFound } from '../errors.ts'
import { limits } from '../kit/limits.ts'
import { operation } from '../kit/operation.ts'
import { displayName, Empty, Id, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

const address = (description: string, example: string) =>
  text({
    description,
    format: 'uri',
    pattern: '^https?://',
    'x-problem': 'should be an http or https address',
    maxLength: limits.urlLength,
    examples: [example],
  })

const fields = {
  displayName: displayName('Name of the partner, as owners of apps see it.', 'Example Bot'),
  redirectUris: Type.Array(address('Where owners may be led back to.', 'https://partner.example/callback'), {
    minItems: 1,
    maxItems: 10,
  }),
  removeUrl: Type.Optional(address('Called when access to an app ends.', 'https://partner.example/removed')),
}

export const OAuthClient = Type.Object(
  { id: Id('Id of the partner: its `client_id`.', '5e4af71a81966cfff3ef6550'), ...fields },
  { title: 'OAuthClient' },
)
const client: Static<typeof OAuthClient> = {
  id: '5e4af71a81966cfff3ef6550',
  displayName: 'Example Bot',
  redirectUris: ['https://partner.example/callback'],
  removeUrl: 'https://partner.example/removed',
}
const { id: _, ...created } = client
const tag = 'OAuth'

export const CreateOAuthClient = operation({
  id: 'CreateOAuthClient',
  method: 'POST',
  path: '/v2/oauthClients',
  tag,
  extension: true,
  summary: 'Create OAuth Client',
  description: 'Registers a partner. Its secret is told here and never again.',
  access: ['account'],
  body: Type.Object(fields, { title: 'OAuthClientCreate' }),
  status: 201,
  reply: Type.Object({ oauthClient: OAuthClient, clientSecret: text({ description: 'Secret of the partner.' }) }),
  errors: [InvalidRequest],
  example: { body: created, reply: { oauthClient: client, clientSecret: 'secret of the partner' } },
})

export const ListOAuthClients = operation({
  id: 'ListOAuthClients',
  method: 'GET',
  path: '/v2/oauthClients',
  tag,
  extension: true,
  summary: 'List OAuth Clients',
  description: 'All partners, oldest first, without their secrets.',
  access: ['account'],
  status: 200,
  reply: Type.Object({ oauthClients: Type.Array(OAuthClient) }),
  errors: [],
  example: { reply: { oauthClients: [client] } },
})

export const DeleteOAuthClient = operation({
  id: 'DeleteOAuthClient',
  method: 'DELETE',
  path: '/v2/oauthClients/{oauthClientId}',
  tag,
  extension: true,
  summary: 'Delete OAuth Client',
  description: 'Removes a partner, and its access to every app.',
  access: ['account'],
  status: 200,
  reply: Empty,
  errors: [NotFound],
  example: { params: { oauthClientId: client.id }, reply: {} },
})
