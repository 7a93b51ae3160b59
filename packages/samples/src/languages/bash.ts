import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'
import { C_ESCAPES, octalBytes, quote } from './quote.ts'

const NAMES = wordSet(
  'BASH BASHOPTS BASHPID CDPATH COLUMNS DIRSTACK EUID FUNCNAME GROUPS HISTFILE HOME HOSTNAME HOSTTYPE IFS LANG LINES LINENO',
  'MACHTYPE MAIL OLDPWD OPTARG OPTERR OPTIND OSTYPE PATH PIPESTATUS PPID PS1 PS2 PS4 PWD RANDOM REPLY SECONDS SHELL SHELLOPTS',
  'SHLVL TERM TMPDIR UID USER path status',
  'if then else elif fi case esac for select while until do done in function time coproc',
)

/** Bash. A NUL cannot be in any of its values: it is left out, and whoever prints one says so. */
export const bash: Language = {
  names: { reserved: NAMES },
  string: text => {
    const plain = text.replaceAll('\0', '')
    if (/^[\w@%+=:,./-]+$/.test(plain)) return plain
    return HIDDEN.test(plain) ? ansiQuoted(plain) : `'${plain.toWellFormed().replaceAll("'", "'\\''")}'`
  },
  number: source => source,
  comment: lineComments('#'),
}

/** Line breaks stay as they are between single quotes; other controls and invisible marks need escapes. */
const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u

function ansiQuoted(text: string): string {
  return quote(text, {
    open: "$'",
    close: "'",
    escape: character => (character === "'" ? "\\'" : character === '"' ? '"' : C_ESCAPES[character]),
    hidden: code => octalBytes(code),
  })
}

/** The inside of double quotes, where `$`, backtick, backslash and `"` have a meaning. */
export function insideDoubleQuotes(text: string): string {
  return text
    .replaceAll('\0', '')
    .toWellFormed()
    .replace(/[$`\\"]/g, '\\$&')
}
