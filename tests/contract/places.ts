import type { Content, Facts, OperationFacts, Shape } from './facts.ts'

/** What is known of one place of an operation, such as `body.displayName`; `''` is the operation itself. */
export interface Place {
  /** The place around it; the operation itself has none. */
  readonly parent?: string
  readonly facts: Readonly<Record<string, string>>
}

type Places = Map<string, Place>
type Direction = 'body' | 'reply'

/** Everything said about an operation, place by place, with the named shapes put in. */
export function placesOf({ shapes }: Facts, operation: OperationFacts): ReadonlyMap<string, Place> {
  const places: Places = new Map()
  const spread = new Spread(shapes, places)
  const scopes = Object.entries(operation.scopes).map(([scheme, names]) => [`${scheme} scopes`, names.join(', ')])
  places.set('', { facts: { method: operation.method, path: operation.path, ...Object.fromEntries(scopes) } })
  for (const { in: where, name, required, style, shape } of operation.parameters) {
    const facts = { required: yesOrNo(required), ...(style === undefined ? {} : { style }) }
    spread.put(shape, { place: `${where}.${name}`, parent: '', direction: 'body', facts, within: [] })
  }
  if (operation.body !== undefined) {
    const { required, content } = operation.body
    spread.putContent('body', content, 'body', { required: yesOrNo(required) })
  }
  for (const [status, content] of Object.entries(operation.replies))
    spread.putContent(`reply ${status}`, content, 'reply', {})
  return places
}

/** Everything said about a call of this server; what is read-only is part of it. */
export function placesOfCall({ shapes }: Facts, content: Content): ReadonlyMap<string, Place> {
  const places: Places = new Map([['', { facts: {} }]])
  new Spread(shapes, places).putContent('body', content, 'reply', {})
  return places
}

interface At {
  readonly place: string
  readonly parent: string
  readonly direction: Direction
  readonly facts: Readonly<Record<string, string>>
  /** Names of the shapes around, so that one that contains itself ends. */
  readonly within: readonly string[]
}

class Spread {
  readonly #shapes: Facts['shapes']
  readonly #places: Places

  constructor(shapes: Facts['shapes'], places: Places) {
    this.#shapes = shapes
    this.#places = places
  }

  putContent(place: string, content: Content, direction: Direction, facts: At['facts']): void {
    const types = Object.keys(content).sort()
    const own = { ...facts, ...(types.length === 0 ? {} : { content: types.join(', ') }) }
    this.#places.set(place, { parent: '', facts: own })
    for (const shape of Object.values(content))
      this.put(shape, { place, parent: '', direction, facts: own, within: [] })
  }

  put(shape: Shape, at: At): void {
    const { place, parent, direction } = at
    if (shape.ref !== undefined && at.within.includes(shape.ref)) {
      this.#places.set(place, { parent, facts: { ...at.facts, recursive: 'yes' } })
      return
    }
    const whole = this.#whole(shape)
    const within = shape.ref === undefined ? at.within : [...at.within, shape.ref]
    this.#places.set(place, { parent, facts: { ...at.facts, ...factsOf(whole) } })
    const part = (one: Shape, suffix: string, facts: At['facts'] = {}) =>
      this.put(one, { place: `${place}${suffix}`, parent: place, direction, facts, within })
    for (const [name, one] of Object.entries(whole.properties ?? {})) {
      if (!this.#stands(one, direction)) continue
      part(one, `.${name}`, { required: yesOrNo((whole.required ?? []).includes(name)) })
    }
    if (whole.items !== undefined) part(whole.items, '[]')
    if (whole.others !== undefined) part(whole.others, '.*')
    this.#putBranches(whole, { ...at, within })
  }

  /** The deciding property is the same in all branches but for its value, which names the branch. */
  #putBranches({ branches, by, required }: Shape, { place, direction, within }: At): void {
    if (branches === undefined) return
    const wholes = Object.values(branches).map(branch => this.#whole(branch))
    if (by !== undefined) {
      const isRequired = [required, ...wholes.map(one => one.required)].some(names => names?.includes(by))
      this.#places.set(`${place}.${by}`, { parent: place, facts: { required: yesOrNo(isRequired), decides: 'yes' } })
    }
    for (const [name, branch] of Object.entries(branches)) {
      const { [by ?? '']: _decides, ...properties } = this.#whole(branch).properties ?? {}
      const inner = branch.ref === undefined ? within : [...within, branch.ref]
      const shape = { ...this.#whole(branch), properties }
      this.put(shape, { place: `${place}{${name}}`, parent: place, direction, facts: {}, within: inner })
    }
  }

  #stands(shape: Shape, direction: Direction): boolean {
    const { only } = this.#whole(shape)
    return only === undefined || only === direction
  }

  #whole(shape: Shape): Shape {
    if (shape.ref === undefined) return shape
    const found = this.#shapes[shape.ref]
    if (found === undefined) throw new Error(`There is no shape '${shape.ref}'`)
    return this.#whole(found)
  }
}

function factsOf({ type, keywords, closed }: Shape): Record<string, string> {
  const entries = Object.entries(keywords ?? {}).map(([keyword, value]) => [keyword, written(value)])
  return {
    ...(type === undefined ? {} : { type: type.join(' or ') }),
    ...Object.fromEntries(entries),
    ...(closed === true ? { closed: 'yes' } : {}),
  }
}

const written = (value: unknown) => (Array.isArray(value) ? value.join(', ') : JSON.stringify(value))

const yesOrNo = (value: boolean) => (value ? 'yes' : 'no')
