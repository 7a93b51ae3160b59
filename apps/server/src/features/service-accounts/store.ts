import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { ServiceAccount } from './model.ts'

interface Row {
  readonly id: string
  readonly display_name: string
  readonly key_id: string
  readonly secret_sealed: string
  readonly created_at: Date
}

const COLUMNS = sql`id, display_name, key_id, secret_sealed, created_at`

export async function insertServiceAccount(tx: Tx, account: ServiceAccount): Promise<void> {
  await tx.run(sql`
    insert into service_accounts (${COLUMNS})
    values (${account.id}, ${account.displayName}, ${account.keyId}, ${account.secretSealed}, ${account.createdAt})`)
}

export async function listServiceAccounts(tx: Tx): Promise<ServiceAccount[]> {
  const rows = await tx.rows<Row>(sql`select ${COLUMNS} from service_accounts order by id`)
  return rows.map(toServiceAccount)
}

export async function findByKey(tx: Tx, keyId: string): Promise<ServiceAccount | undefined> {
  const [row] = await tx.rows<Row>(sql`select ${COLUMNS} from service_accounts where key_id = ${keyId}`)
  return row && toServiceAccount(row)
}

/** Holds the service account until the transaction ends: apps are granted to it before, or not at all. Whether there is one. */
export async function lockServiceAccount(tx: Tx, id: string): Promise<boolean> {
  return (await tx.rows(sql`select from service_accounts where id = ${id} for update`)).length > 0
}

export async function deleteServiceAccount(tx: Tx, id: string): Promise<void> {
  await tx.run(sql`delete from service_accounts where id = ${id}`)
}

/** Puts another sealed text in the place of each, of all. How many there are. */
export async function replaceSecrets(
  tx: Tx,
  reseal: (one: { id: string; keyId: string; secretSealed: string }) => string,
): Promise<number> {
  const rows = await tx.rows<{ id: string; key_id: string; secret_sealed: string }>(
    sql`select id, key_id, secret_sealed from service_accounts for update`,
  )
  for (const row of rows) {
    const sealed = reseal({ id: row.id, keyId: row.key_id, secretSealed: row.secret_sealed })
    await tx.run(sql`update service_accounts set secret_sealed = ${sealed} where id = ${row.id}`)
  }
  return rows.length
}

const toServiceAccount = (row: Row): ServiceAccount => ({
  id: row.id,
  displayName: row.display_name,
  keyId: row.key_id,
  secretSealed: row.secret_sealed,
  createdAt: row.created_at,
})
