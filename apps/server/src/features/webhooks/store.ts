import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { IntegrationRef } from '../integrations/model.ts'
import type { SealedWebhook } from './model.ts'

interface Row {
  readonly app_id: string
  readonly id: string
  readonly integration_id: string
  readonly version: string
  readonly target: string
  readonly triggers: string[]
  readonly secret_sealed: string
  readonly include_full_user: boolean
  readonly include_full_source: boolean
  readonly created_at: Date
}

const COLUMNS = sql`
  app_id, id, integration_id, version, target, triggers, secret_sealed, include_full_user, include_full_source, created_at`

export async function insertWebhook(tx: Tx, one: SealedWebhook): Promise<void> {
  await tx.run(sql`
    insert into webhooks (${COLUMNS})
    values (${one.appId}, ${one.id}, ${one.integrationId}, ${one.version}, ${one.target}, ${one.triggers},
            ${one.secretSealed}, ${one.includeFullUser}, ${one.includeFullSource}, ${one.createdAt})`)
}

export async function countWebhooks(tx: Tx, appId: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(
    sql`select count(*)::int as count from webhooks where app_id = ${appId}`,
  )
  return row?.count ?? 0
}

/** Oldest first, of all the integrations named. */
export async function listWebhooks(tx: Tx, appId: string, integrationIds: readonly string[]): Promise<SealedWebhook[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from webhooks where app_id = ${appId} and integration_id = any(${integrationIds}) order by id`)
  return rows.map(toWebhook)
}

/** Of each integration its own, oldest first, in the order of what was asked for. */
export async function listWebhooksOf(tx: Tx, at: readonly IntegrationRef[]): Promise<SealedWebhook[][]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from webhooks
    where (app_id, integration_id) in (
      select * from unnest(${at.map(one => one.appId)}::text[], ${at.map(one => one.integrationId)}::text[]))
    order by id`)
  const found = Map.groupBy(rows, row => `${row.app_id}/${row.integration_id}`)
  return at.map(({ appId, integrationId }) => (found.get(`${appId}/${integrationId}`) ?? []).map(toWebhook))
}

interface WebhookRef {
  readonly appId: string
  readonly integrationId: string
  readonly webhookId: string
}

export async function findWebhook(tx: Tx, at: WebhookRef): Promise<SealedWebhook | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from webhooks
    where app_id = ${at.appId} and id = ${at.webhookId} and integration_id = ${at.integrationId}`)
  return row && toWebhook(row)
}

export async function updateWebhook(tx: Tx, one: SealedWebhook): Promise<void> {
  await tx.run(sql`
    update webhooks
    set target = ${one.target}, triggers = ${one.triggers},
        include_full_user = ${one.includeFullUser}, include_full_source = ${one.includeFullSource}
    where app_id = ${one.appId} and id = ${one.id}`)
}

/** Whether there was one. */
export async function deleteWebhook(tx: Tx, at: WebhookRef): Promise<boolean> {
  const deleted = await tx.run(sql`
    delete from webhooks where app_id = ${at.appId} and id = ${at.webhookId} and integration_id = ${at.integrationId}`)
  return deleted > 0
}

export async function deleteWebhooksOf(tx: Tx, appId: string, integrationIds: readonly string[]): Promise<void> {
  await tx.run(sql`delete from webhooks where app_id = ${appId} and integration_id = any(${integrationIds})`)
}

/** Puts another sealed text in the place of each, of all apps. How many there are. */
export async function replaceSecrets(
  tx: Tx,
  reseal: (one: { appId: string; id: string; secretSealed: string }) => string,
): Promise<number> {
  const rows = await tx.rows<{ app_id: string; id: string; secret_sealed: string }>(
    sql`select app_id, id, secret_sealed from webhooks for update`,
  )
  for (const row of rows) {
    const sealed = reseal({ appId: row.app_id, id: row.id, secretSealed: row.secret_sealed })
    await tx.run(sql`update webhooks set secret_sealed = ${sealed} where app_id = ${row.app_id} and id = ${row.id}`)
  }
  return rows.length
}

const toWebhook = (row: Row): SealedWebhook => ({
  appId: row.app_id,
  id: row.id,
  integrationId: row.integration_id,
  version: row.version,
  target: row.target,
  triggers: row.triggers,
  secretSealed: row.secret_sealed,
  includeFullUser: row.include_full_user,
  includeFullSource: row.include_full_source,
  createdAt: row.created_at,
})
