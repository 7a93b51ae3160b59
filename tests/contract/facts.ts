/**
 * What two descriptions of an API can agree about: names, types, limits, statuses and scopes. No texts, no examples.
 * A shape that has a name stands once, so that the facts of a whole file stay readable.
 */
export interface Facts {
  readonly version: string
  readonly operations: Readonly<Record<string, OperationFacts>>
  /** By operation id, what the server calls others with. */
  readonly calls: Readonly<Record<string, Content>>
  readonly shapes: Readonly<Record<string, Shape>>
}

export interface OperationFacts {
  readonly method: string
  readonly path: string
  readonly extension?: true
  /** By security scheme, the scopes that may call. */
  readonly scopes: Readonly<Record<string, readonly string[]>>
  readonly parameters: readonly ParameterFacts[]
  readonly body?: { readonly required: boolean; readonly content: Content }
  readonly replies: Readonly<Record<string, Content>>
}

export interface ParameterFacts {
  readonly in: string
  readonly name: string
  readonly required: boolean
  readonly style?: string
  readonly shape: Shape
}

/** By media type. */
export type Content = Readonly<Record<string, Shape>>

export interface Shape {
  /** Name of a shared shape; the rest stands there. */
  readonly ref?: string
  /** Sorted; `null` is one of them where null is allowed. */
  readonly type?: readonly string[]
  /** Limits and the like, by keyword of JSON Schema. */
  readonly keywords?: Readonly<Record<string, unknown>>
  /** Where the value stands, if not in both: what is read-only is no part of a body. */
  readonly only?: 'body' | 'reply'
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
  /** Of properties that have no name here. */
  readonly others?: Shape
  readonly closed?: true
  /** The property that decides between the branches. */
  readonly by?: string
  readonly branches?: Readonly<Record<string, Shape>>
}
