import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { fitsDouble, fitsSigned, isInteger } from './numbers.ts'
import { quote } from './quote.ts'

export const powershell: Language = {
  names: {
    foldsCase: true,
    reserved: wordSet(
      'args input true false null error host home pid profile pshome pwd matches this event sender stacktrace switch foreach',
      'psitem psversiontable shellid iswindows islinux ismacos executioncontext lastexitcode ofs verbosepreference',
    ),
  },
  string: text => (HIDDEN.test(text) ? doubleQuoted(text) : `'${text.toWellFormed().replace(/['‘’‚‛]/g, '$&$&')}'`),
  number: source => {
    if (fitsSigned(source, 64)) return source
    if (isInteger(source)) return `[bigint]::Parse('${source}')`
    return fitsDouble(source) ? source : undefined
  },
  comment: lineComments('#'),
}

const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u

/** The backtick escapes; typographic quotes close a string too. */
function doubleQuoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '\n': '`n', '\r': '`r', '\t': '`t' }
  return quote(text, {
    open: '"',
    close: '"',
    escape: character => (/^[`$"“”„]$/.test(character) ? `\`${character}` : escapes[character]),
    hidden: code => `\`u{${code.toString(16)}}`,
  })
}
