import type { NameRules } from './naming.ts'

/** What every language can print. Nothing here knows a request: targets put these together. */
export interface Language {
  readonly names: NameRules
  /** A literal of exactly this text, whatever is in it. */
  string(text: string): string
  /**
   * A literal of a JSON number with exactly this value, which the language's own JSON printer keeps.
   * Undefined: it has none, and the number has to travel as text.
   */
  number(source: string): string | undefined
  /** Comment lines that say this text and end nowhere else than at their line's end. */
  comment(text: string): string[]
}

/** Line comments: every line of the text behind the mark. What a terminal or a compiler could take for a line end is a space. */
export function lineComments(mark: string): (text: string) => string[] {
  return text =>
    text
      .toWellFormed()
      .split(/\r\n|[\n\r\u0085\u2028\u2029\f\v]/)
      .map(line => `${mark} ${line.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')}`.trimEnd())
}
