/** The command was not called as its help says: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The server, the network or a file refused: exit code 1. The message is for people, a sentence a line. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** The value of an option the command cannot do without. */
export function need(value: string | undefined, option: string): string {
  if (value === undefined) throw new UsageError(`${option} is missing`)
  if (value === '') throw new UsageError(`${option} is empty`)
  return value
}
