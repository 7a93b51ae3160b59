import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'

/** Leads from key ids to apps; global, since a key id is all that a request shows. */
export async function insertEntry(tx: Tx, entry: { keyId: string; appId: string }): Promise<void> {
  await tx.run(sql`insert into key_index (key_id, app_id) values (${entry.keyId}, ${entry.appId})`)
}

export async function findAppId(tx: Tx, keyId: string): Promise<string | undefined> {
  const [row] = await tx.rows<{ app_id: string }>(sql`select app_id from key_index where key_id = ${keyId}`)
  return row?.app_id
}

export async function deleteEntries(tx: Tx, keyIds: readonly string[]): Promise<void> {
  await tx.run(sql`delete from key_index where key_id = any(${keyIds})`)
}
