import { type Language, lineComments } from '../language.ts'
import { wordSet } from '../naming.ts'
import { fitsDouble, fitsSigned, isInteger } from '../numbers.ts'
import { C_ESCAPES, quote, utf16Escape } from '../quote.ts'

export const csharp: Language = {
  names: {
    reserved: wordSet(
      'abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum',
      'event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace',
      'new null object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc',
      'static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while',
      'add and async await by dynamic file from get global group init into join let nameof not on or orderby partial record remove',
      'required select set value var when where with yield args',
      'Console Convert Encoding Environment Equals Exception GetHashCode GetType HttpClient HttpMethod JsonNode List Program String',
      'System ToString Uri',
    ),
  },
  string: text =>
    quote(text, {
      open: '"',
      close: '"',
      escape: character => C_ESCAPES[character],
      hidden: utf16Escape,
      keepsSurrogates: true,
    }),
  number: source => {
    if (fitsSigned(source, 32)) return source
    if (fitsSigned(source, 64)) return `${source}L`
    return !isInteger(source) && fitsDouble(source) ? source : undefined
  },
  comment: lineComments('//'),
}
