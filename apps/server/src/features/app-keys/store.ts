import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { SealedAppKey } from './model.ts'

interface Row {
  readonly id: string
  readonly display_name: string
  readonly secret_sealed: string
  readonly created_at: Date
}

const COLUMNS = sql`id, display_name, secret_sealed, created_at`

export async function insertKey(tx: Tx, appId: string, key: SealedAppKey): Promise<void> {
  await tx.run(sql`
    insert into app_keys (app_id, ${COLUMNS})
    values (${appId}, ${key.id}, ${key.displayName}, ${key.secretSealed}, ${key.createdAt})`)
}

export async function countKeys(tx: Tx, appId: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(
    sql`select count(*)::int as count from app_keys where app_id = ${appId}`,
  )
  return row?.count ?? 0
}

export async function listKeys(tx: Tx, appId: string): Promise<SealedAppKey[]> {
  const rows = await tx.rows<Row>(sql`select ${COLUMNS} from app_keys where app_id = ${appId} order by id`)
  return rows.map(toKey)
}

export async function findKey(tx: Tx, appId: string, keyId: string): Promise<SealedAppKey | undefined> {
  const [row] = await tx.rows<Row>(sql`select ${COLUMNS} from app_keys where app_id = ${appId} and id = ${keyId}`)
  return row && toKey(row)
}

/** Whether there was one. */
export async function deleteKey(tx: Tx, appId: string, keyId: string): Promise<boolean> {
  return (await tx.run(sql`delete from app_keys where app_id = ${appId} and id = ${keyId}`)) > 0
}

/** The ids of the keys that went. */
export async function deleteKeysOfApp(tx: Tx, appId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`delete from app_keys where app_id = ${appId} returning id`)
  return rows.map(row => row.id)
}

/** Puts another sealed text in the place of each, of all apps. How many there are. */
export async function replaceSecrets(
  tx: Tx,
  reseal: (one: { appId: string; id: string; secretSealed: string }) => string,
): Promise<number> {
  const rows = await tx.rows<{ app_id: string; id: string; secret_sealed: string }>(
    sql`select app_id, id, secret_sealed from app_keys for update`,
  )
  for (const row of rows) {
    const sealed = reseal({ appId: row.app_id, id: row.id, secretSealed: row.secret_sealed })
    await tx.run(sql`update app_keys set secret_sealed = ${sealed} where app_id = ${row.app_id} and id = ${row.id}`)
  }
  return rows.length
}

const toKey = (row: Row): SealedAppKey => ({
  id: row.id,
  displayName: row.display_name,
  secretSealed: row.secret_sealed,
  createdAt: row.created_at,
})
