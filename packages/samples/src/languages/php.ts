import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { fitsDouble, fitsSigned, isInteger } from './numbers.ts'
import { bracedEscape, hex, isPlain, quote } from './quote.ts'

export const php: Language = {
  // Variables carry a $: of all words only the names that PHP or these programs give them are taken.
  names: { reserved: wordSet('this GLOBALS _GET _POST _ENV _SERVER argv argc php_errormsg http_response_header') },
  string: text => (isPlain(text) ? `'${text}'` : HIDDEN.test(text) ? doubleQuoted(text) : singleQuoted(text)),
  number: source => {
    if (fitsSigned(source, 64)) return source === '-9223372036854775808' ? 'PHP_INT_MIN' : source
    return !isInteger(source) && fitsDouble(source) ? source : undefined
  },
  // `?>` ends PHP even inside a comment.
  comment: text => lineComments('//')(text.replaceAll('?>', '? >')),
}

const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u

function singleQuoted(text: string): string {
  return `'${text.toWellFormed().replace(/[\\']/g, '\\$&')}'`
}

function doubleQuoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '"': '\\"',
    $: '\\$',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
  }
  return quote(text, {
    open: '"',
    close: '"',
    escape: character => escapes[character],
    hidden: code => (code <= 0x7f ? `\\x${hex(code, 2)}` : bracedEscape(code)),
  })
}
