import { either } from '../../reply/combine.ts'
import type { Field, Shape } from '../../request/shape.ts'
import { isSecretName } from '../../request/words.ts'
import type { Node } from '../json-access.ts'
import { type OpenApi, refOf } from './document.ts'

/** References followed on the way to one place, and schemas looked at for one reply: beyond, anything may come. */
const DEPTH_MAX = 8
const SCHEMAS_MAX = 5_000

interface Described {
  readonly shape: Shape
  readonly nullable: boolean
}

const ANY: Described = { shape: { kind: 'any' }, nullable: false }

/** What values of a schema look like. A schema that contains itself ends in `any` where it begins anew. */
export function shapeOfSchema(schema: Node, document: OpenApi): Shape {
  return describe(schema, { document, refs: [], budget: { left: SCHEMAS_MAX } }).shape
}

/** Where a schema is met. */
interface Within {
  readonly document: OpenApi
  /** References on the way here. */
  readonly refs: readonly string[]
  readonly budget: { left: number }
}

function describe(schema: Node, within: Within): Described {
  const { document, refs, budget } = within
  const ref = refOf(schema)
  if (ref !== undefined && (refs.includes(ref) || refs.length >= DEPTH_MAX)) return ANY
  const inside = ref === undefined ? within : { ...within, refs: [...refs, ref] }
  const node = document.resolve(schema)
  budget.left -= 1
  if (!node.isObject || budget.left < 0) return ANY
  const parts = [own(node, inside), ...combined(node, inside)].filter(part => part.shape.kind !== 'any')
  const nullable =
    node.get('nullable').value === true || parts.some(part => part.nullable) || typesOf(node).includes('null')
  return { shape: parts.map(({ shape }) => shape).reduce(both, ANY.shape), nullable }
}

/** What `allOf` says holds beside the rest; of `oneOf` and `anyOf` any may hold. */
function combined(node: Node, within: Within): Described[] {
  const all = node
    .get('allOf')
    .items()
    .map(part => describe(part, within))
  const choices = ['oneOf', 'anyOf'].map(keyword =>
    node
      .get(keyword)
      .items()
      .map(part => describe(part, within)),
  )
  return [...all, ...choices.filter(list => list.length > 0).map(choice)]
}

function choice(list: readonly Described[]): Described {
  const shapes = list.map(({ shape }) => shape).filter(({ kind }) => kind !== 'null')
  return {
    shape: shapes.length === 0 ? { kind: 'null' } : shapes.reduce(either),
    nullable: list.some(({ shape, nullable }) => nullable || shape.kind === 'null'),
  }
}

/** A document for which both schemas hold. */
function both(one: Shape, other: Shape): Shape {
  if (one.kind === 'any') return other
  if (one.kind !== 'object' || other.kind !== 'object')
    return other.kind === 'any' || other.kind === 'map' ? one : other
  const others = new Map(other.fields.map(field => [field.name, field]))
  const names = new Set(one.fields.map(({ name }) => name))
  const shared = one.fields.map(field => {
    const same = others.get(field.name)
    if (same === undefined) return field
    const shape = both(field.shape, same.shape)
    return {
      ...field,
      ...same,
      shape,
      optional: field.optional && same.optional,
      nullable: field.nullable && same.nullable,
    }
  })
  return { kind: 'object', fields: [...shared, ...other.fields.filter(({ name }) => !names.has(name))] }
}

function own(node: Node, within: Within): Described {
  const types = typesOf(node)
  const shapes = types.filter(type => type !== 'null').map(type => typed(type, node, within))
  if (shapes.length === 0) return types.length > 0 ? { shape: { kind: 'null' }, nullable: true } : ANY
  return { shape: shapes.reduce(either), nullable: types.includes('null') }
}

/** The types a schema names, or those that its other keywords speak of. */
function typesOf(node: Node): string[] {
  const type = node.get('type')
  if (type.isArray) return type.items().map(one => one.text() ?? '')
  const named = type.text()
  if (named !== undefined) return [named]
  if (node.get('properties').isObject || node.get('additionalProperties').isObject) return ['object']
  if (node.get('items').isObject) return ['array']
  const values = node.get('const').value === undefined ? node.get('enum').items() : [node.get('const')]
  return [...new Set(values.map(({ value }) => typeOfValue(value)))]
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'bigint') return 'integer'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return Array.isArray(value) ? 'array' : typeof value
}

function typed(type: string, node: Node, within: Within): Shape {
  switch (type) {
    case 'object':
      return objectShape(node, within)
    case 'array': {
      const { shape, nullable } = describe(node.get('items'), within)
      return { kind: 'list', item: shape, nullableItems: nullable }
    }
    case 'integer':
      return { kind: 'integer', size: node.get('format').value === 'int64' ? 'int64' : 'safe' }
    case 'number':
      return { kind: 'number', size: node.get('format').value === 'decimal' ? 'decimal' : 'double' }
    case 'string':
      return { kind: 'string' }
    case 'boolean':
      return { kind: 'boolean' }
    default:
      return { kind: 'any' }
  }
}

function objectShape(node: Node, within: Within): Shape {
  const properties = node.get('properties').entries()
  if (properties.length === 0) {
    const { shape, nullable } = describe(node.get('additionalProperties'), within)
    return { kind: 'map', value: shape, nullableValues: nullable }
  }
  const required = node
    .get('required')
    .items()
    .map(name => name.text())
  const fields = properties.map(([name, schema]) => field(name, schema, required.includes(name), within))
  return { kind: 'object', fields: fields.flat() }
}

/** A property that is only written is not in a reply. */
function field(name: string, schema: Node, required: boolean, within: Within): Field[] {
  const node = within.document.resolve(schema)
  if (node.get('writeOnly').value === true) return []
  const { shape, nullable } = describe(schema, within)
  const description = node.get('description').text()?.trim()
  const isText = shape.kind === 'string' || shape.kind === 'any'
  return [
    {
      name,
      shape,
      optional: !required,
      nullable,
      secret: isText && (isSecretName(name) || node.get('format').value === 'password'),
      ...(description ? { description } : {}),
    },
  ]
}
