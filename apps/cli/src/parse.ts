import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { UsageError } from './failure.ts'
import { COMMON, CONNECTION, type OptionName, optionNames, optionOf, type Values } from './options.ts'

export interface Parsed {
  /** Undefined when no command was named. */
  readonly command: Command | undefined
  readonly values: Values
  readonly positionals: readonly string[]
}

/** A usage error that knows whose help to point to. */
export class ParseError extends UsageError {
  readonly command: Command | undefined

  constructor(message: string, command?: Command) {
    super(message)
    this.command = command
  }
}

/**
 * Finds the command, which options may precede, then holds the rest to what that command takes.
 * @throws ParseError with one line
 */
export function parse(given: readonly string[], commands: readonly Command[]): Parsed {
  const args = joined(given)
  const { tokens } = parseArgs({ args, options: config(optionNames), strict: false, tokens: true })
  const words = tokens.flatMap(token => (token.kind === 'positional' ? [token] : []))
  const spoken = words.map(({ value }) => value)
  const command = findCommand(spoken, commands)
  const named = new Set(words.slice(0, command?.words.split(' ').length ?? 0).map(({ index }) => index))
  const rest = args.filter((_, index) => !named.has(index))
  const taken = [...(command?.options ?? []), ...(command?.callsApi === false ? [] : CONNECTION), ...COMMON]
  const { values, positionals } = parseStrictly(rest, taken, command)
  if (command === undefined && spoken.length > 0 && !(values.help && isGroup(spoken, commands))) {
    throw new ParseError(unknownCommand(spoken, commands))
  }
  if (values.help !== true && values.version !== true) checkPositionals(positionals, command)
  return { command, values, positionals }
}

/**
 * Options with what follows them in one word, where that begins with a hyphen and is no option: one secret in 64 does. Node
 * would ask for that spelling.
 */
function joined(args: readonly string[]): string[] {
  const words: string[] = []
  let open: string | undefined
  for (const arg of args) {
    if (open !== undefined && arg.length > 1 && arg.startsWith('-') && !/^--([a-z]|$)/.test(arg)) {
      words[words.length - 1] = `${open}=${arg}`
      open = undefined
    } else {
      words.push(arg)
      open = open === undefined && takesText(arg) ? arg : undefined
    }
  }
  return words
}

const takesText = (word: string): boolean =>
  optionNames.some(name => word === `--${name}` && optionOf(name).placeholder !== undefined)

/** The longest one whose words come first. */
function findCommand(words: readonly string[], commands: readonly Command[]): Command | undefined {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ')
    const found = commands.find(command => command.words === name)
    if (found !== undefined) return found
  }
  return undefined
}

function parseStrictly(args: readonly string[], names: readonly OptionName[], command: Command | undefined) {
  try {
    const parsed = parseArgs({ args: [...args], options: config(names), strict: true, allowPositionals: true })
    return { values: parsed.values as Values, positionals: parsed.positionals }
  } catch (error) {
    // Node's own advice after the first sentence is about the syntax of options in general.
    const [sentence = ''] = (error as Error).message.split(/\. |\.?\n|\.$/)
    throw new ParseError(sentence, command)
  }
}

function config(names: readonly OptionName[]): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    names.map(name => {
      const { placeholder, multiple = false } = optionOf(name)
      return [name, { type: placeholder === undefined ? 'boolean' : 'string', multiple }]
    }),
  )
}

function isGroup(given: readonly string[], commands: readonly Command[]): boolean {
  return given.length === 1 && commands.some(({ words }) => words.startsWith(`${given[0]} `))
}

function unknownCommand([first = '', second]: readonly string[], commands: readonly Command[]): string {
  const below = commands.filter(({ words }) => words.startsWith(`${first} `)).map(({ words }) => words)
  if (below.length === 0) return `Unknown command "${first}"`
  return second === undefined
    ? `Say which: ${below.join(', ')}`
    : `Unknown command "${first} ${second}"; known: ${below.join(', ')}`
}

function checkPositionals(positionals: readonly string[], command: Command | undefined): void {
  const wanted = command?.positionals ?? []
  const extra = positionals[wanted.length]
  if (extra !== undefined) throw new ParseError(`Unexpected argument "${extra}"`, command)
  const missing = wanted[positionals.length]
  if (missing !== undefined) throw new ParseError(`${missing} is missing`, command)
}
