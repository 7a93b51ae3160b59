import type { JsonTemplate } from '../request/json.ts'
import type { Field, Shape } from '../request/shape.ts'
import { fixedText } from '../request/template.ts'
import { isSecretName } from '../request/words.ts'
import { standIn } from './stand-in.ts'

/** Documents that differ, or values that stand in one place of them. */
type Values = readonly JsonTemplate[]

/** What all these documents look like, taken together. What only stands in for a value says nothing. */
export function inferShape(documents: Values): Shape {
  const known = documents.filter(value => value.kind !== 'null' && value.kind !== 'input' && !isJunk(value))
  const objects = known.filter(value => value.kind === 'object')
  const arrays = known.filter(value => value.kind === 'array')
  if (known.length === 0) return { kind: isNullable(documents) ? 'null' : 'any' }
  if (objects.length === known.length) return objectShape(objects)
  if (arrays.length === known.length) return listShape(arrays.flatMap(({ items }) => items))
  return known.map(scalarShape).reduce(widest)
}

const isNullable = (values: Values) => values.some(({ kind }) => kind === 'null')

function isJunk(value: JsonTemplate): boolean {
  return value.kind === 'string' && standIn(fixedText(value.value) ?? '') === 'unknown'
}

function objectShape(objects: readonly Extract<JsonTemplate, { kind: 'object' }>[]): Shape {
  const places = new Map<string, JsonTemplate[]>()
  for (const { members } of objects) {
    for (const { name, value } of members) {
      const text = fixedText(name) ?? ''
      const values = places.get(text)
      if (values === undefined) places.set(text, [value])
      else values.push(value)
    }
  }
  if ([...places.keys()].every(isData)) {
    const values = [...places.values()].flat()
    const value = inferShape(values)
    if (value.kind !== 'any' || values.length === 0) return { kind: 'map', value, nullableValues: isNullable(values) }
  }
  return { kind: 'object', fields: [...places].map(place => fieldOf(place, objects.length)) }
}

function fieldOf([name, values]: readonly [string, Values], objects: number): Field {
  const shape = inferShape(values)
  const isText = shape.kind === 'string' || shape.kind === 'null' || shape.kind === 'any'
  return {
    name,
    shape,
    optional: values.length < objects,
    nullable: isNullable(values),
    secret: isText && isSecretName(name),
  }
}

/** Names that a program gives, not a person: dates, numbers, ids, addresses. */
function isData(name: string): boolean {
  return /^\d|^[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9a-f]{24,}$|[@/]/i.test(name)
}

function listShape(items: Values): Shape {
  return { kind: 'list', item: inferShape(items), nullableItems: isNullable(items) }
}

function scalarShape(value: JsonTemplate): Shape {
  switch (value.kind) {
    case 'string': {
      const stands = standIn(fixedText(value.value) ?? '')
      return stands === undefined || stands === 'unknown' ? { kind: 'string' } : stands
    }
    case 'number':
      return numberShape(value.text)
    case 'boolean':
      return { kind: 'boolean' }
    default:
      return { kind: 'any' }
  }
}

function numberShape(text: string): Shape {
  if (/^-?\d+$/.test(text)) {
    const value = BigInt(text)
    const size = BigInt.asIntN(64, value) !== value ? 'big' : Number.isSafeInteger(Number(text)) ? 'safe' : 'int64'
    return { kind: 'integer', size }
  }
  return { kind: 'number', size: isDouble(text) ? 'double' : 'decimal' }
}

/** Whether a double holds all digits of the number. */
function isDouble(text: string): boolean {
  const digits = text
    .replace(/[eE].*/, '')
    .replaceAll(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '')
  return digits.length <= 15 && Number.isFinite(Number(text))
}

const INTEGER_SIZES = ['safe', 'int64', 'big'] as const

/** The scalar that both are; `any` when there is none. */
export function widest(one: Shape, other: Shape): Shape {
  if (one.kind === 'integer' && other.kind === 'integer') {
    const size = INTEGER_SIZES[Math.max(INTEGER_SIZES.indexOf(one.size), INTEGER_SIZES.indexOf(other.size))] ?? 'big'
    return { kind: 'integer', size }
  }
  if (isNumeric(one) && isNumeric(other)) {
    return { kind: 'number', size: isExact(one) || isExact(other) ? 'decimal' : 'double' }
  }
  return one.kind === other.kind ? one : { kind: 'any' }
}

const isNumeric = ({ kind }: Shape) => kind === 'integer' || kind === 'number'

const isExact = (shape: Shape) =>
  (shape.kind === 'number' && shape.size === 'decimal') || (shape.kind === 'integer' && shape.size !== 'safe')
