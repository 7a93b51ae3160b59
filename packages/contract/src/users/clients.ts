import { MessagePost } from '../conversations/messages.ts'
import {
  AppNotFound,
  ClientNotFound,
  ConversationNotFound,
  IntegrationNotFound,
  InvalidPage,
  InvalidRequest,
  SdkClientStays,
  UserNotFound,
} from '../errors.ts'
import { discriminated } from '../kit/discriminated.ts'
import { operation } from '../kit/operation.ts'
import { Page, pageOf } from '../kit/pagination.ts'
import { choice, Empty, flag, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { Client } from './sources.ts'

const shared = {
  integrationId: text({ description: 'Integration of the channel.', examples: ['5e4af71a81966cfff3ef6550'] }),
  primary: Type.Optional(
    flag({ description: 'Whether the conversation is answered through this client first.', default: true }),
  ),
}
const phoneNumber = text({
  description: 'Telephone number with `+` and the code of the country; spaces and dashes are left out.',
  pattern: '^\\+[0-9][0-9 \\-]{3,30}$',
  'x-problem': "should be a telephone number with '+' and the code of the country",
  examples: ['+15145555555'],
})
const byPhone = (type: string, title: string) =>
  Type.Object({ type: text({ description: 'Channel.', default: type }), ...shared, phoneNumber }, { title })

const criteria = {
  mailgun: Type.Object(
    {
      type: text({ description: 'Channel.', default: 'mailgun' }),
      ...shared,
      address: text({ description: 'Mail address.', examples: ['steve@example.com'] }),
      subject: Type.Optional(
        text({ description: 'Subject of the first mail.', default: 'New message from {appName}' }),
      ),
    },
    { title: 'MatchCriteriaMailgun' },
  ),
  messagebird: byPhone('messagebird', 'MatchCriteriaMessagebird'),
  twilio: byPhone('twilio', 'MatchCriteriaTwilio'),
  whatsapp: byPhone('whatsapp', 'MatchCriteriaWhatsapp'),
}

export interface MatchCriteria {
  readonly type: keyof typeof criteria
  readonly integrationId: string
  readonly primary?: boolean
  readonly address?: string
  readonly subject?: string
  readonly phoneNumber?: string
}

const ClientCreate = Type.Object(
  {
    matchCriteria: discriminated<MatchCriteria>(
      'type',
      criteria,
      `.type: should be equal to one of the allowed values: ${Object.keys(criteria).join(', ')}`,
      { title: 'MatchCriteria', description: 'How the user is found in the channel.' },
    ),
    confirmation: Type.Object(
      {
        type: choice(['immediate', 'userActivity', 'prompt'], { description: 'What makes the client an active one.' }),
        message: Type.Optional(
          Type.Unsafe<MessagePost>({
            ...MessagePost,
            title: 'ConfirmationMessage',
            description: 'What the user is sent first: a text or an image, with links only. It is not kept.',
          }),
        ),
      },
      { title: 'Confirmation', description: 'How the user agrees to be reached there.' },
    ),
    target: Type.Object(
      { conversationId: text({ description: 'Conversation that the client joins.' }) },
      { title: 'ClientTarget', description: 'Where the client belongs.' },
    ),
  },
  { title: 'ClientCreate' },
)

const client: Client = {
  id: '5fad99e1b0d2b2000d2b2a1d',
  type: 'twilio',
  status: 'pending',
  integrationId: '5e4af71a81966cfff3ef6550',
}
const userIdOrExternalId = '7494535bff5cef41a15be74d'
const brandId = Type.Optional(text({ description: 'Brand in which an `externalId` is looked for.' }))
const tag = 'Clients'
const access = ['integration', 'app', 'account'] as const

export const CreateClient = operation({
  id: 'CreateClient',
  method: 'POST',
  path: '/v2/apps/{appId}/users/{userIdOrExternalId}/clients',
  tag,
  summary: 'Create Client',
  description: 'Links a channel to the user. The client is pending until the channel has found and confirmed it.',
  access,
  query: Type.Object({ brandId }),
  body: ClientCreate,
  status: 201,
  reply: Type.Object({ client: Client }),
  errors: [InvalidRequest, AppNotFound, UserNotFound, IntegrationNotFound, ConversationNotFound],
  example: {
    params: { userIdOrExternalId },
    body: {
      matchCriteria: { type: 'twilio', integrationId: '5e4af71a81966cfff3ef6550', phoneNumber: '+15145555555' },
      confirmation: { type: 'immediate' },
      target: { conversationId: '029c31f25a21b47effd7be90' },
    },
    given: { integrationId: '5e4af71a81966cfff3ef6550', conversationId: '029c31f25a21b47effd7be90' },
    reply: { client },
  },
})

export const ListClients = operation({
  id: 'ListClients',
  method: 'GET',
  path: '/v2/apps/{appId}/users/{userIdOrExternalId}/clients',
  tag,
  summary: 'List Clients',
  description: 'The channels through which the user can be reached, oldest first.',
  access,
  query: Type.Object({ page: Type.Optional(Page), brandId }),
  status: 200,
  reply: pageOf('clients', Client),
  errors: [InvalidPage, AppNotFound, UserNotFound],
  example: {
    params: { userIdOrExternalId },
    reply: { clients: [{ ...client, status: 'active' }], meta: { hasMore: false } },
  },
})

export const RemoveClient = operation({
  id: 'RemoveClient',
  method: 'DELETE',
  path: '/v2/apps/{appId}/users/{userIdOrExternalId}/clients/{clientId}',
  tag,
  summary: 'Remove Client',
  description: 'Takes the channel from the user and from all conversations. Clients of SDKs stay.',
  access,
  query: Type.Object({ brandId }),
  status: 200,
  reply: Empty,
  errors: [SdkClientStays, AppNotFound, UserNotFound, ClientNotFound],
  example: { params: { userIdOrExternalId, clientId: client.id }, reply: {} },
})
