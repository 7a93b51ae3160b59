import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { decimal, fitsDouble, fitsSigned, isInteger } from './numbers.ts'
import { C_ESCAPES, quote } from './quote.ts'

export const perl: Language = {
  // Variables carry a sigil: of all words only the names that Perl gives them are taken.
  names: { reserved: wordSet('a b _ ARGV ENV INC STDIN STDOUT STDERR') },
  string: text =>
    quote(text, {
      open: '"',
      close: '"',
      escape: character => (/^[$@]$/.test(character) ? `\\${character}` : C_ESCAPES[character]),
      hidden: code => `\\x{${code.toString(16)}}`,
    }),
  number: source => {
    if (fitsSigned(source, 64)) return source === '-0' ? '0' : source
    // Perl prints 15 digits of a double.
    const isKept =
      !isInteger(source) && fitsDouble(source) && decimal(Number(source).toPrecision(15)) === decimal(source)
    return isKept ? source : undefined
  },
  comment: lineComments('#'),
}
