import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { fitsDouble } from './numbers.ts'
import { C_ESCAPES, hex, type Quoting, quote } from './quote.ts'

const RESERVED = wordSet(
  'abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default',
  'delete do else enum eval export extends false finally for from function get if implements import in instanceof interface',
  'is keyof let module namespace never new null number object of package private protected public readonly require return',
  'satisfies set static string super switch symbol this throw true try type typeof undefined unique unknown using var void',
  'while with yield NaN Infinity',
  'Array BigInt Blob Boolean Buffer Date Error FormData JSON Map Math Number Object Promise Record Request Response Set String',
  'URL URLSearchParams axios console crypto fetch globalThis name process',
)

/** JavaScript and TypeScript. */
export const javascript: Language = {
  names: { reserved: RESERVED },
  string: text => singleQuoted(text),
  number: source => (fitsDouble(source) ? source : undefined),
  comment: lineComments('//'),
}

/** Single quotes, or double ones where that saves escapes; `</script>` and `<!--` cannot end a script element around it. */
function singleQuoted(text: string): string {
  return quote(text, text.includes("'") && !text.includes('"') ? DOUBLE : SINGLE)
}

const between = (mark: string): Quoting => ({
  open: mark,
  close: mark,
  escape: (character, next) => {
    if (character === '"' || character === "'") return character === mark ? `\\${character}` : character
    if (character === '<' && (next === '/' || next === '!')) return '\\x3c'
    return C_ESCAPES[character]
  },
  hidden: code =>
    code <= 0xff ? `\\x${hex(code, 2)}` : code <= 0xffff ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 5)}}`,
  keepsSurrogates: true,
})

const [SINGLE, DOUBLE] = [between("'"), between('"')]

/** The inside of a template literal. */
export function templateText(text: string): string {
  return quote(text, TEMPLATE)
}

const TEMPLATE: Quoting = {
  open: '',
  close: '',
  escape: (character, next) => {
    if (character === '`' || (character === '$' && next === '{')) return `\\${character}`
    if (character === '<' && (next === '/' || next === '!')) return '\\x3c'
    return character === '"' ? character : C_ESCAPES[character]
  },
  hidden: code => `\\u{${code.toString(16)}}`,
  keepsSurrogates: true,
}

/** A key of an object literal: bare where it is a plain name. `__proto__` is always computed: bare or quoted it would set the prototype. */
export function propertyKey(key: string): string {
  if (key === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : singleQuoted(key)
}

/** `.name`, `['a name']` */
export function propertyAccess(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${singleQuoted(key)}]`
}
