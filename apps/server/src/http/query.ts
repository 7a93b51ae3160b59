import type { TSchema } from 'typebox'

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, ObjectSchema>>
  readonly type?: string
}

/**
 * Reads a query string by its schema: nested objects from `name[key]=…` (deepObject of OpenAPI), whole numbers as numbers.
 * Names the schema does not know are left out. A name given twice becomes a list, which no schema of a single value meets.
 */
export function readQuery(search: string, schema: TSchema): Record<string, unknown> {
  const query: Record<string, unknown> = {}
  for (const [name, value] of new URLSearchParams(search)) {
    const [outer = '', inner] = /^([^[\]]+)\[([^[\]]+)\]$/.exec(name)?.slice(1) ?? [name]
    const place = property(schema as ObjectSchema, outer)
    if (place === undefined) continue
    if (inner === undefined) {
      query[outer] = add(query[outer], convert(value, place))
      continue
    }
    const leaf = property(place, inner)
    if (leaf === undefined) continue
    const nested = query[outer] ?? {}
    if (!isGroup(nested)) {
      query[outer] = add(nested, value)
      continue
    }
    const group = nested
    group[inner] = add(group[inner], convert(value, leaf))
    query[outer] = group
  }
  return query
}

const property = (schema: ObjectSchema, name: string): ObjectSchema | undefined =>
  schema.properties !== undefined && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const convert = (value: string, schema: ObjectSchema): string | number =>
  schema.type === 'integer' && /^-?\d{1,15}$/.test(value) ? Number(value) : value

const add = (before: unknown, value: unknown): unknown => (before === undefined ? value : [before, value].flat())
