import type { Template } from '../request/template.ts'
import { type JsonPiece, jsonPieces } from './json-text.ts'
import type { PlainBody, Plan } from './plan.ts'
import type { Label } from './reading.ts'
import type { Scope } from './scope.ts'

/** A stretch of a text that a program makes: fixed, or what an expression of its language gives. */
export type Piece = string | { readonly code: string }

/** How a language writes such a text as one expression. */
export interface Interpolation {
  /** A literal of fixed text. */
  readonly literal: (text: string) => string
  /** The pieces side by side: of literals and expressions joined by an operator, or with expressions inside one literal. */
  readonly combine: (pieces: readonly Piece[]) => string
}

export function piecesOf(template: Template, scope: Scope, encode: (variable: string) => string = same): Piece[] {
  return template.map(part => (typeof part === 'string' ? part : { code: encode(scope.input(part.input)) }))
}

type Expand = (variable: string) => string

/** The address without its query; values of inputs in the path go through `encode`, others through `plain`. */
export function addressPieces({ base, path }: Plan, scope: Scope, encode: Expand, plain: Expand = same): Piece[] {
  return [...piecesOf(base, scope, plain), ...path.flatMap(segment => ['/', ...piecesOf(segment, scope, encode)])]
}

/** `name=value&…` of a query or form, encoded by `encodeURIComponent` where fixed and by `encode` where not. */
export function pairPieces(
  pairs: readonly { readonly name: Template; readonly value: Template }[],
  scope: Scope,
  encode: (variable: string) => string,
): Piece[] {
  const encoded = (template: Template): Piece[] =>
    piecesOf(template, scope, encode).map(piece => (typeof piece === 'string' ? strictlyEncoded(piece) : piece))
  return pairs.flatMap(({ name, value }, at) => [at === 0 ? '' : '&', ...encoded(name), '=', ...encoded(value)])
}

/** The whole address; see {@link addressPieces}. */
export function urlPieces(plan: Plan, scope: Scope, encode: Expand, plain: Expand = same): Piece[] {
  const address = addressPieces(plan, scope, encode, plain)
  return plan.query.length === 0 ? address : [...address, '?', ...pairPieces(plan.query, scope, encode)]
}

/** The text of a JSON document; `quote` makes a JSON string of text, `value` checks the JSON of an input. */
export function jsonTextPieces(
  body: Extract<PlainBody, { kind: 'json' }>,
  _scope: Scope,
  { quote, value }: { quote: (template: Template) => string; value: (input: string) => string },
): Piece[] {
  const pieceOf = (piece: JsonPiece): Piece => {
    switch (piece.kind) {
      case 'text':
        return piece.text
      case 'string':
        return { code: quote(piece.value) }
      case 'input':
        return { code: value(piece.input) }
    }
  }
  return jsonPieces(body.value).map(pieceOf)
}

/** A label as pieces: its numbers are variables. */
export function labelPieces(label: Label, number: (variable: string) => string = same): Piece[] {
  return label.map(part => (typeof part === 'string' ? part : { code: number(part.variable) }))
}

/** One expression for the pieces: fixed text is a literal, a single expression stands for itself. */
export function expression(pieces: readonly Piece[], { literal, combine }: Interpolation): string {
  const joined = join(pieces)
  const [only, ...others] = joined
  if (only === undefined) return literal('')
  if (others.length === 0) return typeof only === 'string' ? literal(only) : only.code
  return combine(joined)
}

/** Without empty texts, and neighbouring texts as one. */
export function join(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (piece === '') continue
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece
    else joined.push(piece)
  }
  return joined
}

/** `encodeURIComponent` without the five marks that RFC 3986 reserves and it leaves. */
export function strictlyEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function same(variable: string): string {
  return variable
}
