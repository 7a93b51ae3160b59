import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import { renumberEvents } from '../../events/renumber.ts'

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
  await renumberEvents(tx)
  await tx.run(sql`
    update deliveries d set transaction = e.transaction from events e where e.app_id = d.app_id and e.id = d.event_id`)
  // Behind the events that were read, of which each has the number 4.
  await tx.run(sql`update lanes set transaction = '4'::xid8, event_id = 'g'`)
  return true
}
