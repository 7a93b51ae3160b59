import sql from 'sql-template-tag'
import { selectPage } from '../../db/select-page.ts'
import type { Tx } from '../../db/tx.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import type { App, Settings } from './model.ts'

interface Row {
  readonly id: string
  readonly display_name: string
  readonly settings: Settings
  readonly metadata: App['metadata'] | null
  readonly created_at: Date
}

const COLUMNS = sql`id, display_name, settings, metadata, created_at`

export async function insertApp(tx: Tx, app: App): Promise<void> {
  await tx.run(sql`
    insert into apps (${COLUMNS})
    values (${app.id}, ${app.displayName}, ${app.settings}, ${app.metadata ?? null}, ${app.createdAt})`)
}

export async function findApp(tx: Tx, appId: string): Promise<App | undefined> {
  const [row] = await tx.rows<Row>(sql`select ${COLUMNS} from apps where id = ${appId}`)
  return row && toApp(row)
}

/** Holds the app until the transaction ends: whoever counts or changes what belongs to it waits. */
export async function lockApp(tx: Tx, appId: string): Promise<App | undefined> {
  const [row] = await tx.rows<Row>(sql`select ${COLUMNS} from apps where id = ${appId} for update`)
  return row && toApp(row)
}

export async function updateApp(tx: Tx, app: App): Promise<void> {
  await tx.run(sql`
    update apps set display_name = ${app.displayName}, settings = ${app.settings}, metadata = ${app.metadata ?? null}
    where id = ${app.id}`)
}

/** From now on what is quiet for longer than the settings say is removed. */
export async function beginRetention(tx: Tx, appId: string, since: Date): Promise<void> {
  await tx.run(sql`update apps set retention_since = ${since} where id = ${appId}`)
}

/** Apps whose messages are removed from quiet conversations, since when, and after how many seconds. */
export async function listRetaining(tx: Tx): Promise<{ appId: string; since: Date; seconds: number }[]> {
  const rows = await tx.rows<{ id: string; retention_since: Date; seconds: string }>(sql`
    select id, retention_since, settings->>'conversationRetentionSeconds' as seconds from apps
    where retention_since is not null and settings->>'conversationRetentionSeconds' is not null order by id`)
  return rows.map(row => ({ appId: row.id, since: row.retention_since, seconds: Number(row.seconds) }))
}

export async function deleteApp(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`delete from app_grants where app_id = ${appId}`)
  await tx.run(sql`delete from apps where id = ${appId}`)
}

/** Oldest first; for a service account only those it was granted. */
export async function listApps(tx: Tx, serviceAccountId: string | undefined, page: PageRequest): Promise<Slice<App>> {
  const where =
    serviceAccountId === undefined
      ? sql`true`
      : sql`id in (select app_id from app_grants where service_account_id = ${serviceAccountId})`
  return selectPage(tx, { columns: COLUMNS, table: sql`apps`, where }, page, toApp)
}

export async function insertGrant(tx: Tx, grant: { appId: string; serviceAccountId: string }): Promise<void> {
  await tx.run(
    sql`insert into app_grants (app_id, service_account_id) values (${grant.appId}, ${grant.serviceAccountId})`,
  )
}

export async function hasGrant(tx: Tx, grant: { appId: string; serviceAccountId: string }): Promise<boolean> {
  const rows = await tx.rows(sql`
    select from app_grants where app_id = ${grant.appId} and service_account_id = ${grant.serviceAccountId}`)
  return rows.length > 0
}

export async function deleteGrantsOf(tx: Tx, serviceAccountId: string): Promise<void> {
  await tx.run(sql`delete from app_grants where service_account_id = ${serviceAccountId}`)
}

const toApp = (row: Row): App => ({
  id: row.id,
  displayName: row.display_name,
  settings: row.settings,
  metadata: row.metadata ?? undefined,
  createdAt: row.created_at,
})
