import sql from 'sql-template-tag'
import type { Tx } from '../db/tx.ts'

/** What every event that was read has as its transaction, once they are given out anew. */
export const READ_TRANSACTION = '4'
/** More would not be before the present one in a new PostgreSQL. */
const TRANSACTION_MAX = 500

/**
 * Gives out the numbers of transactions anew: what was read comes first, then what was not, as near to its order as the
 * few numbers before the present one allow.
 */
export async function renumberEvents(tx: Tx): Promise<void> {
  await tx.run(sql`
    with unread as (
      select e.app_id, e.id, e.transaction, dense_rank() over (order by e.transaction) as nth
      from events e join lanes l on l.lane = e.lane
      where (e.transaction, e.id) > (l.transaction, l.event_id))
    update events e
    set transaction = least(${READ_TRANSACTION}::bigint + coalesce(u.nth, 0), ${TRANSACTION_MAX})::text::xid8
    from events o left join unread u on u.app_id = o.app_id and u.id = o.id and u.transaction = o.transaction
    where o.app_id = e.app_id and o.id = e.id and o.transaction = e.transaction`)
}
