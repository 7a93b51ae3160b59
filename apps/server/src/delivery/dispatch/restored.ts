import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'

/** Any number that other programs in the same database do not use. */
const LOCK = 8097864435498773872n

/**
 * Numbers of transactions are those of one PostgreSQL. In a database that was brought here from another one they may be
 * of the future, and what is written now would lie before all of them: never read. So they are given out anew: what was
 * read comes first, then what was not, as near to its order as the few numbers before the present one allow.
 * @returns whether it was so
 */
export async function settleRestored(tx: Tx): Promise<boolean> {
  await tx.rows(sql`select pg_advisory_xact_lock(${String(LOCK)}::bigint)`)
  const [row] = await tx.rows<{ restored: boolean }>(sql`
    select coalesce(greatest(
      (select max(transaction::text::bigint) from lanes),
      (select transaction::text::bigint from events order by events.transaction desc limit 1)
    ) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint, false) as restored`)
  if (row?.restored !== true) return false
  await tx.run(sql`
    with unread as (
      select e.app_id, e.id, e.transaction, dense_rank() over (order by e.transaction) as nth
      from events e join lanes l on l.lane = e.lane
      where (e.transaction, e.id) > (l.transaction, l.event_id))
    update events e set transaction = least(4 + coalesce(u.nth, 0), 500)::text::xid8
    from events o left join unread u on u.app_id = o.app_id and u.id = o.id and u.transaction = o.transaction
    where o.app_id = e.app_id and o.id = e.id and o.transaction = e.transaction`)
  await tx.run(sql`
    update deliveries d set transaction = e.transaction from events e where e.app_id = d.app_id and e.id = d.event_id`)
  // Behind the events that were read, of which each has the number 4.
  await tx.run(sql`update lanes set transaction = '4'::xid8, event_id = 'g'`)
  return true
}
