import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { fitsDouble, isInteger } from './numbers.ts'
import { bracedEscape, C_ESCAPES, quote } from './quote.ts'

export const ruby: Language = {
  names: {
    reserved: wordSet(
      '__ENCODING__ __FILE__ __LINE__ BEGIN END alias and begin break case class def defined do else elsif end ensure false for',
      'if in module next nil not or redo rescue retry return self super then true undef unless until when while yield',
      'abort binding caller catch exit fail format gets lambda load loop open p print printf proc puts raise rand require select',
      'sleep spawn sprintf srand system test throw trap warn method methods object_id send hash display freeze',
    ),
  },
  // `#` begins code inside double quotes when a brace, a $ or an @ follows.
  string: text =>
    quote(text, {
      open: '"',
      close: '"',
      escape: (character, next) => (character === '#' && /^[{$@]$/.test(next ?? '') ? '\\#' : C_ESCAPES[character]),
      hidden: code => bracedEscape(code),
    }),
  number: source => {
    if (isInteger(source)) return source === '-0' ? '0' : source
    if (!fitsDouble(source)) return undefined
    return source.includes('.') ? source : source.replace(/[eE]/, '.0e')
  },
  comment: lineComments('#'),
}
