import { type Language, lineComments } from '../language.ts'
import { wordSet } from '../naming.ts'
import { fitsDouble, fitsSigned, isInteger } from '../numbers.ts'
import { bracedEscape, C_ESCAPES, quote } from '../quote.ts'

export const dart: Language = {
  names: {
    reserved: wordSet(
      'abstract as assert async await base break case catch class const continue covariant default deferred do dynamic else enum',
      'export extends extension external factory false final finally for get hide if implements import in interface is late library',
      'mixin new null of on operator part required rethrow return sealed set show static super switch sync this throw true try',
      'type typedef var void when while with yield main print exit stderr stdout args http',
      'DateTime Duration Future List Map Object Platform String Type Uri bool double int num',
    ),
  },
  string: text => {
    const escapes: Readonly<Record<string, string>> = { ...C_ESCAPES, '"': '"', "'": "\\'", $: '\\$' }
    return quote(text, { open: "'", close: "'", escape: character => escapes[character], hidden: bracedEscape })
  },
  number: source => (fitsSigned(source, 64) || (!isInteger(source) && fitsDouble(source)) ? source : undefined),
  comment: lineComments('//'),
}
