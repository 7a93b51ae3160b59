import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { fitsDouble, isInteger } from './numbers.ts'
import { bracedEscape, C_ESCAPES, quote } from './quote.ts'

export const elixir: Language = {
  names: {
    reserved: wordSet(
      'after alias and case catch cond def defmodule defp do else end false fn for if import in is_list is_map is_nil nil not or',
      'quote raise receive require rescue reraise self send spawn super throw true try unless unquote use when with __MODULE__',
    ),
  },
  string: text =>
    quote(text, {
      open: '"',
      close: '"',
      escape: (character, next) => (character === '#' && next === '{' ? '\\#' : C_ESCAPES[character]),
      hidden: code => bracedEscape(code),
    }),
  number: source => {
    if (isInteger(source)) return source === '-0' ? '0' : source
    if (!fitsDouble(source)) return undefined
    return source.includes('.') ? source : source.replace(/[eE]/, '.0e')
  },
  comment: lineComments('#'),
}
