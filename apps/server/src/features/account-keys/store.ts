import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'

export interface Account {
  readonly id: string
  /** A text sealed with the master key of the installation. */
  readonly masterKeyCheck: string
  readonly createdAt: Date
}

export interface SealedAccountKey {
  readonly id: string
  readonly accountId: string
  readonly displayName: string
  readonly secretSealed: string
  readonly createdAt: Date
}

/** The account of the installation, held until the transaction ends. */
export async function lockAccount(tx: Tx): Promise<Account | undefined> {
  const [row] = await tx.rows<{ id: string; master_key_check: string; created_at: Date }>(
    sql`select id, master_key_check, created_at from accounts for update`,
  )
  return row && { id: row.id, masterKeyCheck: row.master_key_check, createdAt: row.created_at }
}

export async function insertAccount(tx: Tx, account: Account): Promise<void> {
  await tx.run(sql`
    insert into accounts (id, master_key_check, created_at) values (${account.id}, ${account.masterKeyCheck}, ${account.createdAt})`)
}

export async function updateCheck(tx: Tx, masterKeyCheck: string): Promise<void> {
  await tx.run(sql`update accounts set master_key_check = ${masterKeyCheck}`)
}

/** Only one process may make the account; the others wait and find it. */
export async function lockForFirstStart(tx: Tx): Promise<void> {
  await tx.run(sql`lock table accounts in share row exclusive mode`)
}

export async function upsertKey(tx: Tx, key: SealedAccountKey): Promise<void> {
  await tx.run(sql`
    insert into account_keys (id, account_id, display_name, secret_sealed, created_at)
    values (${key.id}, ${key.accountId}, ${key.displayName}, ${key.secretSealed}, ${key.createdAt})
    on conflict (id) do update set secret_sealed = excluded.secret_sealed`)
}

export async function findSealedSecret(tx: Tx, keyId: string): Promise<string | undefined> {
  const [row] = await tx.rows<{ secret_sealed: string }>(
    sql`select secret_sealed from account_keys where id = ${keyId}`,
  )
  return row?.secret_sealed
}

export async function hasKeys(tx: Tx): Promise<boolean> {
  return (await tx.rows(sql`select from account_keys limit 1`)).length > 0
}

/** Puts another sealed text in the place of each, of all. How many there are. */
export async function replaceSecrets(
  tx: Tx,
  reseal: (one: { id: string; secretSealed: string }) => string,
): Promise<number> {
  const rows = await tx.rows<{ id: string; secret_sealed: string }>(
    sql`select id, secret_sealed from account_keys for update`,
  )
  for (const row of rows) {
    const sealed = reseal({ id: row.id, secretSealed: row.secret_sealed })
    await tx.run(sql`update account_keys set secret_sealed = ${sealed} where id = ${row.id}`)
  }
  return rows.length
}
