import Type, { type TSchema } from 'typebox'
import {
  AppNotFound,
  IntegrationNotFound,
  InvalidIntegrationType,
  InvalidQuery,
  InvalidRequest,
  ManagedSdkIntegration,
  TooManyWebhooks,
} from './errors.ts'
import {
  apple,
  instagram,
  line,
  mailgun,
  messagebird,
  messenger,
  telegram,
  twilio,
  twitter,
  viber,
  whatsapp,
} from './integration-types/channels.ts'
import { CustomWebhooks, custom } from './integration-types/custom.ts'
import type { Field, IntegrationType } from './integration-types/fields.ts'
import { android, ios, unity, web } from './integration-types/sdk.ts'
import { discriminated } from './kit/discriminated.ts'
import { limits } from './kit/limits.ts'
import { operation } from './kit/operation.ts'
import { Page, pageOf } from './kit/pagination.ts'
import { choice, Empty, flag, Id, nullable, text } from './kit/schema.ts'
import { exampleWebhook } from './webhooks.ts'

/** Every type that can be created. */
export const integrationTypes = {
  android,
  apple,
  custom,
  instagram,
  ios,
  line,
  mailgun,
  messagebird,
  messenger,
  telegram,
  twilio,
  twitter,
  unity,
  viber,
  web,
  whatsapp,
} as const satisfies Record<string, IntegrationType>
export type IntegrationTypeName = keyof typeof integrationTypes

const typeNames = Object.keys(integrationTypes) as IntegrationTypeName[]

const name = nullable(
  text({
    description: 'Name of the integration, for people. Null unsets it.',
    minLength: 1,
    maxLength: limits.displayNameLength,
    examples: ['My integration'],
  }),
)
const defaultResponderId = nullable(
  text({
    description: 'Switchboard integration that answers first here. Null unsets it.',
    writeOnly: true,
    minLength: 1,
    maxLength: 128,
  }),
)
const showAIDisclaimer = flag({ description: 'Whether messages written by an AI say so.', default: true })

const DefaultResponder = Type.Unsafe<object | null>({
  title: 'DefaultResponder',
  type: ['object', 'null'],
  readOnly: true,
  description: 'Switchboard integration that answers first in this integration.',
  properties: {
    name: { type: 'string', description: 'Name of the switchboard integration.' },
    integrationId: { type: 'string', description: 'Its integration.' },
    integrationType: { type: 'string', description: 'Type of its integration.' },
    deliverStandbyEvents: { type: 'boolean', description: 'Whether it is told of events while another is in control.' },
    nextSwitchboardIntegrationId: { type: ['string', 'null'], description: 'Whom it passes control to.' },
    messageHistoryCount: { type: 'number', description: 'Messages it is given when it takes control.' },
    inherited: { type: 'boolean', description: 'Whether it is the default of the whole switchboard.' },
  },
})

export interface SharedWritable {
  readonly displayName?: string | null
  readonly defaultResponderId?: string | null
  readonly showAIDisclaimer?: boolean
}

/** Body of a creation: the shared properties, and those of the type. */
export type IntegrationCreate = SharedWritable & { readonly type: IntegrationTypeName } & Readonly<
    Record<string, unknown>
  >
export type IntegrationUpdate = SharedWritable & Readonly<Record<string, unknown>>
export type Integration = {
  readonly id: string
  readonly type: IntegrationTypeName
  readonly status: 'active' | 'inactive' | 'error'
} & Readonly<Record<string, unknown>>

const optional = (schema: TSchema): TSchema => Type.Optional(schema)

function pick(
  type: IntegrationType,
  wanted: (field: Field) => boolean,
  build: (field: Field) => TSchema,
): Record<string, TSchema> {
  return Object.fromEntries(
    Object.entries(type.fields)
      .filter(([, field]) => wanted(field))
      .map(([key, field]) => [key, build(field)]),
  )
}

const titleOf = (type: string, purpose: string) =>
  `${type.charAt(0).toUpperCase()}${type.slice(1)}Integration${purpose}`
const typeProperty = (type: IntegrationTypeName) => choice([type], { description: 'Type of the integration.' })
const sharedWritable = (type: IntegrationType): Record<string, TSchema> => ({
  displayName: optional(name),
  ...(type.shared
    ? { defaultResponderId: optional(defaultResponderId), showAIDisclaimer: optional(showAIDisclaimer) }
    : {}),
})

function createSchema(key: IntegrationTypeName): TSchema {
  const type: IntegrationType = integrationTypes[key]
  const own = pick(
    type,
    field => field.kind !== 'readOnly',
    field => (field.required ? field.schema : optional(field.schema)),
  )
  return Type.Object(
    { type: typeProperty(key), ...sharedWritable(type), ...own },
    { title: titleOf(key, 'Create'), description: type.description },
  )
}

function updateSchema(key: IntegrationTypeName): TSchema {
  const type: IntegrationType = integrationTypes[key]
  const own = pick(
    type,
    field => field.updatable,
    field => optional(field.schema),
  )
  return Type.Object({ ...sharedWritable(type), ...own }, { title: titleOf(key, 'Update') })
}

function replySchema(key: IntegrationTypeName): TSchema {
  const type: IntegrationType = integrationTypes[key]
  const own = pick(
    type,
    field => field.kind !== 'secret',
    field => optional(field.schema),
  )
  const shared = type.shared
    ? { defaultResponder: optional(DefaultResponder), showAIDisclaimer: optional(showAIDisclaimer) }
    : {}
  return Type.Object(
    {
      id: Id('Id of the integration.', '5e4af71a81966cfff3ef6550'),
      type: typeProperty(key),
      status: choice(['active', 'inactive', 'error'], { description: 'State of the integration.', readOnly: true }),
      displayName: optional(name),
      ...shared,
      ...own,
      ...(key === 'custom' ? { webhooks: optional(CustomWebhooks) } : {}),
    },
    { title: titleOf(key, ''), description: type.description },
  )
}

const each = (build: (key: IntegrationTypeName) => TSchema) =>
  Object.fromEntries(typeNames.map(key => [key, build(key)])) as Record<IntegrationTypeName, TSchema>

/** What may be changed later, by type; anything else is deleted and made again. */
export const integrationUpdates = each(updateSchema)

const IntegrationCreate = discriminated<IntegrationCreate>('type', each(createSchema), InvalidIntegrationType.title, {
  title: 'IntegrationCreate',
  description: 'An integration to be made; `type` decides which properties it has.',
})

export const Integration = discriminated<Integration>('type', each(replySchema), InvalidIntegrationType.title, {
  title: 'Integration',
  description: 'An integration; `type` decides which properties it has. Secrets are never returned.',
})

const IntegrationUpdate = Type.Unsafe<IntegrationUpdate>({
  title: 'IntegrationUpdate',
  description: 'The properties that may be changed; which ones, the type of the stored integration decides.',
  type: 'object',
  anyOf: Object.values(integrationUpdates),
})

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
          text({ description: 'Only these types, separated by commas.', minLength: 1, examples: ['android,ios'] }),
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
