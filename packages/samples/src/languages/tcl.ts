import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { C_ESCAPES, hex, quote } from './quote.ts'

export const tcl: Language = {
  names: {
    reserved: wordSet('argc argv argv0 auto_path env errorCode errorInfo tcl_library tcl_platform tcl_version'),
  },
  string: text => (/^[\w@%+=:,./-]+$/.test(text) ? text : `"${insideQuotes(text)}"`),
  number: source => source,
  // A comment that ends with a backslash goes on in the next line, and its braces count where it lies inside others.
  comment: text => lineComments('#')(text.replace(/[{}\\]/g, ' ')),
}

/** The inside of double quotes, where `$` and brackets have a meaning. */
export function insideQuotes(text: string): string {
  return quote(text, {
    open: '',
    close: '',
    escape: character => (/^[$[\]{}]$/.test(character) ? `\\${character}` : C_ESCAPES[character]),
    hidden: code => (code <= 0xffff ? `\\u${hex(code, 4)}` : String.fromCodePoint(code)),
  })
}
