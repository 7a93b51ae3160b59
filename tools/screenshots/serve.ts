import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const COMMAND = join(import.meta.dirname, '../../apps/cli/bin/parhelion.js')

interface Key {
  readonly id: string
  readonly secret: string
}

/** A server of its own, with nothing in it but the demo. */
export interface Served {
  readonly address: string
  readonly account: Key
  readonly demo: { readonly appId: string; readonly integrationId: string; readonly webhookId: string }
  stop(): Promise<void>
}

/** Starts one on a free port and a fresh folder, which goes with it. */
export async function serve(): Promise<Served> {
  const child = spawn(process.execPath, [COMMAND, 'serve', '--ephemeral', '--json'], {
    // Soon given up, so that a story of failures can be told.
    env: { ...process.env, PARHELION_WEBHOOK_RETRY_DELAYS: '0.3 0.5 0.8 600', PARHELION_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ready = await Promise.race([firstLine(child), once(child, 'exit').then(() => undefined)])
  if (ready === undefined) throw new Error('The server did not start')
  return {
    ...JSON.parse(ready),
    stop: async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<string | undefined> {
  // It goes on printing, and must not be held up by nobody reading.
  const lines = createInterface({ input: stdout as Readable })
  const [line] = await once(lines, 'line')
  return line
}
