import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { Code, Grant, SealedClient } from './model.ts'

interface ClientRow {
  readonly id: string
  readonly display_name: string
  readonly secret_sealed: string
  readonly redirect_uris: string[]
  readonly remove_url: string | null
  readonly created_at: Date
}

const CLIENT = sql`id, display_name, secret_sealed, redirect_uris, remove_url, created_at`

export async function insertClient(tx: Tx, one: SealedClient): Promise<void> {
  await tx.run(sql`
    insert into oauth_clients (${CLIENT})
    values (${one.id}, ${one.displayName}, ${one.secretSealed}, ${one.redirectUris}, ${one.removeUrl}, ${one.createdAt})`)
}

/** Oldest first. */
export async function listClients(tx: Tx): Promise<SealedClient[]> {
  const rows = await tx.rows<ClientRow>(sql`select ${CLIENT} from oauth_clients order by id`)
  return rows.map(toClient)
}

export async function findClient(tx: Tx, id: string): Promise<SealedClient | undefined> {
  const [row] = await tx.rows<ClientRow>(sql`select ${CLIENT} from oauth_clients where id = ${id}`)
  return row && toClient(row)
}

export async function lockClient(tx: Tx, id: string): Promise<SealedClient | undefined> {
  const [row] = await tx.rows<ClientRow>(sql`select ${CLIENT} from oauth_clients where id = ${id} for update`)
  return row && toClient(row)
}

export async function deleteClient(tx: Tx, id: string): Promise<void> {
  await tx.run(sql`delete from oauth_codes where client_id = ${id}`)
  await tx.run(sql`delete from oauth_clients where id = ${id}`)
}

/** Puts another sealed text in the place of each, of all. How many there are. */
export async function replaceSecrets(
  tx: Tx,
  reseal: (one: { id: string; secretSealed: string }) => string,
): Promise<number> {
  const rows = await tx.rows<{ id: string; secret_sealed: string }>(
    sql`select id, secret_sealed from oauth_clients for update`,
  )
  for (const row of rows) {
    const sealed = reseal({ id: row.id, secretSealed: row.secret_sealed })
    await tx.run(sql`update oauth_clients set secret_sealed = ${sealed} where id = ${row.id}`)
  }
  return rows.length
}

export async function insertCode(tx: Tx, hash: Buffer, { clientId, appId, expiresAt }: Code): Promise<void> {
  await tx.run(sql`
    insert into oauth_codes (hash, client_id, app_id, expires_at, used)
    values (${hash}, ${clientId}, ${appId}, ${expiresAt}, false)`)
}

/** Holds the code until the transaction ends, so that of two exchanges one comes first. */
export async function lockCode(tx: Tx, hash: Buffer): Promise<Code | undefined> {
  const [row] = await tx.rows<{ client_id: string; app_id: string; expires_at: Date; used: boolean }>(sql`
    select client_id, app_id, expires_at, used from oauth_codes where hash = ${hash} for update`)
  return row && { clientId: row.client_id, appId: row.app_id, expiresAt: row.expires_at, used: row.used }
}

export async function markUsed(tx: Tx, hash: Buffer): Promise<void> {
  await tx.run(sql`update oauth_codes set used = true where hash = ${hash}`)
}

export async function deleteCodesBefore(tx: Tx, time: Date): Promise<void> {
  await tx.run(sql`delete from oauth_codes where expires_at < ${time}`)
}

interface GrantRow {
  readonly app_id: string
  readonly client_id: string
  readonly integration_id: string
  readonly key_id: string
  readonly created_at: Date
}

const GRANT = sql`app_id, client_id, integration_id, key_id, created_at`

export async function putGrant(tx: Tx, one: Grant): Promise<void> {
  await tx.run(sql`
    insert into oauth_grants (${GRANT})
    values (${one.appId}, ${one.clientId}, ${one.integrationId}, ${one.keyId}, ${one.createdAt})
    on conflict (app_id, client_id) do update set key_id = excluded.key_id`)
}

export async function findGrant(tx: Tx, appId: string, clientId: string): Promise<Grant | undefined> {
  const [row] = await tx.rows<GrantRow>(sql`
    select ${GRANT} from oauth_grants where app_id = ${appId} and client_id = ${clientId} for update`)
  return row && toGrant(row)
}

export async function findGrantOf(tx: Tx, appId: string, integrationId: string): Promise<Grant | undefined> {
  const [row] = await tx.rows<GrantRow>(sql`
    select ${GRANT} from oauth_grants where app_id = ${appId} and integration_id = ${integrationId}`)
  return row && toGrant(row)
}

/** Of one partner, in whichever app. */
export async function listGrantsOf(tx: Tx, clientId: string): Promise<Grant[]> {
  const rows = await tx.rows<GrantRow>(sql`
    select ${GRANT} from oauth_grants where client_id = ${clientId} order by app_id`)
  return rows.map(toGrant)
}

/** The grants there were. */
export async function deleteGrantsOf(tx: Tx, appId: string, integrationIds: readonly string[]): Promise<Grant[]> {
  const rows = await tx.rows<GrantRow>(sql`
    delete from oauth_grants where app_id = ${appId} and integration_id = any(${integrationIds}) returning ${GRANT}`)
  return rows.map(toGrant)
}

const toClient = (row: ClientRow): SealedClient => ({
  id: row.id,
  displayName: row.display_name,
  secretSealed: row.secret_sealed,
  redirectUris: row.redirect_uris,
  removeUrl: row.remove_url,
  createdAt: row.created_at,
})

const toGrant = (row: GrantRow): Grant => ({
  appId: row.app_id,
  clientId: row.client_id,
  integrationId: row.integration_id,
  keyId: row.key_id,
  createdAt: row.created_at,
})
