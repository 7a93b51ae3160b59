import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { fitsDouble, fitsSigned, isInteger } from './numbers.ts'
import { C_ESCAPES, quote, utf16Escape } from './quote.ts'

export const java: Language = {
  names: {
    reserved: wordSet(
      'abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally',
      'float for goto if implements import instanceof int interface long native new package private protected public record',
      'return sealed permits short static strictfp super switch synchronized this throw throws transient try var void volatile',
      'while yield true false null _ clone finalize getClass hashCode notify notifyAll toString wait equals',
      'Boolean Double Duration Exception HttpClient HttpRequest HttpResponse InputStream Integer JsonNode Exception List Long Map',
      'Object ObjectMapper Optional String System URI main args',
    ),
  },
  string: text =>
    quote(text, {
      open: '"',
      close: '"',
      escape: character => C_ESCAPES[character],
      // Not \\u000a for controls: the compiler reads such an escape before it reads the string.
      hidden: (code, next) =>
        code <= 0xff && !/^[0-7]$/.test(next ?? '')
          ? `\\${code.toString(8)}`
          : code <= 0xff
            ? octal(code)
            : utf16Escape(code),
    }),
  number: source => {
    if (fitsSigned(source, 32)) return source
    if (fitsSigned(source, 64)) return `${source}L`
    if (!isInteger(source) && fitsDouble(source)) return source
    return `new BigDecimal("${source}")`
  },
  comment: text => lineComments('//')(text).map(line => line.replaceAll('\\u', '\\ u')),
}

/** Three digits, so that a digit may follow. */
function octal(code: number): string {
  return `\\${code.toString(8).padStart(3, '0')}`
}
