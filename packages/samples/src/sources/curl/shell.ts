import { placeIn, ReadError } from '../../request/read-error.ts'

/** The words of one command, quotes undone; shell variables stand as `{{NAME}}`. */
export type Words = readonly string[]

const BREAK = /(?:&&|\|\||[;&|\n])+/y
const SPACE = /(?:[ \t\r]|\\\r?\n)+/y
const COMMENT = /#[^\n]*/y
/** Where output goes or input comes from is nothing that is sent. */
const REDIRECTION = /\d*(?:>>|>&|<&|&>|<<<|>|<)[ \t]*(?:[^\s;&|]+)?/y
const VARIABLE = /\$(?:\{(\w+)(?::?[-=?][^}]*)?\}|([A-Za-z_]\w*))/y
const SUBSTITUTION = /\$\(([^()]*)\)|`([^`]*)`/y
const PLAIN = /[^\s'"\\$`;&|<>]+/y

/** Takes text for a POSIX shell apart into commands, with the `$'…'` of bash. @throws ReadError where a quote is not closed */
export function shellCommands(text: string): Words[] {
  return new ShellReader(text).commands()
}

class ShellReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  commands(): Words[] {
    const commands: Words[] = []
    let words: string[] = []
    while (this.#at < this.#text.length) {
      if (this.#match(SPACE) || this.#match(COMMENT) || this.#match(REDIRECTION)) continue
      if (this.#match(BREAK)) {
        if (words.length > 0) commands.push(words)
        words = []
      } else words.push(this.#word())
    }
    return words.length > 0 ? [...commands, words] : commands
  }

  #word(): string {
    let word = ''
    for (;;) {
      const piece = this.#piece()
      if (piece === undefined) return word
      word += piece
    }
  }

  #piece(): string | undefined {
    const plain = this.#match(PLAIN)
    if (plain) return plain[0]
    switch (this.#text[this.#at]) {
      case "'":
        return this.#quoted(/'([^']*)'/y)
      case '"':
        return this.#doubleQuoted()
      case '$':
        return this.#dollar()
      case '`':
        return this.#substitution() ?? this.#take()
      case '\\':
        return this.#escaped()
      case '&':
        // In the middle of an address without quotes people mean the character; the shell would end the command.
        return this.#text[this.#at + 1] === '&' ||
          !/[\w?&=]$/.test(this.#before()) ||
          !/\w/.test(this.#text[this.#at + 1] ?? '')
          ? undefined
          : this.#take()
      default:
        return undefined
    }
  }

  #before(): string {
    return this.#text.slice(Math.max(0, this.#at - 1), this.#at)
  }

  #dollar(): string {
    if (this.#text[this.#at + 1] === "'") return ansiText(this.#quoted(/\$'((?:[^'\\]|\\[\s\S])*)'/y))
    if (this.#text[this.#at + 1] === '"') {
      this.#at += 1
      return this.#doubleQuoted()
    }
    return this.#reference() ?? this.#take()
  }

  #reference(): string | undefined {
    const variable = this.#match(VARIABLE)
    if (variable) return `{{${variable[1] ?? variable[2]}}}`
    return this.#substitution()
  }

  /** What a command prints is not known: the first word names it. */
  #substitution(): string | undefined {
    const command = this.#match(SUBSTITUTION)
    if (!command) return undefined
    const name = /[\w-]+/.exec(command[1] ?? command[2] ?? '')?.[0]
    return `{{${name ?? 'value'}}}`
  }

  #doubleQuoted(): string {
    const start = this.#at
    let text = ''
    this.#at += 1
    for (;;) {
      text += this.#match(/[^"\\$`]+/y)?.[0] ?? ''
      switch (this.#text[this.#at]) {
        case '"':
          this.#at += 1
          return text
        case '\\':
          text += this.#match(/\\\r?\n/y) ? '' : (this.#match(/\\(["\\$`])/y)?.[1] ?? this.#take())
          break
        case '$':
        case '`':
          text += this.#reference() ?? this.#take()
          break
        default:
          return this.#fail(start)
      }
    }
  }

  #quoted(pattern: RegExp): string {
    return this.#match(pattern)?.[1] ?? this.#fail(this.#at)
  }

  #escaped(): string {
    this.#at += 1
    return this.#match(/\r?\n/y) ? '' : this.#take()
  }

  #take(): string {
    const character = this.#text[this.#at] ?? ''
    this.#at += 1
    return character
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (!match || match[0] === '') return undefined
    this.#at += match[0].length
    return match
  }

  #fail(start: number): never {
    throw new ReadError(`${placeIn(this.#text, start)}: a quote is not closed`)
  }
}

const ANSI: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** `$'…'` of bash: escapes as in C. */
function ansiText(text: string): string {
  return text.replaceAll(
    /\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))/g,
    (_, u?: string, U?: string, x?: string, octal?: string, other = '') => {
      const hex = u ?? U ?? x
      if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff))
      return octal === undefined ? (ANSI[other] ?? other) : String.fromCharCode(Number.parseInt(octal, 8))
    },
  )
}
