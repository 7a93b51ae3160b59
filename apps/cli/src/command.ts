import type { OptionName, Values } from './options.ts'

/** Where a command reads and writes, and what it is told by its surroundings. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Text for people or one JSON value for machines: what was asked for, and nothing else. */
  readonly print: (text: string) => void
  /** Lines for people beside what was asked for, on stderr. */
  readonly report: (text: string) => void
  /** Shows how far long work is; undefined where nobody watches. */
  readonly progress?: (done: number, of: number) => void
  readonly readStdin: () => Promise<string>
  /** Asks the person at the terminal; undefined where nobody sits at one. */
  readonly ask: ((question: string) => Promise<string>) | undefined
}

export interface Command {
  /** Such as `keys create`. */
  readonly words: string
  readonly summary: string
  /** What follows the words, as the help shows it. */
  readonly usage: string
  /** Names of the arguments that are no options, all of them required. */
  readonly positionals: readonly string[]
  /** Beyond those that every command has. */
  readonly options: readonly OptionName[]
  /** Whether it calls the API, so that it must know where and who as. */
  readonly callsApi: boolean
  readonly examples: readonly string[]
  /** @returns the exit code if it is not 0 */
  run(values: Values, positionals: readonly string[], surroundings: Surroundings): Promise<number | undefined>
}
