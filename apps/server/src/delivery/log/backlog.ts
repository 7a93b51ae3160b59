import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'

export interface Backlog {
  /** Deliveries by what they wait for: their first attempt, or another one. */
  readonly waiting: number
  readonly retrying: number
  /** Of the oldest event that nobody has taken up yet; 0 when there is none. */
  readonly oldestSeconds: number
}

/** What is still to be delivered, over all processes. */
export async function readBacklog(tx: Tx, clock: Clock): Promise<Backlog> {
  const [row] = await tx.rows<{ waiting: number; retrying: number; oldest: Date | null }>(sql`
    with first as (select transaction, event_id from lanes order by transaction, event_id limit 1)
    select
      (select count(*)::int from deliveries where state = 'waiting') as waiting,
      (select count(*)::int from deliveries where state = 'retrying') as retrying,
      least(
        (select min(created_at) from deliveries where state = 'waiting'),
        (select min(e.created_at) from events e join lanes l on l.lane = e.lane
         where (e.transaction, e.id) > ((select transaction from first), (select event_id from first))
           and (e.transaction, e.id) > (l.transaction, l.event_id))) as oldest`)
  const { waiting = 0, retrying = 0, oldest = null } = row ?? {}
  const ageMs = oldest === null ? 0 : clock.now().getTime() - oldest.getTime()
  return { waiting, retrying, oldestSeconds: Math.max(0, ageMs / 1000) }
}
