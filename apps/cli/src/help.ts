import type { Command } from './command.ts'
import { commands } from './commands/index.ts'
import { COMMON, CONNECTION, type OptionName, optionOf } from './options.ts'

const INDENT = '  '

/** The help of one command, or of all of them. */
export function help(command?: Command): string {
  return `${(command === undefined ? overview() : page(command)).join('\n')}`
}

function overview(): string[] {
  return [
    'parhelion: a conversation platform that speaks the Sunshine Conversations API v2',
    '',
    'Usage: parhelion COMMAND [OPTIONS]',
    '',
    ...columns(commands.map(({ words, summary }) => [words, summary])),
    '',
    'Options of every command:',
    ...optionLines(COMMON),
    '',
    'Options of apps, keys and webhooks, which call a server:',
    ...optionLines(CONNECTION),
    '',
    'Secrets on a command line can be seen by other users of the machine: give them as SUNCO_KEY_SECRET, or write - for',
    'the option and give them on standard input. The account key in the data folder is sent to loopback addresses only.',
    '',
    'Exit code: 0 done, 1 the server or the network refused, 2 not called as the help says.',
    '',
    'Examples:',
    ...commands.flatMap(({ examples }) => examples.slice(0, 1)).map(line => INDENT + line),
    '',
    'More about one of them: parhelion COMMAND --help',
  ]
}

function page({ words, summary, usage, options, callsApi, examples }: Command): string[] {
  return [
    `${summary}.`,
    '',
    `Usage: parhelion ${`${words} ${usage}`.trim()}`,
    '',
    'Options:',
    ...optionLines([...options, ...(callsApi ? CONNECTION : []), ...COMMON]),
    '',
    'Examples:',
    ...examples.map(line => INDENT + line),
  ]
}

function optionLines(names: readonly OptionName[]): string[] {
  return columns(
    names.map(name => {
      const { placeholder, meaning } = optionOf(name)
      return [placeholder === undefined ? `--${name}` : `--${name} ${placeholder}`, meaning]
    }),
  )
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `${INDENT}${left.padEnd(width)}  ${right}`)
}
