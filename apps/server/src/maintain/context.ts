import type { Config } from '../config.ts'

/** What a program beside the server works with. */
export interface Context {
  readonly config: Config
  /** The master key that is to be; undefined: none was given. */
  readonly newMasterKey: Buffer | undefined
  /** Aborted when the operator wants it to stop. */
  readonly signal: AbortSignal
  /** Takes sentences for the operator. */
  readonly log: (line: string) => void
}

/** What was done: for people, and for programs. */
export interface Outcome {
  readonly lines: readonly string[]
  readonly json: Readonly<Record<string, unknown>>
}
