import type { JsonMember, JsonTemplate } from './json.ts'
import { placeIn, ReadError } from './read-error.ts'
import { fixedText, type Template, template } from './template.ts'

/** Deeper documents are refused: nobody writes them by hand, and programs that walk them would run out of stack. */
const DEPTH_MAX = 200

export interface JsonDialect {
  /** What a text of the document says; the plain text itself where nothing else is given. */
  readonly text?: (text: string) => Template
  /** Stands for `{{name}}` without quotes; where nothing is given, that is an error. */
  readonly value?: (name: string) => JsonTemplate
  /** Comments, commas before a bracket and bare line ends in texts are passed over, as people write them by hand. */
  readonly lenient?: boolean
}

/**
 * Reads a JSON text without losing digits of numbers or the order of members. Of a member that recurs the last counts.
 * @throws ReadError with line and column
 */
export function parseJson(text: string, dialect: JsonDialect = {}): JsonTemplate {
  return new JsonParser(text, dialect).document()
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /\w+/y
const CODE = /\\u[0-9a-fA-F]{4}/y
const PLACEHOLDER = /\{\{[^{}]+\}\}/y
const PLAIN = /[ !#-[\]-\uffff]+/y
const SPACES = ' \t\n\r\uFEFF'
const COMMENT = /\/\/[^\n\r]*|\/\*[\s\S]*?\*\//y
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class JsonParser {
  readonly #text: string
  readonly #dialect: JsonDialect
  #at = 0
  #depth = 0

  constructor(text: string, dialect: JsonDialect) {
    this.#text = text
    this.#dialect = dialect
  }

  document(): JsonTemplate {
    const value = this.#value()
    this.#skip()
    if (this.#at < this.#text.length) this.#fail('there is more after the end of the document')
    return value
  }

  #value(): JsonTemplate {
    this.#skip()
    const { value } = this.#dialect
    const placeholder = value && this.#match(PLACEHOLDER)
    if (value && placeholder) return value(placeholder.slice(2, -2).trim())
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => ({ kind: 'object', members: this.#members() }))
      case '[':
        return this.#nested(() => ({ kind: 'array', items: this.#list(']', () => this.#value()) }))
      case '"':
        return { kind: 'string', value: this.#template() }
      default:
        return this.#scalar()
    }
  }

  #nested(read: () => JsonTemplate): JsonTemplate {
    this.#depth += 1
    if (this.#depth > DEPTH_MAX) this.#fail(`the document is nested deeper than ${DEPTH_MAX} levels`)
    this.#at += 1
    const value = read()
    this.#depth -= 1
    return value
  }

  #members(): JsonMember[] {
    const members = new Map<string, JsonMember>()
    for (const member of this.#list('}', () => this.#member())) {
      const fixed = fixedText(member.name)
      members.set(fixed === undefined ? JSON.stringify(member.name) : `'${fixed}`, member)
    }
    return [...members.values()]
  }

  #member(): JsonMember {
    this.#skip()
    if (this.#text[this.#at] !== '"') this.#fail('the name of a member is expected, in double quotes')
    const name = this.#template()
    this.#skip()
    if (this.#text[this.#at] !== ':') this.#fail("':' is expected after the name of a member")
    this.#at += 1
    return { name, value: this.#value() }
  }

  #list<T>(end: string, read: () => T): T[] {
    const items: T[] = []
    this.#skip()
    while (this.#text[this.#at] !== end) {
      items.push(read())
      this.#skip()
      if (this.#text[this.#at] === end) break
      if (this.#text[this.#at] !== ',') this.#fail(`',' or '${end}' is expected`)
      this.#at += 1
      this.#skip()
      if (this.#text[this.#at] === end && !this.#dialect.lenient) this.#fail(`a value is expected before '${end}'`)
    }
    this.#at += 1
    return items
  }

  #scalar(): JsonTemplate {
    const number = this.#match(NUMBER)
    if (number) return { kind: 'number', text: number }
    const word = this.#match(WORD)
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' }
    if (word === 'null') return { kind: 'null' }
    this.#at -= word?.length ?? 0
    return this.#fail(this.#at < this.#text.length ? 'a value is expected' : 'the document ends too early')
  }

  #template(): Template {
    const text = this.#string()
    return this.#dialect.text?.(text) ?? template(text)
  }

  #string(): string {
    let text = ''
    this.#at += 1
    for (;;) {
      text += this.#match(PLAIN) ?? ''
      const next = this.#text[this.#at]
      if (next === undefined) return this.#fail('a text is not closed')
      if (next === '\\') text += this.#escape()
      else if (next === '"') break
      else if (!this.#dialect.lenient) return this.#fail('a control character stands in a text')
      else {
        text += next
        this.#at += 1
      }
    }
    this.#at += 1
    return text
  }

  #escape(): string {
    const code = this.#match(CODE)
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code.slice(2), 16))
    const plain = ESCAPES[this.#text[this.#at + 1] ?? '']
    if (plain === undefined) return this.#fail('an escape is not one of JSON')
    this.#at += 2
    return plain
  }

  #skip(): void {
    for (;;) {
      const next = this.#text[this.#at]
      if (next === undefined) return
      if (SPACES.includes(next)) this.#at += 1
      else if (next !== '/' || !this.#dialect.lenient || this.#match(COMMENT) === undefined) return
    }
  }

  /** Passes over what the pattern, a sticky one, finds here. */
  #match(pattern: RegExp): string | undefined {
    const from = this.#at
    pattern.lastIndex = from
    if (!pattern.test(this.#text)) return undefined
    this.#at = pattern.lastIndex
    return this.#text.slice(from, this.#at)
  }

  #fail(what: string): never {
    throw new ReadError(`${placeIn(this.#text, this.#at)}: ${what}`)
  }
}
