/**
 * An error as it is logged: what failed and where, never the data it failed on. PostgreSQL quotes whole rows in the
 * detail of an error, and in the message when a value does not fit its type (SQLSTATE class 22).
 */
export function toLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, table, constraint } = error as { code?: string; table?: string; constraint?: string }
  const quotesData = /^22...$/.test(code ?? '')
  return {
    type: error.name,
    ...(quotesData ? {} : { message: error.message, stack: error.stack }),
    code,
    table,
    constraint,
    ...(error.cause === undefined ? {} : { cause: toLog(error.cause) }),
  }
}
