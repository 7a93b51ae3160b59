import type { Db } from '../../db/tx.ts'
import { findEvents, isBehind, type OutboxEvent, type Position, positionOf, readOutbox } from '../../events/read.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Caller } from '../calls/caller.ts'
import { hears } from '../calls/routing.ts'
import { type Delivery, type Listeners, newDelivery, orderKeyOf } from '../model.ts'
import type { Lanes, TakenLane } from './lanes.ts'
import { Recorder } from './recorder.ts'
import { claimDue, listOpen, listWaiting, type Stored } from './store.ts'
import { type Flight, Target } from './target.ts'

/** Events read, and deliveries loaded, by one statement. */
const READ_MAX = 500
const LOAD_MAX = 200
/** Deliveries that are not written down yet; with more of them nothing is read. */
const UNRECORDED_MAX = 5000
/** Somebody has taken a delivery that is due; after so long it is due again. */
const CLAIM_MS = 30_000

interface Needs {
  readonly db: Db
  readonly clock: Clock
  readonly id: string
  readonly lanes: Lanes
  readonly listeners: Listeners
  readonly caller: Caller
  /** Told of what keeps a session from going on. */
  readonly failed: (error: unknown) => void
}

/**
 * What a process knows in memory of the lanes that it holds. When the database was away it is thrown away as a whole and
 * begun anew with what the tables say, since a crash may have taken back what was written last.
 */
export class Session {
  readonly #needs: Needs
  readonly #recorder = new Recorder()
  readonly #targets = new Map<string, Target>()
  /** Of the lanes that are read: the last event of each. */
  readonly #positions = new Map<number, Position>()
  /** Everything of these lanes up to there was read. */
  #position: Position | undefined
  #calls = 0
  /** Whether calls are still begun. */
  isOpen = true

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Calls that are under way. */
  get calls(): number {
    return this.#calls
  }

