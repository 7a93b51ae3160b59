import { type Config, ConfigError } from '../config.ts'
import { StartError } from '../lib/start-error.ts'

/**
 * Turns what stopped a start into what the operator reads: one line for what an operator can cause, and the stack only
 * for what is our fault.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof StartError || error instanceof ConfigError) return error.message.replaceAll(/\s*\n\s*/g, ' ')
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** @returns a StartError where the address that PORT and HOST ask for cannot be had, else the error itself */
export function listenFailure(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(`Port ${port} on ${host} is taken: stop what listens there, or set PORT (0: any free port)`)
    case 'EACCES':
      return new StartError(`Port ${port} on ${host} may not be used by this user: set PORT to 1024 or higher`)
    case 'EADDRNOTAVAIL':
      return new StartError(`HOST ${host} is not an address of this machine: set HOST to one, or to 127.0.0.1`)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new StartError(
        `HOST ${host} is not a known name or address: set HOST to one of this machine's, or leave it out`,
      )
    default:
      return error
  }
}
