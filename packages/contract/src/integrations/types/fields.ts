import type { TSchema } from 'typebox'
import { flag, type Keywords, nullable, text } from '../../kit/schema.ts'

/** One property of a type of integration. */
export interface Field {
  readonly schema: TSchema
  /** `secret`: written, sealed at rest, never returned. `readOnly`: made by the server. */
  readonly kind: 'plain' | 'secret' | 'readOnly'
  readonly required: boolean
  /** What an update takes; undefined where it takes nothing. */
  readonly update: TSchema | undefined
}

export interface IntegrationType {
  readonly description: string
  /** Whether it has the properties that all types but `custom` share. */
  readonly shared: boolean
  readonly fields: Readonly<Record<string, Field>>
  /** Rules between properties, which a schema cannot say: a sentence for the first that is broken. */
  readonly rule?: (settings: Properties) => string | undefined
  /** Read-only properties that follow from what was written, secrets included. */
  readonly derived?: (written: Properties) => Properties
}

type Properties = Readonly<Record<string, unknown>>

interface Place {
  readonly required?: boolean
  readonly updatable?: boolean
}

const field = (
  kind: Field['kind'],
  schema: TSchema,
  { required = false, updatable = false }: Place,
  update: TSchema = schema,
): Field => ({ schema, kind, required, update: updatable ? update : undefined })

/** @param update what an update takes, where that differs from a creation */
export const plain = (schema: TSchema, place: Place = {}, update?: TSchema): Field =>
  field('plain', schema, place, update)

export const readOnly = (schema: TSchema): Field => field('readOnly', { ...schema, readOnly: true }, {})

/** A secret; null unsets it, so an update of one that is required takes none. */
export function secret(
  description: string,
  place: Place & { readonly min?: number; readonly nullable?: boolean } = {},
): Field {
  const options: Keywords = {
    description,
    writeOnly: true,
    ...(place.min === undefined ? {} : { minLength: place.min }),
  }
  const value = text(options)
  const schema = place.nullable === false ? value : nullable(value)
  return field('secret', schema, place, place.required === true ? value : schema)
}

export const some = (description: string, options: Keywords = {}) => text({ description, minLength: 1, ...options })

export const webAddress = (description: string, options: Keywords = {}) =>
  text({
    description,
    pattern: '^(https?://.*)?$',
    'x-problem': 'should be an absolute http or https address, or empty',
    ...options,
  })

/** A read-only property that is a part of a written one; absent where that does not have the form. */
export const partOf =
  (name: string, source: string, pattern: RegExp) =>
  (written: Properties): Properties => {
    const value = written[source]
    const found = typeof value === 'string' ? pattern.exec(value)?.[1] : undefined
    return found === undefined ? {} : { [name]: found }
  }

/** What the four SDK types have in common. */
export const sdkFields: Readonly<Record<string, Field>> = {
  canUserSeeConversationList: plain(
    flag({ description: 'Whether users see the list of their conversations.', default: true }),
    { updatable: true },
  ),
  canUserCreateMoreConversations: plain(flag({ description: 'Whether users may start further conversations.' }), {
    updatable: true,
  }),
  attachmentsEnabled: readOnly(flag({ description: 'Whether users may send attachments.' })),
}

export const sdkDerived = (): Properties => ({ attachmentsEnabled: true })
