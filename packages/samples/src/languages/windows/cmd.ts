import { type Language, lineComments } from '../language.ts'
import { wordSet } from '../naming.ts'

/** The command prompt of Windows, in a batch file without delayed expansion. */
export const cmd: Language = {
  names: {
    foldsCase: true,
    reserved: wordSet(
      'cd date time random errorlevel cmdextversion cmdcmdline path pathext prompt comspec temp tmp username',
    ),
  },
  /**
   * An argument as a program reads it: `\"` for a quote, doubled backslashes before one. The prompt itself toggles at
   * every quote, so what lies outside of its quotes is escaped by `^`. What is no visible sign becomes a space.
   */
  string: text => {
    const argument = visible(text)
      .replace(/(\\*)"/g, '$1$1\\"')
      .replace(/\\+$/, '$&$&')
    return inBatch(`"${argument}"`)
  },
  number: source => source,
  comment: text => lineComments('rem')(text.replaceAll('%', '%%')),
}

/** A line that sets a variable. */
export function assignment(name: string, value: string): string {
  return `set ${inBatch(`"${name}=${visible(value)}"`)}`
}

export const HIDDEN = /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu

function visible(text: string): string {
  return text.toWellFormed().replace(HIDDEN, ' ')
}

/** The last quote is one that does not toggle where it would begin a new stretch, and so swallow the line's end. */
function inBatch(quoted: string): string {
  let isInside = false
  return Array.from(quoted.replaceAll('%', '%%'))
    .map((character, at, all) => {
      const isLast = at === all.length - 1
      if (!isInside && (isLast || /[&|<>^()]/.test(character))) return `^${character}`
      if (character === '"') isInside = !isInside
      return character
    })
    .join('')
}
