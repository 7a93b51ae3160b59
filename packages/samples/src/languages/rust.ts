import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { fitsDouble, fitsSigned, isInteger } from './numbers.ts'
import { bracedEscape, C_ESCAPES, quote } from './quote.ts'

export const rust: Language = {
  names: {
    reserved: wordSet(
      'abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in',
      'let loop macro match mod move mut override priv pub ref return self Self static struct super trait true try type typeof',
      'unsafe unsized use virtual where while yield union',
      'Box Err None Ok Option Result Some String Vec Value bool char f64 i64 u64 str usize main env std reqwest serde serde_json',
    ),
  },
  string: text =>
    quote(text, {
      open: '"',
      close: '"',
      escape: character => C_ESCAPES[character],
      hidden: code => bracedEscape(code),
    }),
  number: source => {
    if (fitsSigned(source, 64)) return fitsSigned(source, 32) ? source : `${source}i64`
    if (isInteger(source) && BigInt.asUintN(64, BigInt(source)) === BigInt(source)) return `${source}u64`
    return !isInteger(source) && fitsDouble(source) ? source : undefined
  },
  comment: lineComments('//'),
}
