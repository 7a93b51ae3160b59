import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Refusal } from '../failure.ts'

/** `.ts` in a checkout, `.js` in the published package. */
const EXTENSION = extname(import.meta.filename)
const SERVER = join(import.meta.dirname, '..', '..', '..', 'server', 'src', `main${EXTENSION}`)
const END_WITH_PARENT = pathToFileURL(join(import.meta.dirname, `end-with-parent${EXTENSION}`)).href

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs the server as a program of its own until it ends. Signals are passed on.
 * @param data `ephemeral`: in a new folder that only we can enter and that is gone afterwards
 * @returns its exit code, 128 + n after signal n
 */
export async function runServer(
  env: Readonly<Record<string, string | undefined>>,
  data: 'kept' | 'ephemeral',
): Promise<number> {
  let server: ChildProcess | undefined
  let asked = false
  const pass = (signal: NodeJS.Signals): void => {
    asked = true
    server?.kill(signal)
  }
  // Before the folder is there, so that no signal can leave it behind.
  for (const signal of SIGNALS) process.on(signal, pass)
  const folder = data === 'ephemeral' ? makeFolder() : undefined
  try {
    if (asked) return 0
    server = spawn(process.execPath, ['--max-semi-space-size=6', '--import', END_WITH_PARENT, SERVER], {
      env: { MALLOC_ARENA_MAX: '1', ...env, ...(folder === undefined ? {} : { PARHELION_DATA_DIR: folder }) },
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    })
    return await endOf(server)
  } finally {
    // After a killed server its database needs a moment more to stop.
    if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    for (const signal of SIGNALS) process.off(signal, pass)
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

function endOf(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(new Refusal(`The server cannot be started (${error.message})`)))
    server.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}
