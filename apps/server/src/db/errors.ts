/** The database cannot be reached, is shutting down, or has no room; what was asked may be tried again. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
}

/** The transaction gave way to another one; tried again it may well succeed. */
export class GaveWay extends DatabaseUnavailable {}

/** A row that was referred to went away meanwhile. */
export class ReferenceGone extends Error {
  override readonly name = 'ReferenceGone'
}

/**
 * SQLSTATE: 08 connection, 28 and 3D no access any more, 53 resources (disk full, too many connections), 55000 takes no
 * connections, 57014 took too long, 57P operator intervention, 25006 read-only.
 */
const UNAVAILABLE = /^(08...|28...|3D...|53...|55000|57014|57P0[1-5]|25006)$/

/** A transaction that gave way to another one: serialization, deadlock. */
const GAVE_WAY = new Set<unknown>(['40001', '40P01'])

const FOREIGN_KEY_VIOLATION = '23503'

const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** What `pg` says, without a code, when a connection is lost or none is free in time. */
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Throws the error again, as one of the classes above where it means just that. */
export function rethrow(error: unknown): never {
  if (GAVE_WAY.has((error as { code?: unknown }).code)) throw new GaveWay((error as Error).message, { cause: error })
  if (error instanceof Error && isUnavailable(error)) throw new DatabaseUnavailable(error.message, { cause: error })
  if ((error as { code?: unknown }).code === FOREIGN_KEY_VIOLATION)
    throw new ReferenceGone('a foreign key refused the row', { cause: error })
  // It was made where the answer is read; who asked is told here.
  if (error instanceof Error) Error.captureStackTrace(error)
  throw error
}

function isUnavailable(error: Error & { code?: unknown }): boolean {
  const code = typeof error.code === 'string' ? error.code : ''
  return UNAVAILABLE.test(code) || SOCKET_CODES.has(code) || MESSAGES.test(error.message)
}
