import { type Language, lineComments } from '../language.ts'
import { wordSet } from '../naming.ts'
import { fitsDouble, fitsSigned, isInteger } from '../numbers.ts'
import { quote } from '../quote.ts'

/** PowerShell 7. */
export const powershell: Language = {
  names: {
    foldsCase: true,
    reserved: wordSet(
      'args confirmpreference consolefilename debugpreference enabledexperimentalfeatures error erroractionpreference errorview',
      'event eventargs eventsubscriber executioncontext false foreach formatenumerationlimit home host informationpreference input',
      'iscoreclr islinux ismacos iswindows lastexitcode matches maximumhistorycount myinvocation nestedpromptlevel null ofs',
      'outputencoding pid profile progresspreference psboundparameters pscmdlet pscommandpath psculture psdebugcontext',
      'psdefaultparametervalues psedition psemailserver pshome psitem psmoduleautoloadingpreference',
      'psnativecommandargumentpassing psnativecommanduseerroractionpreference psscriptroot pssenderinfo pssessionapplicationname',
      'pssessionconfigurationname pssessionoption psstyle psuiculture psversiontable pwd sender shellid stacktrace switch this',
      'transcript true verbosepreference warningpreference whatifpreference env function global local private script using variable',
    ),
  },
  string: text => (HIDDEN.test(text) ? `"${insideQuotes(text)}"` : `'${text.toWellFormed().replace(SINGLE, '$&$&')}'`),
  number: source => {
    if (fitsSigned(source, 64)) return source
    return !isInteger(source) && fitsDouble(source) ? source : undefined
  },
  comment: lineComments('#'),
}

const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u

/** Typographic quotes end a string as well as straight ones do. */
const SINGLE = /['‘’‚‛]/g

const ESCAPES: Readonly<Record<string, string>> = { '\n': '`n', '\r': '`r', '\t': '`t' }

/** The inside of double quotes, where the backtick escapes and `$` begins a value. */
export function insideQuotes(text: string): string {
  return quote(text, {
    open: '',
    close: '',
    escape: character => (/^[`$"“”„]$/.test(character) ? `\`${character}` : ESCAPES[character]),
    hidden: code => `\`u{${code.toString(16)}}`,
  })
}