  async take(taken: readonly TakenLane[]): Promise<void> {
    if (taken.length === 0) return
    const lanes = taken.map(({ lane }) => lane)
    const open = await listOpen(this.#needs.db.single, lanes)
    const listeners = await this.#needs.listeners.of([...new Set(open.map(row => row.app_id))])
    for (const row of open) {
      const listener = listeners.get(row.app_id)?.find(({ id }) => id === row.webhook_id)
      if (listener === undefined) continue
      const target = this.#targetOf(listener)
      if (row.order_key === null || row.event_id === null) target.spill(row.lane)
      else target.hold(row.order_key, { eventId: row.event_id, lane: row.lane })
    }
    for (const { lane, position } of taken) {
      this.#positions.set(lane, position)
      if (this.#position === undefined || isBehind(this.#position, position)) this.#position = position
    }
  }

  /** Reads no more of lanes, and forgets what waits of them. */
  leave(lanes: readonly number[]): void {
    if (lanes.length > 0) this.mark()
    const gone = new Set(lanes)
    for (const lane of lanes) this.#positions.delete(lane)
    for (const target of this.#targets.values()) target.leave(gone)
  }

  /** Whether nothing of a lane is under way any more. */
  isThrough = (lane: number): boolean =>
    !this.#positions.has(lane) && [...this.#targets.values()].every(target => !target.hasInFlight(lane))

  /** Reads what was committed, and sends it on its way. @returns what was seen, and how many events there were */
  async read(): Promise<{ horizon: bigint; next: bigint; events: number; isFull: boolean }> {
    const { db, listeners } = this.#needs
    const lanes = [...this.#positions.keys()]
    if (this.#position === undefined || !this.#needs.lanes.isSure || this.#recorder.size > UNRECORDED_MAX)
      return { horizon: 0n, next: 0n, events: 0, isFull: false }
    const before = this.#position
    const { events, count, last, horizon, next } = await readOutbox(db.single, before, lanes, READ_MAX)
    const unread = inSequence(
      events.filter(event => {
        const position = this.#positions.get(event.lane)
        return position !== undefined && isBehind(positionOf(event), position)
      }),
    )
    const told = unread.length === 0 ? new Map() : await listeners.of([...new Set(unread.map(({ appId }) => appId))])
    // A lane that was taken meanwhile begins further back.
    if (last !== undefined && this.#position === before) this.#position = last
    for (const event of unread) this.#tell(event, told)
    this.#pumpAll()
    return { horizon, next, events: count, isFull: count === READ_MAX }
  }

  /** Notes how far all lanes were read, also those in which nothing happened, so that whoever takes them need not look far back. */
  mark(): void {
    const position = this.#position
    if (position === undefined) return
    for (const [lane, known] of this.#positions) {
      if (!isBehind(position, known)) continue
      this.#positions.set(lane, position)
      this.#recorder.read(lane, position)
    }
  }

  /** Sends again what is due. */
  async loadDue(): Promise<void> {
    const { db, clock } = this.#needs
    const now = clock.now()
    const busy = [...this.#targets].flatMap(([id, target]) => (target.room < LOAD_MAX / 2 ? [id] : []))
    const lanes = [...this.#positions.keys()]
    const until = new Date(now.getTime() + CLAIM_MS)
    await this.#load(await claimDue(db.single, { lanes, busy, now, until, limit: LOAD_MAX / 2 }))
    this.#pumpAll()
  }

  async flush(): Promise<void> {
    for (const target of this.#targets.values()) target.writing()
    await this.#recorder.flush(this.#needs.db.single, this.#needs.id)
  }

  /** Loads what was left in the table, as far as there is room. All of it is there once {@link flush} has ended. */
  async loadSpilled(): Promise<void> {
    for (const [webhookId, target] of this.#targets) {
      const lanes = target.spilledLanes
      if (lanes.length === 0 || target.room < LOAD_MAX / 2) continue
      const limit = Math.min(LOAD_MAX, target.room)
      const { appId } = target.listener
      // To the table those wait as well that were called since it was last written to.
      const without = [...target.names, ...this.#recorder.unwritten(webhookId)]
      const held = target.heldKeys
      const stored = await listWaiting(this.#needs.db.single, { appId, webhookId, lanes, without, held, limit })
      await this.#load(stored)
      if (stored.length < limit) target.drained()
      this.#pump(target)
    }
    for (const [id, target] of this.#targets) if (target.isIdle) this.#targets.delete(id)
  }

  #tell(event: OutboxEvent, listeners: Awaited<ReturnType<Listeners['of']>>): void {
    const position = positionOf(event)
    const known = this.#positions.get(event.lane)
    if (known !== undefined && isBehind(position, known)) {
      this.#positions.set(event.lane, position)
      this.#recorder.read(event.lane, position)
    }
    for (const listener of listeners.get(event.appId) ?? []) {
      if (!hears(listener, event)) continue
      const delivery = newDelivery(event, listener)
      this.#targetOf(listener).offer(delivery)
      this.#recorder.note(delivery)
    }
  }

  async #load(stored: readonly Stored[]): Promise<void> {
    if (stored.length === 0) return
    const { db, listeners } = this.#needs
    const refs = stored.map(({ ref }) => ref)
    const told = await listeners.of([...new Set(refs.map(({ appId }) => appId))])
    const events = new Map((await findEvents(db.single, refs)).map(event => [event.id, event]))
    for (const one of stored) {
      const listener = told.get(one.ref.appId)?.find(({ id }) => id === one.webhookId)
      const event = events.get(one.ref.id)
      // Without its webhook or its event the row is about to go, too.
      if (listener === undefined || event === undefined || !this.#positions.has(event.lane)) continue
      const target = this.#targetOf(listener)
      const delivery = toDelivery(one, event)
      if (!target.has(delivery)) target.load(delivery)
    }
  }

  #targetOf(listener: Target['listener']): Target {
    const known = this.#targets.get(listener.id)
    if (known !== undefined) {
      known.listener = listener
      return known
    }
    const target = new Target(listener)
    this.#targets.set(listener.id, target)
    return target
  }

  #pumpAll(): void {
    for (const target of this.#targets.values()) this.#pump(target)
  }

  #pump(target: Target): void {
    // Somebody else may hold the lanes meanwhile; once they are surely ours again, the next look goes on.
    if (!this.isOpen || !this.#needs.lanes.isSure) return
    for (let flight = target.take(); flight !== undefined; flight = target.take()) this.#call(target, flight)
  }

  async #call(target: Target, flight: Flight): Promise<void> {
    this.#calls++
    try {
      await this.#needs.caller.call(target.listener, flight.deliveries)
      for (const delivery of flight.deliveries) this.#recorder.note(delivery)
    } catch (error) {
      this.#needs.failed(error)
    } finally {
      this.#calls--
      target.done(flight)
      this.#pump(target)
    }
  }
}

/**
 * Events of one conversation by their sequence: of two transactions the one that began later may have come first in the
 * conversation. Where they stand among others does not matter.
 */
function inSequence(events: readonly OutboxEvent[]): readonly OutboxEvent[] {
  if (isInSequence(events)) return events
  const conversations = Map.groupBy(events, event => event.conversationId)
  const turns = new Map([...conversations].map(([id, list]) => [id, list.toSorted(bySequence).values()]))
  return events.map(event =>
    event.conversationId === null ? event : (turns.get(event.conversationId)?.next().value ?? event),
  )
}

function isInSequence(events: readonly OutboxEvent[]): boolean {
  const last = new Map<string, number>()
  for (const { conversationId, seq } of events) {
    if (conversationId === null) continue
    if ((last.get(conversationId) ?? 0) > (seq ?? 0)) return false
    last.set(conversationId, seq ?? 0)
  }
  return true
}

const bySequence = (one: OutboxEvent, other: OutboxEvent): number => (one.seq ?? 0) - (other.seq ?? 0)

function toDelivery({ webhookId, attemptCount, firstAttemptAt, orderKey }: Stored, event: OutboxEvent): Delivery {
  return {
    ...newDelivery(event, { id: webhookId, strictOrder: orderKey !== undefined }),
    orderKey: orderKey ?? orderKeyOf(event),
    attemptCount,
    firstAttemptAt,
    recorded: true,
  }
}
