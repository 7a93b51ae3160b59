import type { Socket } from 'node:net'
import type { Pool } from 'pg'

/** Looked at so often within the time that an answer may take. */
const LOOKS = 4

/** What of a client of `pg` its types do not tell. */
interface Inner {
  /** False while an answer is waited for. */
  readonly readyForQuery: boolean
  readonly connection: { readonly stream: Socket }
}

interface Seen {
  /** Read and written, together. */
  bytes: number
  /** Looks in a row that found nothing new where an answer was waited for. */
  silent: number
}

/**
 * Breaks off connections of a database that hangs without closing them: an answer is waited for, and nothing has come or gone for
 * `ms`, or up to a quarter more. Whoever waits is told that the connection was terminated.
 * One timer looks after all of them. The timers of `pg`, one for each statement, cost more than most statements, and keep
 * answers that were read long ago until the whole heap is collected.
 */
export function breakOffSilent(pool: Pool, ms: number): void {
  const seen = new Map<Inner, Seen>()
  let timer: NodeJS.Timeout | undefined
  const look = (): void => {
    for (const [client, before] of seen) {
      const { stream } = client.connection
      const bytes = stream.bytesRead + stream.bytesWritten
      before.silent = client.readyForQuery || bytes !== before.bytes ? 0 : before.silent + 1
      before.bytes = bytes
      if (before.silent >= LOOKS) stream.destroy(new Error(`Connection terminated: silent for ${ms} ms`))
    }
  }
  pool.on('connect', client => {
    seen.set(client as unknown as Inner, { bytes: 0, silent: 0 })
    timer ??= setInterval(look, ms / LOOKS).unref()
  })
  pool.on('remove', client => {
    seen.delete(client as unknown as Inner)
    if (seen.size > 0) return
    clearInterval(timer)
    timer = undefined
  })
}
