import { ReadError } from '../../request/read-error.ts'
import { longOption, shortOption } from './options.ts'

/** An option as it was given, or an address that stands by itself. */
export interface Argument {
  /** Long name, or the letter of a switch without one; `url` for an address. */
  readonly name: string
  readonly value: string
}

/** What the words after `curl` say, one request after the other: `--next` begins another. */
export function readArguments(words: readonly string[]): Argument[][] {
  const requests: Argument[][] = [[]]
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    for (const found of argumentsOf(word, () => rest.shift())) {
      if (found.name === 'next') requests.push([])
      else requests.at(-1)?.push(found)
    }
  }
  return requests
}

function argumentsOf(word: string, next: () => string | undefined): Argument[] {
  if (word.startsWith('--') && word.length > 2) return [longArgument(word.slice(2), next)]
  if (word.startsWith('-') && word.length > 1) return shortArguments(word, next)
  return [{ name: 'url', value: word }]
}

function longArgument(name: string, next: () => string | undefined): Argument {
  return { name, value: longOption(name).takesValue ? required(`--${name}`, next()) : '' }
}

/** `-sSXPOST` is `-s -S -X POST`. */
function shortArguments(word: string, next: () => string | undefined): Argument[] {
  const found: Argument[] = []
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? ''
    const option = shortOption(letter)
    if (option === undefined) throw new ReadError(`curl has no option '-${letter}', which stands in '${word}'`)
    if (!option.takesValue) found.push({ name: option.name, value: '' })
    else {
      const value = word.slice(at + 1)
      return [...found, { name: option.name, value: value === '' ? required(`-${letter}`, next()) : value }]
    }
  }
  return found
}

function required(option: string, value: string | undefined): string {
  if (value === undefined) throw new ReadError(`The option ${option} of curl ends the command, but it needs a value`)
  return value
}
