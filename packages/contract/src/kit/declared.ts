import type { TSchema } from 'typebox'

interface Node {
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
}

/**
 * A copy of a value that fits a schema, without the properties that the schema does not declare: nobody has checked what
 * they hold. Where a schema declares none, an object is free and stays as it is.
 */
export function declared(schema: TSchema, value: unknown): unknown {
  const { properties, items } = schema as Node
  if (Array.isArray(value)) return items === undefined ? value : value.map(item => declared(items as TSchema, item))
  if (typeof value !== 'object' || value === null || properties === undefined) return value
  const kept = Object.entries(value).filter(([name]) => Object.hasOwn(properties, name))
  return Object.fromEntries(kept.map(([name, part]) => [name, declared(properties[name] as TSchema, part)]))
}
