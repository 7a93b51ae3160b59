import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { decimal, fitsDouble, fitsSigned, isInteger } from './numbers.ts'
import { C_ESCAPES, hex, quote } from './quote.ts'

export const r: Language = {
  names: {
    reserved: wordSet(
      'if else repeat while function for next break TRUE FALSE NULL Inf NaN NA NA_integer_ NA_real_ NA_character_ in c t T F q',
      'list names length paste paste0 print cat stop quit return vector data df',
    ),
  },
  string: text =>
    // No string of R holds a NUL.
    quote(text.replaceAll('\0', ''), {
      open: '"',
      close: '"',
      escape: character => C_ESCAPES[character],
      hidden: code => (code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`),
    }),
  number: source => {
    // The least integer is no literal of R: its sign stands before one that is too big.
    if (fitsSigned(source, 32)) return source === '-2147483648' ? source : `${source}L`
    // jsonlite prints 15 digits of a double at most.
    const isKept =
      !isInteger(source) && fitsDouble(source) && decimal(Number(source).toPrecision(15)) === decimal(source)
    return isKept ? source : undefined
  },
  comment: lineComments('#'),
}
