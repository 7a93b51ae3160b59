import type { Words } from './shell.ts'

/**
 * Takes lines for cmd.exe apart: `^` takes its meaning from the next character or joins lines, and the program itself
 * reads the quotes. `%NAME%` is a variable.
 */
export function cmdCommands(text: string): Words[] {
  const joined = text.replaceAll(/\^\r?\n/g, '')
  return joined
    .split(/\r?\n/)
    .flatMap(line => line.split(/(?<=[^^])&(?= |$)/))
    .map(line => programWords(withoutCarets(line)))
    .filter(words => words.length > 0)
}

/**
 * Browsers write `^"` for every quote, and then `^\^"` for one inside; by hand people write plain quotes, inside of which
 * a caret is itself.
 */
function withoutCarets(line: string): string {
  const isCopied = line.includes('^"')
  let quoted = false
  let result = ''
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? ''
    if (character === '^' && (isCopied || !quoted) && at + 1 < line.length) {
      at += 1
      result += line[at]
      continue
    }
    if (character === '"') quoted = !quoted
    result += character
  }
  return result.replaceAll(/%([A-Za-z_]\w*)%/g, '{{$1}}').replaceAll(/%%/g, '%')
}

/** How a program of Windows reads its line: `\"` is a quote, within quotes so are two of them; spaces divide words. */
function programWords(line: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quoted = false
  for (const [piece, slashes = '', quotes = ''] of line.matchAll(/(\\*)("+)|\s|[^\s"\\]+|\\+/g)) {
    if (quotes !== '') {
      const read = readQuotes(slashes, quotes, quoted)
      word = (word ?? '') + read.text
      quoted = read.quoted
    } else if (quoted || piece.trim() !== '') word = (word ?? '') + piece
    else if (word !== undefined) {
      words.push(word)
      word = undefined
    }
  }
  return word === undefined ? words : [...words, word]
}

function readQuotes(
  slashes: string,
  quotes: string,
  within: boolean,
): { readonly text: string; readonly quoted: boolean } {
  let text = slashes.slice(0, Math.floor(slashes.length / 2))
  let quoted = within
  let left = quotes.length
  if (slashes.length % 2 === 1) {
    text += '"'
    left -= 1
  }
  for (; left > 0; left -= 1) {
    if (quoted && left > 1) {
      text += '"'
      left -= 1
    } else quoted = !quoted
  }
  return { text, quoted }
}

/** Takes lines for PowerShell apart: a backtick takes its meaning from the next character or joins lines. */
export function powershellCommands(text: string): Words[] {
  const words: string[][] = [[]]
  const pattern = /`\r?\n|[ \t\r]+|(\n|;)|((?:'(?:[^']|'')*'|"(?:[^"`]|`[\s\S]|"")*"|`[^\r\n]|[^\s'"`;])+)/g
  for (const [, end, word] of text.matchAll(pattern)) {
    if (end !== undefined) words.push([])
    else if (word !== undefined) words.at(-1)?.push(powershellWord(word))
  }
  return words.filter(command => command.length > 0)
}

const BACKTICKS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0' }

function powershellWord(word: string): string {
  return word.replaceAll(
    /'((?:[^']|'')*)'|"((?:[^"`]|`[\s\S]|"")*)"|`([^\r\n])|\$\{?(?:env:)?(\w+)\}?/g,
    (_, single?: string, double?: string, escaped?: string, variable?: string) => {
      if (single !== undefined) return single.replaceAll("''", "'")
      if (double !== undefined) return doubleQuoted(double)
      return escaped ?? `{{${variable}}}`
    },
  )
}

function doubleQuoted(text: string): string {
  return text.replaceAll(/`([\s\S])|""|\$\{?(?:env:)?([A-Za-z_]\w*)\}?/g, (_, escaped?: string, variable?: string) => {
    if (escaped !== undefined) return BACKTICKS[escaped] ?? escaped
    return variable === undefined ? '"' : `{{${variable}}}`
  })
}
