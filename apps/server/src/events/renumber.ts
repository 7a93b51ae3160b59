import sql from 'sql-template-tag'
import type { Tx } from '../db/tx.ts'

/**
 * Gives the events numbers of transactions that are of the past in every PostgreSQL: 4 to those that were read, by the
 * positions of their lanes, and the following ones to the others, at most 500.
 */
export async function renumberEvents(tx: Tx): Promise<void> {
  await tx.run(sql`
    with unread as (
      select e.app_id, e.id, e.transaction, dense_rank() over (order by e.transaction) as nth
      from events e join lanes l on l.lane = e.lane
      where (e.transaction, e.id) > (l.transaction, l.event_id))
    update events e set transaction = least(4 + coalesce(u.nth, 0), 500)::text::xid8
    from events o left join unread u on u.app_id = o.app_id and u.id = o.id and u.transaction = o.transaction
    where o.app_id = e.app_id and o.id = e.id and o.transaction = e.transaction`)
}
