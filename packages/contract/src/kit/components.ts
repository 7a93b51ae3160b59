import { isDiscriminated } from './discriminated.ts'

/** A JSON Schema as it stands in a document. */
export type SchemaObject = Readonly<Record<string, unknown>>

/** Keywords of ours, which mean nothing to a reader of the document. */
const INTERNAL = new Set(['x-variants', 'x-unknown', 'x-problem'])
const SCHEMA = new Set(['items', 'additionalProperties', 'not'])
const SCHEMAS = new Set(['oneOf', 'anyOf', 'allOf'])
const NAMED_SCHEMAS = new Set(['properties', 'patternProperties'])

/** The schemas of a document: those with a title stand once, under that name, and are pointed to. */
export class Components {
  readonly #schemas = new Map<string, SchemaObject>()

  /** The schema as it stands where it is used: a pointer if it has a title, else itself with pointers inside. */
  use(schema: object): SchemaObject {
    const { title } = schema as { readonly title?: unknown }
    const own = this.#written(schema)
    if (typeof title !== 'string') return own
    const known = this.#schemas.get(title)
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(own))
      throw new Error(`Two different schemas have the title '${title}'`)
    this.#schemas.set(title, own)
    return { $ref: pointerTo(title) }
  }

  /** All schemas used so far, by name. */
  schemas(): Record<string, SchemaObject> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  #written(schema: object): SchemaObject {
    const own = Object.entries(schema).flatMap(([keyword, value]) =>
      INTERNAL.has(keyword) ? [] : [[keyword, this.#value(keyword, value)]],
    )
    return { ...Object.fromEntries(own), ...(isDiscriminated(schema) ? { discriminator: mapped(schema) } : {}) }
  }

  #value(keyword: string, value: unknown): unknown {
    if (SCHEMA.has(keyword)) return this.#part(value)
    if (SCHEMAS.has(keyword) && Array.isArray(value)) return value.map(one => this.#part(one))
    if (NAMED_SCHEMAS.has(keyword) && isObject(value))
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.#part(one)]))
    return value
  }

  #part(value: unknown): unknown {
    return isObject(value) ? this.use(value) : value
  }
}

const pointerTo = (title: string) => `#/components/schemas/${title}`

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function mapped(schema: {
  readonly discriminator: { readonly propertyName: string }
  readonly 'x-variants': Readonly<Record<string, object>>
}) {
  const mapping = Object.entries(schema['x-variants']).map(([value, variant]) => [value, pointerOf(value, variant)])
  return { propertyName: schema.discriminator.propertyName, mapping: Object.fromEntries(mapping) }
}

function pointerOf(value: string, variant: object): string {
  const { title } = variant as { readonly title?: unknown }
  if (typeof title !== 'string') throw new Error(`The variant '${value}' has no title`)
  return pointerTo(title)
}
