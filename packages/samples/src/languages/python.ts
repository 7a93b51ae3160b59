import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { fitsDouble, isInteger } from './numbers.ts'
import { C_ESCAPES, hex, type Quoting, quote } from './quote.ts'

const QUOTING: Quoting = {
  open: '"',
  close: '"',
  escape: character => C_ESCAPES[character],
  hidden: code => (code <= 0xff ? `\\x${hex(code, 2)}` : code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`),
  keepsSurrogates: true,
}

export const python: Language = {
  names: {
    reserved: wordSet(
      'False None True and as assert async await break class continue def del elif else except finally for from global if',
      'import in is lambda match case type nonlocal not or pass raise return try while with yield',
      'bool bytes dict float input int len list open print range set str tuple id hash enumerate zip map filter object format',
      'json os sys re base64 hashlib hmac time datetime urllib http requests httpx chilkat chilkat2 secrets uuid',
    ),
  },
  string: text => quote(text, QUOTING),
  number: source => (isInteger(source) ? (source === '-0' ? '0' : source) : fitsDouble(source) ? source : undefined),
  comment: lineComments('#'),
}
