import { ConfigError, readMaintenance } from './config.ts'
import { StartError } from './lib/start-error.ts'
import { backup } from './maintain/backup.ts'
import type { Context, Outcome } from './maintain/context.ts'
import { restore } from './maintain/restore.ts'
import { describeFailure } from './start/failure.ts'

// The program beside the server: `maintain.ts backup FILE|-`, `restore FILE|-`, `rotate`. It works on the data itself, and
// is told by the environment, as the server is, where that is.

const asked = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => asked.abort())

const log = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

async function run([command, path = '']: readonly string[], context: Context): Promise<Outcome> {
  switch (command) {
    case 'backup':
      return backup(path, context)
    case 'restore':
      return restore(path, context)
    case 'rotate':
      // Needs every feature; the others do not.
      return (await import('./maintain/rotate.ts')).rotate(context)
    default:
      throw new StartError('Say backup, restore or rotate')
  }
}

/** A line for what an operator can cause: the disk, the database, a signal. */
function reasonOf(error: unknown): unknown {
  if (asked.signal.aborted) return new StartError('Stopped before its end; nothing was changed')
  const { message, code = '', syscall } = error as NodeJS.ErrnoException
  if (syscall !== undefined) return new StartError(message)
  const isAway = /^(08...|57P0.)$/.test(code) || /^Connection terminated/.test(message)
  return isAway ? new StartError(`The database went away before the end: ${message}`) : error
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

try {
  const args = process.argv.slice(2)
  const { config, newMasterKey } = readMaintenance()
  const { lines, json } = await run(args, { config, newMasterKey, signal: asked.signal, log })
  const text = config.output === 'json' ? JSON.stringify(json) : lines.join('\n')
  // Where the backup itself goes to standard output, nothing else does.
  const out = args[0] === 'backup' && args[1] === '-' ? process.stderr : process.stdout
  out.write(`${text}\n`)
  process.exit(0)
} catch (error) {
  log(describeFailure(error instanceof ConfigError ? error : reasonOf(error)))
  process.exit(1)
}
