/** What a JSON document looks like. It is a tree: what refers to itself ends in `any`. */
export type Shape =
  | ObjectShape
  /** Names that are data: `{"2026-01-01": 5, "2026-01-02": 7}`. */
  | { readonly kind: 'map'; readonly value: Shape; readonly nullableValues: boolean }
  | { readonly kind: 'list'; readonly item: Shape; readonly nullableItems: boolean }
  | { readonly kind: 'string' }
  /** `safe`: as far as is known within ±2^53; `int64`: within 64 bits, with sign; `big`: beyond. */
  | { readonly kind: 'integer'; readonly size: 'safe' | 'int64' | 'big' }
  /** `decimal`: a double loses digits. */
  | { readonly kind: 'number'; readonly size: 'double' | 'decimal' }
  | { readonly kind: 'boolean' }
  /** Nothing but null was seen. */
  | { readonly kind: 'null' }
  /** Values of several kinds, or of an unknown one. */
  | { readonly kind: 'any' }

export interface ObjectShape {
  readonly kind: 'object'
  /** In the order of their source; names are unique. */
  readonly fields: readonly Field[]
}

export interface Field {
  /** As on the wire. */
  readonly name: string
  readonly shape: Shape
  /** The field may be missing. */
  readonly optional: boolean
  /** The value may be null. */
  readonly nullable: boolean
  /** A password, a token, a key: not shown unless asked for. */
  readonly secret: boolean
  readonly description?: string
}
