import type { Shape } from './facts.ts'

/** A part of a parsed document, of which nothing is known yet. */
export type Raw = Readonly<Record<string, unknown>>

const KEYWORDS = [
  'enum',
  'default',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'const',
]

const STRUCTURE = ['$ref', 'type', 'nullable', 'readOnly', 'writeOnly', 'properties', 'required', 'items']
const UNIONS = ['additionalProperties', 'allOf', 'oneOf', 'anyOf', 'discriminator']
const TEXTS = ['title', 'description', 'example', 'examples', 'deprecated']
const KNOWN = new Set([...KEYWORDS, ...STRUCTURE, ...UNIONS, ...TEXTS])

/** Reads schemas of OpenAPI 3.0 (`nullable`, `allOf`) and 3.1 (lists of types) into the same shapes. */
export class ShapeReader {
  readonly #document: Raw
  readonly #shapes = new Map<string, Shape>()

  constructor(document: Raw) {
    this.#document = document
  }

  /** The named shapes that were met so far. */
  shapes(): Record<string, Shape> {
    return Object.fromEntries([...this.#shapes].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  read(schema: Raw): Shape {
    const name = aliasOf(schema)
    if (name === undefined) return this.#readOwn(schema)
    if (!this.#shapes.has(name)) {
      // Holds the place, for a schema that contains itself.
      this.#shapes.set(name, {})
      this.#shapes.set(name, this.#readOwn(this.#named(name)))
    }
    return { ref: name }
  }

  /** The shape behind a name, or the shape itself. */
  whole(shape: Shape): Shape {
    return shape.ref === undefined ? shape : (this.#shapes.get(shape.ref) ?? {})
  }

  /** What a `$ref` points to, or the part itself. */
  follow(part: Raw): Raw {
    if (typeof part.$ref !== 'string') return part
    const steps = part.$ref.slice(2).split('/')
    return steps.reduce<Raw>((node, step) => object(node[step]), this.#document)
  }

  #named(name: string): Raw {
    const found = object(object(object(this.#document.components).schemas)[name])
    if (Object.keys(found).length === 0) throw new Error(`The document has no schema '${name}'`)
    return found
  }

  #readOwn(schema: Raw): Shape {
    const merged = this.#merged(schema)
    const unknown = Object.keys(merged).filter(key => !KNOWN.has(key) && !key.startsWith('x-'))
    if (unknown.length > 0) throw new Error(`Keywords that are not read could differ unseen: ${unknown.join(', ')}`)
    const branches = this.#branches(merged)
    // A base that is told apart without `oneOf` is part of each of its branches.
    const isBase = branches !== undefined && merged.oneOf === undefined && merged.anyOf === undefined
    const by = object(merged.discriminator).propertyName
    return {
      // The branches say the type of each; documents differ in whether the whole says it too.
      ...(branches === undefined ? typeOf(merged) : {}),
      ...keywordsOf(merged),
      ...placeOf(merged),
      ...(isBase ? {} : this.#properties(merged)),
      ...(strings(merged.required).length === 0 ? {} : { required: [...strings(merged.required)].sort() }),
      ...('items' in merged ? { items: this.read(object(merged.items)) } : {}),
      ...this.#others(merged.additionalProperties),
      ...(typeof by === 'string' ? { by } : {}),
      ...(branches === undefined ? {} : { branches }),
    }
  }

  #properties({ properties }: Raw): Pick<Shape, 'properties'> {
    const entries = Object.entries(object(properties)).map(([name, one]) => [name, this.read(object(one))])
    return entries.length === 0 ? {} : { properties: Object.fromEntries(entries) }
  }

  #others(additional: unknown): Pick<Shape, 'others' | 'closed'> {
    if (additional === false) return { closed: true }
    return typeof additional === 'object' ? { others: this.read(object(additional)) } : {}
  }

  #branches({ oneOf, anyOf, discriminator }: Raw): Shape['branches'] {
    const listed = [oneOf, anyOf].flatMap(list => (Array.isArray(list) ? list.map(object) : []))
    const mapped = Object.entries(object(object(discriminator).mapping)).map(
      ([value, $ref]) => [value, { $ref }] as const,
    )
    const entries = mapped.length > 0 ? mapped : listed.map((one, index) => [branchName(one, index), one] as const)
    if (entries.length === 0) return undefined
    return Object.fromEntries(entries.map(([name, one]) => [name, this.read(one)]))
  }

  /** The parts of `allOf` and what stands beside it as one schema; what comes later wins. */
  #merged(schema: Raw): Raw {
    if (!Array.isArray(schema.allOf)) return schema
    const { allOf, ...own } = schema
    const parts = schema.allOf.map(part => withoutHeirs(this.#merged(this.follow(object(part)))))
    const all: readonly Raw[] = [...parts, own]
    return {
      ...Object.assign({}, ...all),
      properties: Object.assign({}, ...all.map(part => object(part.properties))),
      required: all.flatMap(part => strings(part.required)),
    }
  }
}

/** The name behind a `$ref`, or behind an `allOf` that does nothing but add a text to one. */
function aliasOf(schema: Raw): string | undefined {
  if (typeof schema.$ref === 'string') return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
  const isText = (key: string) => ['allOf', 'description', 'title', 'example'].includes(key)
  if (!Array.isArray(schema.allOf) || schema.allOf.length !== 1 || !Object.keys(schema).every(isText)) return undefined
  return aliasOf(object(schema.allOf[0]))
}

/** A base as its heirs contain it: without the list of heirs. */
function withoutHeirs(schema: Raw): Raw {
  if (schema.oneOf !== undefined || schema.anyOf !== undefined) return schema
  const { discriminator, ...rest } = schema
  return rest
}

/**
 * Without a mapping the name of its schema names a branch, as OpenAPI has it. The branches of an update have no
 * discriminator at all: there the schemas are called `whatsAppUpdate` or `WhatsappIntegrationUpdate`.
 */
function branchName(branch: Raw, index: number): string {
  const name = aliasOf(branch)
  if (name === undefined) return String(index + 1)
  return /Update$/.test(name) ? name.replace(/(Integration)?Update$/, '').toLowerCase() : name
}

function typeOf(schema: Raw): Pick<Shape, 'type'> {
  const said = typeof schema.type === 'string' ? [schema.type] : strings(schema.type)
  const known = said.length === 0 && schema.properties !== undefined ? ['object'] : said
  const types = schema.nullable === true && known.length > 0 ? [...known, 'null'] : known
  return types.length === 0 ? {} : { type: [...new Set(types)].sort() }
}

function keywordsOf(schema: Raw): Pick<Shape, 'keywords'> {
  const entries = KEYWORDS.filter(keyword => keyword in schema).map(keyword => {
    const value = schema[keyword]
    return [keyword, keyword === 'enum' ? [...strings(value)].sort() : value]
  })
  return entries.length === 0 ? {} : { keywords: Object.fromEntries(entries) }
}

function placeOf({ readOnly, writeOnly }: Raw): Pick<Shape, 'only'> {
  if (readOnly === true) return { only: 'reply' }
  return writeOnly === true ? { only: 'body' } : {}
}

export const object = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {})

export const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
