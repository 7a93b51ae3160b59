import { type Language, lineComments } from '../language.ts'
import { wordSet } from '../naming.ts'
import { fitsDouble, fitsSigned, isInteger } from '../numbers.ts'
import { C_ESCAPES, quote, utf16Escape } from '../quote.ts'

export const kotlin: Language = {
  names: {
    reserved: wordSet(
      'as break class continue do else false for fun if in interface is null object package return super this throw true try',
      'typealias typeof val var when while by catch constructor delegate dynamic field file finally get import init param',
      'property receiver set setparam value where args main error println print listOf mapOf require check',
      'Any Boolean Double Exception Int List Long Map Pair String URI Request Response OkHttpClient ObjectMapper',
    ),
  },
  string: text =>
    quote(text, {
      open: '"',
      close: '"',
      escape: character => (character === '$' ? '\\$' : C_ESCAPES[character]),
      hidden: utf16Escape,
    }),
  number: source => {
    if (fitsSigned(source, 32)) return source
    // The sign is no part of a literal, and the least of all has no counterpart without one.
    if (fitsSigned(source, 64) && fitsSigned(source.replace('-', ''), 64)) return `${source}L`
    return !isInteger(source) && fitsDouble(source) ? source : `BigDecimal("${source}")`
  },
  comment: lineComments('//'),
}
