/** Refused for good: another attempt would be refused as well. */
const FINAL_STATUSES = new Set([400, 401, 403, 404, 406])
/** From the first attempt to the last one. */
const WINDOW_MS = 15 * 60_000
/** So much of a delay is left to chance, either way, so that what failed together does not come back together. */
const JITTER = 0.1

export type Outcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'retry'; readonly afterMs: number }

interface Tried {
  /** Undefined: there was no answer. */
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  /** Attempts made so far, this one included. */
  readonly attempts: number
  /** How many events the call carried. */
  readonly events: number
  /** Time since the first attempt. */
  readonly elapsedMs: number
}

/** What follows from an attempt. @param delaysMs between the attempts, of which there is one more than delays */
export function judge(tried: Tried, delaysMs: readonly number[], random: () => number = Math.random): Outcome {
  const { status, attempts, events, elapsedMs } = tried
  if (status !== undefined && status >= 200 && status < 300) return { kind: 'delivered' }
  // One event may have spoiled a call for others: each is tried alone before it is given up.
  const refusedAlone = !(status === 400 && events > 1)
  if (status !== undefined && FINAL_STATUSES.has(status) && refusedAlone) return { kind: 'failed' }
  const delay = delaysMs[attempts - 1]
  if (delay === undefined) return { kind: 'failed' }
  const jittered = delay * (1 + JITTER * (2 * random() - 1))
  // A receiver may ask for more time, within that of all attempts.
  const asked = Math.min(tried.retryAfterMs ?? 0, WINDOW_MS - elapsedMs)
  return { kind: 'retry', afterMs: Math.max(jittered, asked) }
}

/** Events of one call, by the attempts made before it: what failed together is taken apart. */
export const eventsMaxAt = (attempts: number): number => [100, 8][attempts] ?? 1
