import type { Language } from '../languages/language.ts'
import type { JsonTemplate } from '../request/json.ts'
import { fixedText, type Template } from '../request/template.ts'

/** A stretch of a JSON text. */
export type JsonPiece =
  | { readonly kind: 'text'; readonly text: string }
  /** A string of JSON, quotes and all, that the program has to make: there are inputs in it. */
  | { readonly kind: 'string'; readonly value: Template }
  /** The value of an input that is JSON as it stands. */
  | { readonly kind: 'input'; readonly input: string }

/** What the maps and lists of a language, and whatever prints them as JSON, carry unharmed beyond the ordinary. */
export interface Carries {
  /** Lone surrogates, because text beyond ASCII is escaped. */
  readonly surrogates?: boolean
  /** Numbers of any size that an input brings. */
  readonly inputs?: boolean
}

/**
 * Whether the maps and lists of a language carry the document unharmed. They do not if it has no literal for a number, or
 * if one of its texts has a lone surrogate: such a document travels as text, in which JSON has an escape for it.
 */
export function isStructural(json: JsonTemplate, number: Language['number'], carries: Carries = {}): boolean {
  const isCarried = (text: Template) => carries.surrogates === true || isWellFormed(text)
  switch (json.kind) {
    case 'object':
      return json.members.every(({ name, value }) => isCarried(name) && isStructural(value, number, carries))
    case 'array':
      return json.items.every(item => isStructural(item, number, carries))
    case 'string':
      return isCarried(json.value)
    case 'number':
      return number(json.text) !== undefined
    case 'input':
      return carries.inputs === true
    case 'boolean':
    case 'null':
      return true
  }
}

function isWellFormed(text: Template): boolean {
  return text.every(part => typeof part !== 'string' || part.isWellFormed())
}

/** The text of a document, two spaces in per level. Neighbouring texts are one. */
export function jsonPieces(json: JsonTemplate): JsonPiece[] {
  const joined: JsonPiece[] = []
  for (const piece of pieces(json, '\n')) {
    const last = joined.at(-1)
    if (piece.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + piece.text }
    } else joined.push(piece)
  }
  return joined
}

function pieces(json: JsonTemplate, newline: string): JsonPiece[] {
  const inner = `${newline}  `
  switch (json.kind) {
    case 'object':
      return bracketed('{', '}', json.members, newline, ({ name, value }) => [
        string(name),
        text(': '),
        ...pieces(value, inner),
      ])
    case 'array':
      return bracketed('[', ']', json.items, newline, item => pieces(item, inner))
    case 'string':
      return [string(json.value)]
    case 'number':
      return [text(json.text)]
    case 'boolean':
      return [text(String(json.value))]
    case 'null':
      return [text('null')]
    case 'input':
      return [json]
  }
}

function bracketed<Item>(
  open: string,
  close: string,
  items: readonly Item[],
  newline: string,
  print: (item: Item) => JsonPiece[],
): JsonPiece[] {
  if (items.length === 0) return [text(open + close)]
  const printed = items.flatMap((item, at) => [text(`${at === 0 ? open : ','}${newline}  `), ...print(item)])
  return [...printed, text(newline + close)]
}

function text(of: string): JsonPiece {
  return { kind: 'text', text: of }
}

function string(value: Template): JsonPiece {
  const fixed = fixedText(value)
  return fixed === undefined ? { kind: 'string', value } : text(JSON.stringify(fixed))
}
