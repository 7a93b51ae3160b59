import type { Field, Shape } from '../request/shape.ts'
import { widest } from './infer.ts'

/** What either of two documents may be. */
export function either(one: Shape, other: Shape): Shape {
  if (one.kind === 'null') return other
  if (other.kind === 'null') return one
  if (one.kind === 'object' && other.kind === 'object')
    return { kind: 'object', fields: eitherFields(one.fields, other.fields) }
  if (one.kind === 'list' && other.kind === 'list') {
    const item = isUnknown(one.item) ? other.item : isUnknown(other.item) ? one.item : either(one.item, other.item)
    return { kind: 'list', item, nullableItems: one.nullableItems || other.nullableItems }
  }
  if (one.kind === 'map' && other.kind === 'map') {
    const value = either(one.value, other.value)
    return { kind: 'map', value, nullableValues: one.nullableValues || other.nullableValues }
  }
  return widest(one, other)
}

function eitherFields(one: readonly Field[], other: readonly Field[]): Field[] {
  const others = new Map(other.map(field => [field.name, field]))
  const names = new Set(one.map(({ name }) => name))
  return [
    ...one.map(field => {
      const same = others.get(field.name)
      return same === undefined ? { ...field, optional: true } : eitherField(field, same)
    }),
    ...other.filter(({ name }) => !names.has(name)).map(field => ({ ...field, optional: true })),
  ]
}

function eitherField(one: Field, other: Field): Field {
  return {
    ...other,
    ...one,
    shape: either(one.shape, other.shape),
    optional: one.optional || other.optional,
    nullable: one.nullable || other.nullable || one.shape.kind === 'null' || other.shape.kind === 'null',
    secret: one.secret || other.secret,
  }
}

/** What a schema says, with what samples know beyond it. Where they contradict, the schema is right. */
export function refine(schema: Shape, seen: Shape): Shape {
  if (isUnknown(seen) || isEmpty(seen)) return schema
  if (isUnknown(schema)) return seen
  if (schema.kind === 'object' && seen.kind === 'object') {
    return { kind: 'object', fields: refineFields(schema.fields, seen.fields) }
  }
  if (schema.kind === 'list' && seen.kind === 'list') {
    return {
      kind: 'list',
      item: refine(schema.item, seen.item),
      nullableItems: schema.nullableItems || seen.nullableItems,
    }
  }
  if (schema.kind === 'map' && seen.kind === 'map') return { ...schema, value: refine(schema.value, seen.value) }
  if (schema.kind === 'map' && seen.kind === 'object' && isUnknown(schema.value)) return seen
  if (schema.kind === 'integer' && seen.kind === 'integer') return widest(schema, seen)
  return schema
}

const isUnknown = ({ kind }: Shape) => kind === 'any' || kind === 'null'

/** Nothing but `{}` was seen: that is what a sample has where its maker gave up, too. */
const isEmpty = (seen: Shape) => seen.kind === 'map' && seen.value.kind === 'any'

function refineFields(schema: readonly Field[], seen: readonly Field[]): Field[] {
  const others = new Map(seen.map(field => [field.name, field]))
  const names = new Set(schema.map(({ name }) => name))
  return [
    ...schema.map(field => {
      const same = others.get(field.name)
      if (same === undefined) return field
      return { ...field, shape: refine(field.shape, same.shape), nullable: field.nullable || same.nullable }
    }),
    ...seen.filter(({ name }) => !names.has(name)).map(field => ({ ...field, optional: true })),
  ]
}
