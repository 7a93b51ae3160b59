import type { Surroundings } from './command.ts'
import { UsageError } from './failure.ts'

/**
 * A secret as an option gives it, from standard input for `-`, or from the environment: other users of the machine see
 * what stands on a command line.
 */
export async function readSecret(
  option: string | undefined,
  { env, readStdin }: Surroundings,
): Promise<string | undefined> {
  const secret =
    option === '-' ? (await readStdin()).replace(/\r?\n$/, '') : (option ?? (env.SUNCO_KEY_SECRET || undefined))
  if (secret === '') throw new UsageError('The secret is empty')
  return secret
}
