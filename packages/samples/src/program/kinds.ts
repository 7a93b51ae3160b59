import type { Leaf, ReadItem } from '../reply/reading.ts'
import type { Shape } from '../request/shape.ts'

/** What stands in a language for each kind of value that is read: the name of a type, or of a check. */
interface LeafWords<Word> {
  readonly string: Word
  readonly integer: Word
  /** An integer that 64 bits may not hold, where that is another one. */
  readonly bigInteger?: Word
  readonly number: Word
  readonly boolean: Word
  /** A map, and a record where those are read. */
  readonly object: Word
  /** Any piece of JSON, and null. */
  readonly any: Word
}

interface ItemWords<Word> extends LeafWords<Word> {
  readonly list: Word
}

export function wordFor<Word>(value: Leaf, words: LeafWords<Word>): Word
export function wordFor<Word>(value: ReadItem, words: ItemWords<Word>): Word
export function wordFor<Word>(value: ReadItem, words: LeafWords<Word> & { readonly list?: Word }): Word {
  switch (value.kind) {
    case 'integer':
      return value.size === 'big' ? (words.bigInteger ?? words.integer) : words.integer
    case 'map':
    case 'record':
      return words.object
    case 'any':
    case 'null':
      return words.any
    case 'list':
      // The overloads ask for it where there may be one.
      return words.list as Word
    default:
      return words[value.kind]
  }
}

/** Whether it is kept, and shown, as the piece of JSON that it is. */
export function isPiece({ kind }: ReadItem | Shape): boolean {
  return kind === 'any' || kind === 'map' || kind === 'null'
}
