import type { Db } from '../../db/tx.ts'
import { findDeliveries, findMarks, type LoggedDelivery, type WebhookAt } from './log-store.ts'

/** So many of the newest are watched, and besides what was seen open. */
const WATCHED_MAX = 200
/**
 * So many of the newest that were seen open are watched on: a receiver that is down leaves ever more open, and each of them
 * is looked for each second. What becomes of an older one is not told; the log has it, for who asks again.
 */
const OPEN_MAX = 1000

interface Needs {
  readonly db: Db
  readonly at: WebhookAt
  /** What happened from then on is new at the first look; undefined: nothing is. */
  readonly since: Date | undefined
  /** @throws ApiError when there is no such webhook */
  readonly assertWebhook: () => Promise<unknown>
}

/** The log of one webhook, looked at again and again for what is new or has another state. */
export class DeliveryWatch {
  readonly #needs: Needs
  /** What was seen at the last look, by event. */
  #seen: ReadonlyMap<string, string> | undefined

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Oldest first. @throws ApiError when there is no such webhook */
  async look(): Promise<LoggedDelivery[]> {
    const { db, at, since, assertWebhook } = this.#needs
    await assertWebhook()
    const before = this.#seen
    const open = [...(before ?? [])].filter(([, mark]) => isOpen(mark)).map(([eventId]) => eventId)
    const besides = open.toSorted().slice(-OPEN_MAX)
    const marks = await findMarks(db.single, at, { newest: WATCHED_MAX, besides })
    this.#seen = marks
    if (before === undefined && since === undefined) return []
    const changed = [...marks].filter(([eventId, mark]) => before?.get(eventId) !== mark).map(([eventId]) => eventId)
    if (changed.length === 0) return []
    const found = await findDeliveries(db.single, at, changed)
    return before === undefined && since !== undefined ? found.filter(one => happenedSince(one, since)) : found
  }
}

const isOpen = (mark: string): boolean => /^(?:waiting|retrying)/.test(mark)

function happenedSince({ createdAt, state, attempts }: LoggedDelivery, since: Date): boolean {
  const ends = attempts.map(({ at, durationMs }) => Date.parse(at) + durationMs)
  return isOpen(state) || Math.max(createdAt.getTime(), ...ends) >= since.getTime()
}
