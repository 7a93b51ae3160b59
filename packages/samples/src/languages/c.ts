import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { fitsDouble, fitsSafeInteger, fitsSigned, isInteger } from './numbers.ts'
import { C_ESCAPES, octalBytes, quote } from './quote.ts'

/** C and C++. */
export const c: Language = {
  names: {
    reserved: wordSet(
      'alignas alignof and and_eq asm auto bitand bitor bool break case catch char class compl const constexpr const_cast continue',
      'decltype default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline int',
      'long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register restrict return',
      'short signed sizeof static static_assert static_cast struct switch template this thread_local throw true try typedef typeid',
      'typename typeof union unsigned using virtual void volatile wchar_t while xor xor_eq',
      'NULL EOF abort calloc curl environ errno exit fclose fopen fprintf fputs free getenv index main malloc memcpy printf puts',
      'read realloc remove rename signal stderr stdin stdout strcmp strdup strlen system time write std string json body',
    ),
  },
  string: text =>
    quote(text, {
      open: '"',
      close: '"',
      // `??` begins a trigraph in old C.
      escape: (character, next) => (character === '?' && next === '?' ? '\\?' : C_ESCAPES[character]),
      hidden: code => octalBytes(code),
    }),
  // A JSON tree in C has doubles only.
  number: source => (fitsSafeInteger(source) || (/[.eE]/.test(source) && fitsDouble(source)) ? source : undefined),
  comment: text => lineComments('//')(text.replace(/\\$/gm, '\\.')),
}

/** A tree of nlohmann's library has integers of 64 bits too. The least of them is no literal. */
export const cpp: Language = {
  ...c,
  number: source => {
    if (!fitsSigned(source, 64)) return !isInteger(source) && fitsDouble(source) ? source : undefined
    if (fitsSigned(source, 32)) return source
    return fitsSigned(source.replace('-', ''), 64) ? `${source}LL` : undefined
  },
}
