import type { Surroundings } from './command.ts'
import { commands } from './commands/index.ts'
import { Refusal, UsageError } from './failure.ts'
import { help } from './help.ts'
import { printable } from './output.ts'
import { ParseError, parse } from './parse.ts'
import { VERSION } from './version.ts'

/**
 * Runs one command.
 * @param complain takes lines for people, on stderr
 * @returns the exit code: 0 done, 1 refused, 2 wrong usage
 */
export async function runCli(
  args: readonly string[],
  surroundings: Surroundings,
  complain: (line: string) => void,
): Promise<number> {
  let words: string | undefined
  try {
    const { command, values, positionals } = parse(args, commands)
    words = command?.words
    if (values.version) surroundings.print(values.json ? JSON.stringify({ version: VERSION }) : VERSION)
    else if (values.help) surroundings.print(help(command))
    else if (command === undefined) throw new UsageError('Say what to do, such as "parhelion serve"')
    else return (await command.run(values, positionals, surroundings)) ?? 0
    return 0
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof Refusal)) throw error
    for (const line of error.message.split('\n')) complain(printable(line))
    if (error instanceof Refusal) return 1
    if (error instanceof ParseError) words = error.command?.words
    complain(`See: parhelion ${words === undefined ? '' : `${words} `}--help`)
    return 2
  }
}
