import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { IntegrationRef } from '../integrations/model.ts'
import type { SealedIntegrationKey } from './model.ts'

interface Row {
  readonly id: string
  readonly display_name: string
  readonly secret_sealed: string
  readonly created_at: Date
}

const COLUMNS = sql`id, display_name, secret_sealed, created_at`

export async function insertKey(tx: Tx, at: IntegrationRef, key: SealedIntegrationKey): Promise<void> {
  await tx.run(sql`
    insert into integration_keys (app_id, integration_id, ${COLUMNS})
    values (${at.appId}, ${at.integrationId}, ${key.id}, ${key.displayName}, ${key.secretSealed}, ${key.createdAt})`)
}

export async function countKeys(tx: Tx, at: IntegrationRef): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(sql`
    select count(*)::int as count from integration_keys where app_id = ${at.appId} and integration_id = ${at.integrationId}`)
  return row?.count ?? 0
}

export async function listKeys(tx: Tx, at: IntegrationRef): Promise<SealedIntegrationKey[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from integration_keys
    where app_id = ${at.appId} and integration_id = ${at.integrationId} order by id`)
  return rows.map(toKey)
}

type KeyRef = IntegrationRef & { readonly keyId: string }

export async function findKey(tx: Tx, at: KeyRef): Promise<SealedIntegrationKey | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from integration_keys
    where app_id = ${at.appId} and id = ${at.keyId} and integration_id = ${at.integrationId}`)
  return row && toKey(row)
}

/** A key of whichever integration of the app, with its integration. */
export async function findKeyOfApp(
  tx: Tx,
  appId: string,
  keyId: string,
): Promise<(SealedIntegrationKey & { readonly integrationId: string }) | undefined> {
  const [row] = await tx.rows<Row & { integration_id: string }>(sql`
    select integration_id, ${COLUMNS} from integration_keys where app_id = ${appId} and id = ${keyId}`)
  return row && { ...toKey(row), integrationId: row.integration_id }
}

/** Whether there was one. */
export async function deleteKey(tx: Tx, at: KeyRef): Promise<boolean> {
  const deleted = await tx.run(sql`
    delete from integration_keys where app_id = ${at.appId} and id = ${at.keyId} and integration_id = ${at.integrationId}`)
  return deleted > 0
}

/** The ids of the keys that went. */
export async function deleteKeysOf(tx: Tx, appId: string, integrationIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    delete from integration_keys where app_id = ${appId} and integration_id = any(${integrationIds}) returning id`)
  return rows.map(row => row.id)
}

/** Puts another sealed text in the place of each, of all apps. How many there are. */
export async function replaceSecrets(
  tx: Tx,
  reseal: (one: { appId: string; id: string; secretSealed: string }) => string,
): Promise<number> {
  const rows = await tx.rows<{ app_id: string; id: string; secret_sealed: string }>(
    sql`select app_id, id, secret_sealed from integration_keys for update`,
  )
  for (const row of rows) {
    const sealed = reseal({ appId: row.app_id, id: row.id, secretSealed: row.secret_sealed })
    await tx.run(
      sql`update integration_keys set secret_sealed = ${sealed} where app_id = ${row.app_id} and id = ${row.id}`,
    )
  }
  return rows.length
}

const toKey = (row: Row): SealedIntegrationKey => ({
  id: row.id,
  displayName: row.display_name,
  secretSealed: row.secret_sealed,
  createdAt: row.created_at,
})
