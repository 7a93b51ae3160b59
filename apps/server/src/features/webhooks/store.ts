import sql from 'sql-template-tag'
import { column } from '../../db/column.ts'
import type { Tx } from '../../db/tx.ts'
import type { IntegrationRef } from '../integrations/model.ts'
import type { Membership, PreviousSecret, SealedWebhook } from './model.ts'

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
  readonly strict_order: boolean
  readonly signing_secret_sealed: string | null
  readonly previous_secret_sealed: string | null
  readonly previous_secret_until: Date | null
  readonly previous_signing_secret_sealed: string | null
  readonly previous_signing_secret_until: Date | null
}

const COLUMNS = sql`
  app_id, id, integration_id, version, target, triggers, secret_sealed, include_full_user, include_full_source, strict_order,
  signing_secret_sealed, previous_secret_sealed, previous_secret_until, previous_signing_secret_sealed,
  previous_signing_secret_until`

export async function insertWebhook(tx: Tx, one: SealedWebhook, createdAt: Date): Promise<void> {
  await tx.run(sql`
    insert into webhooks (${COLUMNS}, created_at)
    values (${one.appId}, ${one.id}, ${one.integrationId}, ${one.version}, ${one.target}, ${one.triggers},
            ${one.secretSealed}, ${one.includeFullUser}, ${one.includeFullSource}, ${one.strictOrder},
            ${one.signingSecretSealed}, ${one.previousSecret?.sealed}, ${one.previousSecret?.until},
            ${one.previousSigningSecret?.sealed}, ${one.previousSigningSecret?.until}, ${createdAt})`)
}

export async function countWebhooks(tx: Tx, appId: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(
    sql`select count(*)::int as count from webhooks where app_id = ${appId}`,
  )
  return row?.count ?? 0
}

/** Of each integration its own, oldest first, in the order of what was asked for. */
export async function listWebhooks(tx: Tx, at: readonly IntegrationRef[]): Promise<SealedWebhook[][]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from webhooks
    where (app_id, integration_id) in (
      select * from unnest(${column(at, one => one.appId)}, ${column(at, one => one.integrationId)}))
    order by id`)
  const found = Map.groupBy(rows, row => `${row.app_id}/${row.integration_id}`)
  return at.map(({ appId, integrationId }) => (found.get(`${appId}/${integrationId}`) ?? []).map(toWebhook))
}

/** The webhooks of apps, with where their integrations stand in switchboards. */
export async function listSubscribed(
  tx: Tx,
  appIds: readonly string[],
): Promise<{ webhook: SealedWebhook; memberships: Membership[] }[]> {
  const rows = await tx.rows<Row & { memberships: Membership[] | null }>(sql`
    select ${COLUMNS}, (
      select json_agg(json_build_object('switchboardId', m.switchboard_id, 'deliverStandbyEvents', m.deliver))
      from (select switchboard_id, bool_or(deliver_standby_events) as deliver from switchboard_integrations s
            where s.app_id = w.app_id and s.integration_id = w.integration_id group by switchboard_id) m) as memberships
    from webhooks w where app_id = any(${appIds}) order by app_id, id`)
  return rows.map(row => ({ webhook: toWebhook(row), memberships: row.memberships ?? [] }))
}

export async function listMemberships(tx: Tx, { appId, integrationId }: IntegrationRef): Promise<Membership[]> {
  const rows = await tx.rows<{ switchboard_id: string; deliver: boolean }>(sql`
    select switchboard_id, bool_or(deliver_standby_events) as deliver from switchboard_integrations
    where app_id = ${appId} and integration_id = ${integrationId} group by switchboard_id`)
  return rows.map(row => ({ switchboardId: row.switchboard_id, deliverStandbyEvents: row.deliver }))
}

/** Holds the webhook until the transaction ends. */
export async function lockWebhook(tx: Tx, at: WebhookRef): Promise<SealedWebhook | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from webhooks
    where app_id = ${at.appId} and id = ${at.webhookId} and integration_id = ${at.integrationId} for update`)
  return row && toWebhook(row)
}

/** Unless it has one: two processes may find out at the same moment that it has none. */
export async function addSigningSecret(tx: Tx, { appId, id }: SealedWebhook, sealed: string): Promise<void> {
  await tx.run(sql`
    update webhooks set signing_secret_sealed = ${sealed}
    where app_id = ${appId} and id = ${id} and signing_secret_sealed is null`)
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
        include_full_user = ${one.includeFullUser}, include_full_source = ${one.includeFullSource},
        strict_order = ${one.strictOrder}, secret_sealed = ${one.secretSealed},
        signing_secret_sealed = ${one.signingSecretSealed}, previous_secret_sealed = ${one.previousSecret?.sealed},
        previous_secret_until = ${one.previousSecret?.until},
        previous_signing_secret_sealed = ${one.previousSigningSecret?.sealed},
        previous_signing_secret_until = ${one.previousSigningSecret?.until}
    where app_id = ${one.appId} and id = ${one.id}`)
}

/** Whether there was one. */
export async function deleteWebhook(tx: Tx, at: WebhookRef): Promise<boolean> {
  const deleted = await tx.run(sql`
    delete from webhooks where app_id = ${at.appId} and id = ${at.webhookId} and integration_id = ${at.integrationId}`)
  return deleted > 0
}

/** The ids of those that were there. */
export async function deleteWebhooksOf(tx: Tx, appId: string, integrationIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    delete from webhooks where app_id = ${appId} and integration_id = any(${integrationIds}) returning id`)
  return rows.map(row => row.id)
}

/** Holds the webhooks of all apps, so that every secret can be sealed anew. */
export async function lockEveryWebhook(tx: Tx): Promise<SealedWebhook[]> {
  const rows = await tx.rows<Row>(sql`select ${COLUMNS} from webhooks order by app_id, id for update`)
  return rows.map(toWebhook)
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
  strictOrder: row.strict_order,
  signingSecretSealed: row.signing_secret_sealed,
  previousSecret: toPrevious(row.previous_secret_sealed, row.previous_secret_until),
  previousSigningSecret: toPrevious(row.previous_signing_secret_sealed, row.previous_signing_secret_until),
})

const toPrevious = (sealed: string | null, until: Date | null): PreviousSecret | null =>
  sealed === null || until === null ? null : { sealed, until }
