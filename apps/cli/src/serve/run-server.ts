import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '../failure.ts'
import { ProgramRunner } from './run-program.ts'

/**
 * Runs the server as a program of its own until it ends. Signals are passed on.
 * @param data `ephemeral`: in a new folder that only we can enter and that is gone afterwards
 * @returns its exit code, 128 + n after signal n
 */
export async function runServer(
  env: Readonly<Record<string, string | undefined>>,
  data: 'kept' | 'ephemeral',
): Promise<number> {
  using runner = new ProgramRunner()
  const folder = data === 'ephemeral' ? makeFolder() : undefined
  try {
    return await runner.run(
      { name: 'main', args: [], options: ['--max-semi-space-size=4'], stdin: 'ignore' },
      {
        MALLOC_ARENA_MAX: '2',
        MALLOC_TRIM_THRESHOLD_: '1000000',
        ...env,
        ...(folder === undefined ? {} : { PARHELION_DATA_DIR: folder }),
      },
    )
  } finally {
    // After a killed server its database needs a moment more to stop.
    if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

/** Made with mode 0700. */
function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'parhelion-'))
  } catch (error) {
    throw new Refusal(`No temporary folder can be made (${(error as Error).message})`)
  }
}
