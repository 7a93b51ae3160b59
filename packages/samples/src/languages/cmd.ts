import { type Language, lineComments } from './language.ts'
import { wordSet } from './naming.ts'

/** The command prompt of Windows, in a batch file. */
export const cmd: Language = {
  names: {
    foldsCase: true,
    reserved: wordSet(
      'cd date time random errorlevel cmdextversion cmdcmdline path pathext prompt comspec temp tmp username',
    ),
  },
  /**
   * An argument as a program reads it from a batch file: `\"` for a quote, doubled backslashes before one, `%%` for `%`.
   * The prompt itself toggles at every quote, so what lies outside of its quotes is escaped by `^` too.
   * A line break cannot be written: it becomes a space.
   */
  string: text => {
    const argument = text
      .toWellFormed()
      .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
      .replace(/(\\*)"/g, '$1$1\\"')
      .replace(/(\\+)$/, '$1$1')
      .replaceAll('%', '%%')
    return `"${caretsOutside(argument)}"`
  },
  number: source => source,
  comment: lineComments('rem'),
}

function caretsOutside(argument: string): string {
  let isInside = true
  return Array.from(argument, character => {
    if (character === '"') {
      isInside = !isInside
      return character
    }
    return !isInside && /[&|<>^()!]/.test(character) ? `^${character}` : character
  }).join('')
}
