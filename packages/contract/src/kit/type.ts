import type TypeBox from 'typebox'
import type { TProperties, TSchema } from 'typebox'

type Options = Readonly<Record<string, unknown>>
interface ObjectSchema {
  readonly properties: TProperties
}

/**
 * The few builders of TypeBox that a contract needs: the same JSON Schema and the same types, without the engine for
 * types behind them, which would be half of all modules that a server loads (`docs/decisions/0017-…`).
 */
export const Type = {
  Object: object as unknown as typeof TypeBox.Object,
  Array: ((items: TSchema, options?: Options) => ({
    type: 'array',
    items,
    ...options,
  })) as unknown as typeof TypeBox.Array,
  String: simple('string') as typeof TypeBox.String,
  Integer: simple('integer') as typeof TypeBox.Integer,
  Number: simple('number') as typeof TypeBox.Number,
  Boolean: simple('boolean') as typeof TypeBox.Boolean,
  Null: simple('null') as typeof TypeBox.Null,
  /** A schema as it is, with the type that is stated for it. */
  Unsafe: ((schema: Options) => ({ ...schema })) as unknown as typeof TypeBox.Unsafe,
  /** A copy that an object need not have. */
  Optional: optional as unknown as typeof TypeBox.Optional,
  Partial: ((from: ObjectSchema, options?: Options) =>
    object(mapProperties(from, optional), options)) as unknown as typeof TypeBox.Partial,
  Pick: ((from: ObjectSchema, names: readonly string[], options?: Options) =>
    object(
      filterProperties(from, name => names.includes(name)),
      options,
    )) as unknown as typeof TypeBox.Pick,
  Omit: ((from: ObjectSchema, names: readonly string[], options?: Options) =>
    object(
      filterProperties(from, name => !names.includes(name)),
      options,
    )) as unknown as typeof TypeBox.Omit,
}

/** A mark beside the schemas: JSON Schema says of the object what is required, not of the property. */
const optionals = new WeakSet<TSchema>()

function optional(schema: TSchema): TSchema {
  const copy = { ...schema }
  optionals.add(copy)
  return copy
}

function object(properties: TProperties, options?: Options): TSchema {
  const required = Object.keys(properties).filter(name => !optionals.has(properties[name] as TSchema))
  return { type: 'object', ...(required.length > 0 && { required }), properties, ...options }
}

function simple(type: string): unknown {
  return (options?: Options) => ({ type, ...options })
}

const mapProperties = (from: ObjectSchema, change: (schema: TSchema) => TSchema): TProperties =>
  Object.fromEntries(Object.entries(from.properties).map(([name, schema]) => [name, change(schema)]))

const filterProperties = (from: ObjectSchema, keep: (name: string) => boolean): TProperties =>
  Object.fromEntries(Object.entries(from.properties).filter(([name]) => keep(name)))
