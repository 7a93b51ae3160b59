import sql, { type Sql } from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import { LANES } from '../../events/outbox.ts'
import type { Position } from '../../events/read.ts'

/** For so long a process holds its lanes after it last said so. */
const LEASE_SECONDS = 8
/** After so long without having said so, a process counts its lanes as lost; before the others do. */
const SURE_MS = (LEASE_SECONDS - 1) * 1000

interface Row {
  readonly lane: number
  readonly transaction: string
  readonly event_id: string
  readonly wanted_by: string | null
}

/** A lane that this process holds from now on, and the last event of it that was read. */
export interface TakenLane {
  readonly lane: number
  readonly position: Position
}

/** What a `with` holds: the lanes of which a condition is true, in one order, so that of two who do nobody waits for the other. */
export const heldInOrder = (condition: Sql): Sql =>
  sql`materialized (select lane from lanes where ${condition} order by lane for no key update)`

/**
 * The lanes of one process. A lease is between processes, which share no clock but that of the database, so it is told
 * by that one. Whoever has less than its share asks those that have more, who hand lanes over when they are through.
 */
export class Lanes {
  readonly #id: string
  readonly #held = new Set<number>()
  /** Those that another process has asked for. */
  readonly wanted = new Set<number>()
  #sureUntil = 0

  /** @param id of this process among those that share the database */
  constructor(id: string) {
    this.#id = id
  }

  get held(): number[] {
    return [...this.#held]
  }

  /** Whether nobody else can hold these lanes now. */
  get isSure(): boolean {
    return performance.now() < this.#sureUntil
  }

  /** Says that this process lives, takes lanes that nobody holds, and asks for more where others have more. */
  async keep(tx: Tx): Promise<{ taken: TakenLane[]; lost: number[] }> {
    const asked = performance.now()
    const mine = await tx.rows<Row>(sql`
      with locked as ${heldInOrder(sql`holder = ${this.#id}`)}
      update lanes set held_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where lane in (select lane from locked)
      returning lane, transaction::text, event_id, wanted_by`)
    const free = await tx.rows<Row>(sql`
      with free as materialized (
        select lane from lanes where holder is null or held_until < clock_timestamp()
        order by lane for no key update skip locked)
      update lanes set holder = ${this.#id}, wanted_by = null,
        held_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where lane in (select lane from free)
      returning lane, transaction::text, event_id, wanted_by`)
    this.#sureUntil = asked + SURE_MS
    const rows = [...mine, ...free]
    const lost = this.held.filter(lane => !rows.some(row => row.lane === lane))
    for (const lane of lost) this.#forget(lane)
    const taken = rows.filter(({ lane }) => !this.#held.has(lane))
    for (const { lane } of taken) this.#held.add(lane)
    for (const { lane, wanted_by } of mine) if (wanted_by !== null) this.wanted.add(lane)
    await this.#ask(tx)
    return { taken: taken.map(toTaken), lost }
  }

  /** Hands lanes over to who asked for them. */
  async handOver(tx: Tx, lanes: readonly number[]): Promise<void> {
    await tx.run(sql`
      with locked as ${heldInOrder(sql`holder = ${this.#id} and lane = any(${lanes})`)}
      update lanes set holder = wanted_by, wanted_by = null,
        held_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where lane in (select lane from locked)`)
    for (const lane of lanes) this.#forget(lane)
  }

  /** Leaves all lanes to whoever comes. */
  async release(tx: Tx): Promise<void> {
    this.reset()
    await tx.run(sql`
      with locked as ${heldInOrder(sql`holder = ${this.#id}`)}
      update lanes set holder = null, held_until = null, wanted_by = null where lane in (select lane from locked)`)
  }

  /** Forgets what is held: it is asked for anew. */
  reset(): void {
    this.#held.clear()
    this.wanted.clear()
    this.#sureUntil = 0
  }

  #forget(lane: number): void {
    this.#held.delete(lane)
    this.wanted.delete(lane)
  }

  async #ask(tx: Tx): Promise<void> {
    if (this.#held.size === LANES) return
    const share = sql`(select ${LANES} / (count(distinct holder) filter (where holder <> ${this.#id}) + 1) from lanes)`
    const chosen = sql`
      lane in (
        select lane from (
          select lane, wanted_by, row_number() over (partition by holder order by lane) as nth
          from lanes where holder <> ${this.#id}) l
        where nth > ${share} and wanted_by is null order by nth desc
        limit greatest(0, ${share} - ${this.#held.size} - (select count(*) from lanes where wanted_by = ${this.#id})))`
    await tx.run(
      sql`with locked as ${heldInOrder(chosen)} update lanes set wanted_by = ${this.#id} where lane in (select lane from locked)`,
    )
  }
}

const toTaken = ({ lane, transaction, event_id }: Row): TakenLane => ({
  lane,
  position: { transaction: BigInt(transaction), eventId: event_id },
})
