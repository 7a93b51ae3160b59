import { appReply } from '../apps/apps.ts'
import { InvalidGrant, InvalidRequest } from '../errors.ts'
import { operation } from '../kit/operation.ts'
import { Empty, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

const tag = 'OAuth'
const code = 'yLMRbv1TgLQZKLjxJyaYKwkBjXNlYz3nAGcCFx0BBnw'
const client_id = '5e4af71a81966cfff3ef6550'
const client_secret = 'secret of the partner'

export const Authorize = operation({
  id: 'Authorize',
  method: 'GET',
  path: '/oauth/authorize',
  tag,
  summary: 'Authorize',
  description:
    'Opened in a browser: asks the owner of an app whether a partner may have access, and leads back to the partner with a code, or with `error=access_denied`.',
  access: [],
  query: Type.Object({
    client_id: text({ description: 'Id of the partner.', examples: [client_id] }),
    response_type: text({ description: '`code`.', examples: ['code'] }),
    state: Type.Optional(text({ description: 'Given back as it is.', examples: ['Pending'] })),
    redirect_uri: Type.Optional(
      text({
        description: 'Where to go back to: one of those the partner has registered; the first one where it is missing.',
        examples: ['https://partner.example/callback'],
      }),
    ),
  }),
  status: 302,
  replyType: 'text/plain',
  isPage: true,
  reply: text({ description: 'Where the browser goes.' }),
  errors: [],
  example: {
    given: { oauthClientId: client_id },
    reply: `Found. Redirecting to https://partner.example/callback?code=${code}&state=Pending`,
  },
})

export const GetToken = operation({
  id: 'GetToken',
  method: 'POST',
  path: '/oauth/token',
  tag,
  summary: 'Get Token',
  description: 'Gives a token for a code, once and within ten minutes. A code that comes twice ends what it gave.',
  access: [],
  body: Type.Object(
    {
      code: text({ description: 'The code.', examples: [code] }),
      grant_type: text({ description: '`authorization_code`.', examples: ['authorization_code'] }),
      client_id: text({ description: 'Id of the partner.', examples: [client_id] }),
      client_secret: text({ description: 'Secret of the partner.' }),
    },
    { title: 'TokenRequest' },
  ),
  status: 200,
  reply: Type.Object(
    {
      access_token: text({ description: 'Token of integration scope.' }),
      token_type: text({ description: '`Bearer`.', examples: ['Bearer'] }),
    },
    { title: 'Token' },
  ),
  errors: [InvalidGrant, InvalidRequest],
  example: {
    body: { code, grant_type: 'authorization_code', client_id, client_secret },
    given: { oauthCode: code, oauthClientId: client_id, oauthClientSecret: client_secret },
    reply: { access_token: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl', token_type: 'Bearer' },
  },
})

export const RevokeAccess = operation({
  id: 'RevokeAccess',
  method: 'DELETE',
  path: '/oauth/authorization',
  tag,
  summary: 'Revoke Access',
  description:
    'Ends the access of the partner whose token is sent: its integration goes, with webhooks and tokens, and its `removeUrl` is called.',
  access: ['integration'],
  status: 200,
  reply: Empty,
  errors: [],
  example: { reply: {} },
})

export const GetTokenInfo = operation({
  id: 'GetTokenInfo',
  method: 'GET',
  path: '/v2/tokenInfo',
  tag,
  summary: 'Get Token Info',
  description: 'The app that the token belongs to.',
  access: ['integration'],
  status: 200,
  reply: appReply.withSubdomain,
  errors: [],
  example: { reply: appReply.example },
})
