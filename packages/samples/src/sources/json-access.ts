import { ReadError } from '../request/read-error.ts'

/** A value of a document and where it stands, so that whoever cannot read it can say where. */
export class Node {
  readonly value: unknown
  readonly #parent: Node | undefined
  readonly #step: string | number

  constructor(value: unknown, parent?: Node, step: string | number = '') {
    this.value = value
    this.#parent = parent
    this.#step = step
  }

  /** Such as `item[0].request.url`; `''` for the document itself. */
  get place(): string {
    const above = this.#parent?.place ?? ''
    if (typeof this.#step === 'number') return `${above}[${this.#step}]`
    return above === '' ? this.#step : `${above}.${this.#step}`
  }

  /** Another value in this place. */
  replaced(value: unknown): Node {
    return new Node(value, this.#parent, this.#step)
  }

  /** A member; of what is no object, nothing. */
  get(name: string): Node {
    const value = isRecord(this.value) && Object.hasOwn(this.value, name) ? this.value[name] : undefined
    return new Node(value, this, name)
  }

  get isThere(): boolean {
    return this.value !== undefined && this.value !== null
  }

  get isObject(): boolean {
    return isRecord(this.value)
  }

  get isArray(): boolean {
    return Array.isArray(this.value)
  }

  /** The items; none where nothing is. @throws ReadError where something else is */
  items(): Node[] {
    if (!this.isThere) return []
    if (!Array.isArray(this.value)) return this.fail('must be an array')
    return this.value.map((value, index) => new Node(value, this, index))
  }

  /** The members; none where nothing is. @throws ReadError where something else is */
  entries(): (readonly [string, Node])[] {
    if (!this.isThere) return []
    if (!isRecord(this.value)) return this.fail('must be an object')
    return Object.keys(this.value).map(name => [name, this.get(name)] as const)
  }

  /** The text; numbers and booleans as JSON writes them, nothing as undefined. @throws ReadError where something else is */
  text(): string | undefined {
    if (!this.isThere) return undefined
    if (typeof this.value === 'object') return this.fail('must be a text')
    return String(this.value)
  }

  fail(what: string): never {
    throw new ReadError(`${this.place === '' ? 'the document' : this.place} ${what}`)
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
