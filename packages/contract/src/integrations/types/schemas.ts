import type { TSchema } from 'typebox'
import { InvalidIntegrationType } from '../../errors.ts'
import { discriminated } from '../../kit/discriminated.ts'
import { limits } from '../../kit/limits.ts'
import { choice, flag, Id, nullable, text } from '../../kit/schema.ts'
import { Type } from '../../kit/type.ts'
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
} from './channels.ts'
import { CustomWebhooks, custom } from './custom.ts'
import type { Field, IntegrationType } from './fields.ts'
import { android, ios, unity, web } from './sdk.ts'

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

const name = {
  description: 'Name of the integration, for people. Null unsets it.',
  maxLength: limits.displayNameLength,
  examples: ['My integration'],
}
const displayName = nullable(text(name))
const changedName = nullable(text({ ...name, minLength: 1 }))
const defaultResponderId = nullable(
  text({ description: 'Switchboard integration that answers first here. Null unsets it.', writeOnly: true }),
)
const aiDisclaimer = { description: 'Whether messages written by an AI say so.' }
const showAIDisclaimer = flag({ ...aiDisclaimer, default: true })

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
const onlyShared = (type: IntegrationType, properties: Record<string, TSchema>) => (type.shared ? properties : {})

function createSchema(key: IntegrationTypeName): TSchema {
  const type: IntegrationType = integrationTypes[key]
  const own = pick(
    type,
    field => field.kind !== 'readOnly',
    field => (field.required ? field.schema : optional(field.schema)),
  )
  return Type.Object(
    {
      type: typeProperty(key),
      displayName: optional(displayName),
      ...onlyShared(type, {
        defaultResponderId: optional(defaultResponderId),
        showAIDisclaimer: optional(showAIDisclaimer),
      }),
      ...own,
    },
    { title: titleOf(key, 'Create'), description: type.description },
  )
}

function updateSchema(key: IntegrationTypeName): TSchema {
  const type: IntegrationType = integrationTypes[key]
  const own = pick(
    type,
    field => field.update !== undefined,
    field => optional(field.update ?? field.schema),
  )
  const shared = onlyShared(type, {
    defaultResponderId: optional(defaultResponderId),
    showAIDisclaimer: optional(flag(aiDisclaimer)),
  })
  return Type.Object({ displayName: optional(changedName), ...shared, ...own }, { title: titleOf(key, 'Update') })
}

function replySchema(key: IntegrationTypeName): TSchema {
  const type: IntegrationType = integrationTypes[key]
  const own = pick(
    type,
    field => field.kind !== 'secret',
    field => (field.required ? field.schema : optional(field.schema)),
  )
  const shared = onlyShared(type, {
    defaultResponder: optional(DefaultResponder),
    showAIDisclaimer: optional(showAIDisclaimer),
  })
  return Type.Object(
    {
      id: Id('Id of the integration.', '5e4af71a81966cfff3ef6550'),
      type: typeProperty(key),
      status: choice(['active', 'inactive', 'error'], { description: 'State of the integration.', readOnly: true }),
      displayName: optional(displayName),
      ...shared,
      ...own,
      ...(key === 'custom' ? { webhooks: CustomWebhooks } : {}),
    },
    { title: titleOf(key, ''), description: type.description },
  )
}

const each = (build: (key: IntegrationTypeName) => TSchema) =>
  Object.fromEntries(typeNames.map(key => [key, build(key)])) as Record<IntegrationTypeName, TSchema>

/** What may be changed later, by type; anything else is deleted and made again. */
export const integrationUpdates = each(updateSchema)

export const IntegrationCreate = discriminated<IntegrationCreate>(
  'type',
  each(createSchema),
  InvalidIntegrationType.title,
  {
    title: 'IntegrationCreate',
    description: 'An integration to be made; `type` decides which properties it has.',
  },
)

export const Integration = discriminated<Integration>('type', each(replySchema), InvalidIntegrationType.title, {
  title: 'Integration',
  description: 'An integration; `type` decides which properties it has. Secrets are never returned.',
})

export const IntegrationUpdate = Type.Unsafe<IntegrationUpdate>({
  title: 'IntegrationUpdate',
  description: 'The properties that may be changed; which ones, the type of the stored integration decides.',
  type: 'object',
  anyOf: Object.values(integrationUpdates),
})
