import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { decimal, fitsDouble, fitsSigned, isInteger } from './numbers.ts'
import { bracedEscape, C_ESCAPES, quote } from './quote.ts'

export const lua: Language = {
  names: {
    reserved: wordSet(
      'and break do else elseif end false for function goto if in local nil not or repeat return then true until while',
      'assert collectgarbage coroutine debug error io ipairs load math next os package pairs pcall print require select string',
      'table tonumber tostring type utf8 http https ltn12 mime hmac json',
    ),
  },
  string: text =>
    quote(text, {
      open: '"',
      close: '"',
      escape: character => C_ESCAPES[character],
      hidden: code => (code <= 0x7f ? `\\${String(code).padStart(3, '0')}` : bracedEscape(code)),
    }),
  number: source => {
    // The least integer is no literal: its digits are read before its sign.
    if (isInteger(source)) return fitsSigned(source, 64) && fitsSigned(source.replace('-', ''), 64) ? source : undefined
    // Lua prints 14 digits of a double.
    const isKept = fitsDouble(source) && decimal(Number(source).toPrecision(14)) === decimal(source)
    return isKept ? source : undefined
  },
  comment: text => lineComments('--')(text).map(line => line.replace(/^-- \[/, '--  [')),
}
