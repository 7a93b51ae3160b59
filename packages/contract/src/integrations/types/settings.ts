import type { TSchema } from 'typebox'
import { declared } from '../../kit/declared.ts'
import type { Field, IntegrationType } from './fields.ts'
import { integrationTypes, integrationUpdates } from './schemas.ts'

/** What a body says about a type's own properties. */
export interface WrittenSettings {
  readonly plain: Readonly<Record<string, unknown>>
  /** To be sealed; null unsets. */
  readonly secrets: Readonly<Record<string, string | null>>
}

/**
 * Takes the properties of a type out of a body that fits its schema. Whatever else is in the body is left out: properties
 * that are not known, are made by the server, or (with `update`) cannot be changed.
 * With `create`, properties that have a default and were not sent have it.
 */
export function writtenSettings(
  name: string,
  body: Readonly<Record<string, unknown>>,
  purpose: 'create' | 'update',
): WrittenSettings {
  const type = typeOf(name)
  const plain: Record<string, unknown> = {}
  const secrets: Record<string, string | null> = {}
  for (const [key, field] of Object.entries(type.fields)) {
    if (field.kind === 'readOnly' || (purpose === 'update' && field.update === undefined) || key === 'webhooks')
      continue
    const value = body[key] === undefined && purpose === 'create' ? defaultOf(field) : body[key]
    if (value === undefined) continue
    if (field.kind === 'secret') secrets[key] = value as string | null
    else plain[key] = declared(field.schema, value)
  }
  return { plain, secrets }
}

const defaultOf = ({ schema }: Field): unknown => (schema as { readonly default?: unknown }).default

/** The first rule between properties that the settings as a whole break, as a sentence. */
export const brokenIntegrationRule = (name: string, settings: Readonly<Record<string, unknown>>): string | undefined =>
  typeOf(name).rule?.(settings)

/** Read-only properties that follow from the settings, secrets included. */
export const derivedSettings = (
  name: string,
  settings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => typeOf(name).derived?.(settings) ?? {}

/** What may be changed of an integration of this type. */
export const integrationUpdateOf = (name: string): TSchema => integrationUpdates[typeName(name)]

const typeOf = (name: string): IntegrationType => integrationTypes[typeName(name)]

function typeName(name: string): keyof typeof integrationTypes {
  if (!Object.hasOwn(integrationTypes, name)) throw new Error(`there is no type of integration named ${name}`)
  return name as keyof typeof integrationTypes
}
