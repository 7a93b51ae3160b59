import type { Language } from '../../languages/language.ts'
import type { Casing } from '../../languages/naming.ts'
import type { Interpolation } from '../../program/pieces.ts'
import type { Structure } from '../../program/structure.ts'
import type { Leaf, ReadItem } from '../../reply/reading.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Code } from '../../writer/lines.ts'

/**
 * How a language says what a plain program says: one that keeps its work in a few functions, which are the same in all
 * of its programs, and is else a list of declarations. All methods give expressions unless they say otherwise.
 */
export interface Dialect {
  readonly language: Language
  readonly casing: Casing
  /** What stands before every variable. */
  readonly prefix?: string
  readonly tab: string
  /** Names of variables that the programs use by themselves. Functions are added to them. */
  readonly fixed: readonly string[]
  readonly text: Interpolation
  /** A function each, in the order in which they stand; only those that a program needs are printed. */
  readonly functions: Readonly<Record<string, string>>
  /** Calls a function; in most languages `name(a, b)`. */
  readonly call: (name: string, args: readonly string[]) => string
  /** Finds calls of a function in code; its name before a parenthesis if nothing is given. */
  readonly called?: (name: string) => RegExp
  /** Lines that give a name to a value. */
  readonly declare: (name: string, value: readonly string[]) => Code
  readonly structure: Pick<
    Structure,
    'object' | 'array' | 'emptyObject' | 'emptyArray' | 'separator' | 'itemSeparator' | 'trailing'
  >
  readonly key: (name: string) => string
  readonly afterMember?: string
  /** Whether maps and lists carry a document that consists of nothing else than they carry elsewhere. */
  readonly carries?: (json: JsonTemplate) => boolean
  readonly words: { readonly true: string; readonly false: string; readonly null: string }
  /** What stands for an argument that is not there; the null of documents if nothing is given. */
  readonly nothing?: string
  /** A list of values, of pairs of texts where `of` says so. */
  readonly list: (of: 'headers' | 'parts', items: readonly string[]) => string[]
  readonly pair: (name: string, value: string) => string
  /** A number as text, where texts and numbers are not added by themselves. */
  readonly number?: (variable: string) => string
  /** Status and text of what {@link Dialect.functions}' `send` gave, which is named `answer`. */
  readonly answer: { readonly status: string; readonly text: string }
  readonly failed: { readonly any: string; readonly and: string; readonly not: string }
  /** Lines with a body that runs if a condition holds. */
  readonly when: (condition: string, body: Code) => Code
  readonly isFilled: (text: string) => string
  /** What lies at a path, as the kind of value that it must be. */
  readonly value: (from: string, path: readonly string[], value: ReadItem, absent: boolean) => string
  /** An empty list instead of nothing. */
  readonly orNone: (list: string) => string
  readonly isThere: (name: string) => string
  /** A value that {@link isThere}, where that has to be said. */
  readonly sure?: (name: string) => string
  readonly shown: (name: string, leaf: Leaf) => string
  readonly print: (text: string) => string
  /** Lines that go through a list; `read` declares the item of a plain value. */
  readonly each: (list: string, item: string, index: string, isNullable: boolean, body: Code, value: ReadItem) => Code
}
