/** How a language spells a string between quotes. */
export interface Quoting {
  readonly open: string
  readonly close: string
  /** The spelling of a character that must not stand as itself; undefined lets the common rule decide. */
  readonly escape: (character: string, next: string | undefined) => string | undefined
  /** The spelling of a character that nobody can see or that turns the direction of a line: controls, marks, separators. */
  readonly hidden: (codePoint: number, next: string | undefined) => string
  /** Whether a lone surrogate can be spelt. Elsewhere it becomes U+FFFD, as it does in a URL and in UTF-8. */
  readonly keepsSurrogates?: boolean
}

/** C0 and C1 controls, soft hyphen, Arabic letter mark, zero-width and direction marks, line separators, isolates, byte order mark. */
const HIDDEN = /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u

/** What stands for itself in every language, as a class of characters. */
const PLAIN = String.raw`\w .,/:-`
const WHOLLY_PLAIN = new RegExp(`^[${PLAIN}]*$`)
const SPECIAL = new RegExp(`[^${PLAIN}]`, 'gu')

/** Whether a text stands for itself between quotes in every language. */
export const isPlain = (text: string): boolean => WHOLLY_PLAIN.test(text)

export function quote(text: string, quoting: Quoting): string {
  if (isPlain(text)) return quoting.open + text + quoting.close
  const whole = quoting.keepsSurrogates ? text : text.toWellFormed()
  const spelt = whole.replace(SPECIAL, (character: string, at: number) => {
    const next = characterAt(whole, at + character.length)
    const own = quoting.escape(character, next)
    if (own !== undefined) return own
    const isHidden = HIDDEN.test(character) || /^[\ud800-\udfff]$/.test(character)
    return isHidden ? quoting.hidden(character.codePointAt(0) ?? 0, next) : character
  })
  return quoting.open + spelt + quoting.close
}

function characterAt(text: string, at: number): string | undefined {
  const codePoint = text.codePointAt(at)
  return codePoint === undefined ? undefined : String.fromCodePoint(codePoint)
}

/** `\u202e`; a code point beyond U+FFFF as its two surrogates. */
export function utf16Escape(codePoint: number): string {
  return Array.from({ length: codePoint > 0xffff ? 2 : 1 }, (_, at) => String.fromCodePoint(codePoint).charCodeAt(at))
    .map(unit => `\\u${hex(unit, 4)}`)
    .join('')
}

/** `\u{202e}` */
export function bracedEscape(codePoint: number): string {
  return `\\u{${codePoint.toString(16)}}`
}

/** The UTF-8 bytes of a code point as `\342\200\256`: three digits each, so that a digit may follow. */
export function octalBytes(codePoint: number): string {
  return Array.from(new TextEncoder().encode(String.fromCodePoint(codePoint)))
    .map(byte => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('')
}

export function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

/** The escapes that most languages took from C. */
export const C_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}
