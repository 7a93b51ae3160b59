import type { ObjectShape, Shape } from '../request/shape.ts'

/**
 * A value to be read from a document into a name of its own. Objects are taken apart: what is named are their leaves,
 * and lists, whose items are read in turn. The document itself has the path `[]` when it is no object.
 */
export interface NamedValue {
  /** Names of the fields that lead to it, from the document or the record it stands in, as on the wire. */
  readonly path: readonly string[]
  readonly value: ReadValue
  /** There may be nothing: the field, or an object on the way, may be missing or null. */
  readonly absent: boolean
  readonly secret: boolean
}

export type ReadValue = Leaf | ReadList

/** What is kept as it is; of a `map` and of `any` that is a piece of JSON. */
export type Leaf = Exclude<Shape, { kind: 'object' | 'list' }>

export interface ReadList {
  readonly kind: 'list'
  readonly item: ReadItem
  readonly nullableItems: boolean
}

export type ReadItem = ReadValue | { readonly kind: 'record'; readonly values: readonly NamedValue[] }

/** An object for which a typed language declares a type. */
export interface RecordType {
  /** Names of the fields that lead to its first place; the root has `[]`. */
  readonly path: readonly string[]
  /** The same object wherever an equal one stands in the document. */
  readonly shape: ObjectShape
}
