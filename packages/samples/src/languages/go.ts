import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { C_ESCAPES, hex, type Quoting, quote } from './quote.ts'

const QUOTING: Quoting = {
  open: '"',
  close: '"',
  escape: character => C_ESCAPES[character],
  hidden: code => (code <= 0x7f ? `\\x${hex(code, 2)}` : code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`),
}

export const go: Language = {
  names: {
    reserved: wordSet(
      'break case chan const continue default defer else fallthrough for func go goto if import interface map package range',
      'return select struct switch type var any bool byte comparable complex64 complex128 error float32 float64 int int8 int16',
      'int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy',
      'delete imag len make max min new panic print println real recover main init',
      'base64 bytes context errors fmt hex hmac http io json math mime multipart os rand sha1 sha256 md5 sort strconv strings',
      'textproto time url filepath',
    ),
  },
  string: text => quote(text, QUOTING),
  // A json.Number is printed as it is written.
  number: source => `json.Number("${source}")`,
  comment: lineComments('//'),
}
