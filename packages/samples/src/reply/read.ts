import { oncePerObject } from '../request/once.ts'
import type { Field, ObjectShape, Shape } from '../request/shape.ts'
import type { NamedValue, ReadItem, ReadValue, RecordType } from './reading.ts'

/** The values of a document that a program names, in the order in which they stand. */
export const namedValues: (shape: Shape) => readonly NamedValue[] = oncePerObject(shape =>
  shape.kind === 'object' ? fieldValues(shape, [], false) : [named({ path: [], shape, absent: false, secret: false })],
)

function fieldValues({ fields }: ObjectShape, path: readonly string[], absent: boolean): NamedValue[] {
  return fields.flatMap(field => {
    const way = [...path, field.name]
    const isAbsent = absent || field.optional || field.nullable
    if (field.shape.kind === 'object') return fieldValues(field.shape, way, isAbsent)
    return named({ path: way, shape: field.shape, absent: isAbsent, secret: field.secret })
  })
}

type Whole = Exclude<Shape, ObjectShape>

function named({
  shape,
  ...rest
}: Pick<NamedValue, 'path' | 'absent' | 'secret'> & { readonly shape: Whole }): NamedValue {
  return { ...rest, value: readValue(shape) }
}

function readValue(shape: Whole): ReadValue {
  if (shape.kind !== 'list') return shape
  return { kind: 'list', item: itemOf(shape.item), nullableItems: shape.nullableItems }
}

function itemOf(shape: Shape): ReadItem {
  return shape.kind === 'object' ? { kind: 'record', values: fieldValues(shape, [], false) } : readValue(shape)
}

/**
 * The objects of a document as types, each once: the root first, then in the order in which they are met.
 * In the shape that comes back, equal objects are one and the same, so that a type is found by its object.
 */
export const recordTypes: (root: Shape) => Records = oncePerObject(root => {
  const records: Met[] = []
  const shape = shared(root, [], records)
  return { shape, records: records.map(({ record }) => record) }
})

interface Met {
  readonly object: ObjectShape
  readonly record: RecordType
}

interface Records {
  readonly shape: Shape
  readonly records: readonly RecordType[]
}

function shared(shape: Shape, path: readonly string[], records: Met[]): Shape {
  switch (shape.kind) {
    case 'object':
      return sharedObject(shape, path, records)
    case 'list':
      return { ...shape, item: shared(shape.item, path, records) }
    case 'map':
      return { ...shape, value: shared(shape.value, path, records) }
    default:
      return shape
  }
}

function sharedObject(object: ObjectShape, path: readonly string[], records: Met[]): ObjectShape {
  const known = records.find(met => isEqual(met.object, object))
  if (known !== undefined) return known.record.shape
  const fields: Field[] = []
  const shape: ObjectShape = { kind: 'object', fields }
  records.push({ object, record: { path, shape } })
  for (const field of object.fields) {
    fields.push({ ...field, shape: shared(field.shape, [...path, field.name], records) })
  }
  return shape
}

/** Most objects differ in their first fields already. */
function isEqual(one: ObjectShape, other: ObjectShape): boolean {
  const isAlike =
    one.fields.length === other.fields.length && one.fields.every(({ name }, at) => name === other.fields[at]?.name)
  return isAlike && JSON.stringify(one) === JSON.stringify(other)
}
