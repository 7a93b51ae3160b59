import sql from 'sql-template-tag'
import { selectPage } from '../../db/select-page.ts'
import type { Tx } from '../../db/tx.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import type { Client } from './model.ts'

interface Row {
  readonly app_id: string
  readonly id: string
  readonly user_id: string
  readonly type: string
  readonly status: string
  readonly integration_id: string | null
  readonly external_id: string | null
  readonly last_seen: Date | null
  readonly linked_at: Date | null
  readonly display_name: string | null
  readonly avatar_url: string | null
  readonly info: Client['info']
  readonly raw: Client['raw']
  readonly linking: Client['linking']
  readonly created_at: Date
}

interface UserAt {
  readonly appId: string
  readonly userId: string
}

const COLUMNS = sql`
  app_id, id, user_id, type, status, integration_id, external_id, last_seen, linked_at, display_name, avatar_url, info,
  raw, linking, created_at`

/** Whether it was made: not when the user has a client of SDKs already, or somebody has the external id. */
export async function insertClient(tx: Tx, one: Client): Promise<boolean> {
  const made = await tx.run(sql`
    insert into clients (${COLUMNS})
    values (${one.appId}, ${one.id}, ${one.userId}, ${one.type}, ${one.status}, ${one.integrationId},
            ${one.externalId}, ${one.lastSeen}, ${one.linkedAt}, ${one.displayName}, ${one.avatarUrl}, ${one.info},
            ${one.raw}, ${one.linking}, ${one.createdAt})
    on conflict do nothing`)
  return made > 0
}

export async function findSdkClient(tx: Tx, { appId, userId }: UserAt): Promise<Client | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from clients where app_id = ${appId} and user_id = ${userId} and type = 'sdk'`)
  return row && toClient(row)
}

/** Holds the client until the transaction ends. */
export async function lockClient(tx: Tx, at: UserAt & { readonly clientId: string }): Promise<Client | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from clients
    where app_id = ${at.appId} and id = ${at.clientId} and user_id = ${at.userId} for update`)
  return row && toClient(row)
}

/** The integration of a client; undefined where there is none. */
export async function findIntegrationId(
  tx: Tx,
  { appId, clientId }: { readonly appId: string; readonly clientId: string },
): Promise<string | undefined> {
  const [row] = await tx.rows<Pick<Row, 'integration_id'>>(sql`
    select integration_id from clients where app_id = ${appId} and id = ${clientId}`)
  return row?.integration_id ?? undefined
}

/** Whoever of the app is known by this id in the channel. */
export async function findByExternalId(
  tx: Tx,
  at: { readonly appId: string; readonly integrationId: string; readonly externalId: string },
): Promise<Client | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from clients
    where app_id = ${at.appId} and integration_id = ${at.integrationId} and external_id = ${at.externalId}`)
  return row && toClient(row)
}

export async function listClients(tx: Tx, { appId, userId }: UserAt, page: PageRequest): Promise<Slice<Client>> {
  const where = sql`app_id = ${appId} and user_id = ${userId}`
  return selectPage(tx, { columns: COLUMNS, table: sql`clients`, where }, page, toClient)
}

export async function listAllClients(tx: Tx, { appId, userId }: UserAt): Promise<Client[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from clients where app_id = ${appId} and user_id = ${userId} order by id for update`)
  return rows.map(toClient)
}

/** Whether the user has an active client of the integration, or of one of the type, which is still there. */
export async function hasActiveClient(
  tx: Tx,
  { appId, userId }: UserAt,
  by: { readonly integrationId: string } | { readonly integrationType: string },
): Promise<boolean> {
  const which = 'integrationId' in by ? sql`integration_id = ${by.integrationId}` : sql`type = ${by.integrationType}`
  const rows = await tx.rows(sql`
    select from clients where app_id = ${appId} and user_id = ${userId} and status = 'active' and ${which}
      and (integration_id is null or exists (
        select from integrations i where i.app_id = clients.app_id and i.id = clients.integration_id)) limit 1`)
  return rows.length > 0
}

export async function updateClient(tx: Tx, one: Client): Promise<void> {
  await tx.run(sql`
    update clients
    set user_id = ${one.userId}, status = ${one.status}, external_id = ${one.externalId}, last_seen = ${one.lastSeen},
        linked_at = ${one.linkedAt}, display_name = ${one.displayName}, avatar_url = ${one.avatarUrl},
        info = ${one.info}, raw = ${one.raw}, linking = ${one.linking}
    where app_id = ${one.appId} and id = ${one.id}`)
}

export async function deleteClients(tx: Tx, appId: string, ids: readonly string[]): Promise<void> {
  await tx.run(sql`delete from clients where app_id = ${appId} and id = any(${ids})`)
}

export async function deleteClientsOfApp(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`delete from clients where app_id = ${appId}`)
}

const toClient = (row: Row): Client => ({
  appId: row.app_id,
  id: row.id,
  userId: row.user_id,
  type: row.type,
  // Written by this store alone, so the column holds what the model allows.
  status: row.status as Client['status'],
  integrationId: row.integration_id,
  externalId: row.external_id,
  lastSeen: row.last_seen,
  linkedAt: row.linked_at,
  displayName: row.display_name,
  avatarUrl: row.avatar_url,
  info: row.info,
  raw: row.raw,
  linking: row.linking,
  createdAt: row.created_at,
})
