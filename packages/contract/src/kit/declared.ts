import type { TSchema } from 'typebox'
import { isDiscriminated } from './discriminated.ts'

interface Node {
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly readOnly?: boolean
}

/**
 * A copy of a value that fits a schema, without the properties that the schema does not declare, or that only replies
 * have: nobody has checked what they hold. Where a schema declares none, an object is free and stays as it is.
 */
export function declared(schema: TSchema, value: unknown): unknown {
  const { properties, items } = branchOf(schema, value)
  if (Array.isArray(value)) return items === undefined ? value : value.map(item => declared(items as TSchema, item))
  if (typeof value !== 'object' || value === null || properties === undefined) return value
  const kept: Record<string, unknown> = {}
  for (const [name, part] of Object.entries(value)) {
    if (Object.hasOwn(properties, name) && properties[name]?.readOnly !== true)
      kept[name] = declared(properties[name] as TSchema, part)
  }
  return kept
}

function branchOf(schema: TSchema, value: unknown): Node {
  if (!isDiscriminated(schema)) return schema as Node
  const chosen = (value as Readonly<Record<string, string>>)[schema.discriminator.propertyName] ?? ''
  return (schema['x-variants'][chosen] ?? {}) as Node
}
