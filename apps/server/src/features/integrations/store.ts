import sql from 'sql-template-tag'
import { column } from '../../db/column.ts'
import { selectPage } from '../../db/select-page.ts'
import type { Tx } from '../../db/tx.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import type { Integration, IntegrationRef } from './model.ts'

interface Row {
  readonly app_id: string
  readonly id: string
  readonly type: string
  readonly status: string
  readonly display_name: string | null
  readonly default_responder_id: string | null
  readonly show_ai_disclaimer: boolean | null
  readonly settings: Integration['settings']
  readonly secrets_sealed: string | null
}

const COLUMNS = sql`app_id, id, type, status, display_name, default_responder_id, show_ai_disclaimer, settings, secrets_sealed`

export async function insertIntegration(tx: Tx, one: Integration, createdAt: Date): Promise<void> {
  await tx.run(sql`
    insert into integrations (${COLUMNS}, created_at)
    values (${one.appId}, ${one.id}, ${one.type}, ${one.status}, ${one.displayName}, ${one.defaultResponderId}, ${one.showAIDisclaimer},
            ${one.settings}, ${one.secretsSealed}, ${createdAt})`)
}

export async function findIntegration(tx: Tx, at: IntegrationRef): Promise<Integration | undefined> {
  const [row] = await tx.rows<Row>(
    sql`select ${COLUMNS} from integrations where app_id = ${at.appId} and id = ${at.integrationId}`,
  )
  return row && toIntegration(row)
}

/** In the order of what was asked for. */
export async function findIntegrations(tx: Tx, at: readonly IntegrationRef[]): Promise<(Integration | undefined)[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from integrations
    where (app_id, id) in (
      select * from unnest(${column(at, one => one.appId)}, ${column(at, one => one.integrationId)}))`)
  const found = new Map(rows.map(row => [`${row.app_id}/${row.id}`, row]))
  return at.map(({ appId, integrationId }) => {
    const row = found.get(`${appId}/${integrationId}`)
    return row && toIntegration(row)
  })
}

/** Holds the integration until the transaction ends: whoever changes what belongs to it waits. */
export async function lockIntegration(tx: Tx, at: IntegrationRef): Promise<Integration | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from integrations where app_id = ${at.appId} and id = ${at.integrationId} for update`)
  return row && toIntegration(row)
}

/** Holds all integrations of an app, in one order, and tells their ids. */
export async function lockIntegrationsOf(tx: Tx, appId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    sql`select id from integrations where app_id = ${appId} order by id for update`,
  )
  return rows.map(row => row.id)
}

export async function updateIntegration(tx: Tx, one: Integration): Promise<void> {
  await tx.run(sql`
    update integrations
    set display_name = ${one.displayName}, default_responder_id = ${one.defaultResponderId},
        show_ai_disclaimer = ${one.showAIDisclaimer},
        settings = ${one.settings}, secrets_sealed = ${one.secretsSealed}
    where app_id = ${one.appId} and id = ${one.id}`)
}

/** Integrations that one of these answered first go back to the default of the switchboard. */
export async function clearResponders(tx: Tx, appId: string, responderIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    update integrations set default_responder_id = null
    where app_id = ${appId} and default_responder_id = any(${responderIds})`)
}

export async function deleteIntegrations(tx: Tx, appId: string, ids: readonly string[]): Promise<void> {
  await tx.run(sql`delete from integrations where app_id = ${appId} and id = any(${ids})`)
}

/** Oldest first; `types` undefined: of every type. */
export async function listIntegrations(
  tx: Tx,
  appId: string,
  types: readonly string[] | undefined,
  page: PageRequest,
): Promise<Slice<Integration>> {
  const where = types === undefined ? sql`app_id = ${appId}` : sql`app_id = ${appId} and type = any(${types})`
  return selectPage(tx, { columns: COLUMNS, table: sql`integrations`, where }, page, toIntegration)
}

/** Puts another sealed text in the place of each, of all apps. How many there are. */
export async function replaceSecrets(
  tx: Tx,
  reseal: (one: { appId: string; id: string; secretSealed: string }) => string,
): Promise<number> {
  const rows = await tx.rows<{ app_id: string; id: string; secrets_sealed: string }>(
    sql`select app_id, id, secrets_sealed from integrations where secrets_sealed is not null for update`,
  )
  for (const row of rows) {
    const sealed = reseal({ appId: row.app_id, id: row.id, secretSealed: row.secrets_sealed })
    await tx.run(
      sql`update integrations set secrets_sealed = ${sealed} where app_id = ${row.app_id} and id = ${row.id}`,
    )
  }
  return rows.length
}

const toIntegration = (row: Row): Integration => ({
  appId: row.app_id,
  id: row.id,
  type: row.type,
  // Written by this store alone, so the column holds what the model allows.
  status: row.status as Integration['status'],
  displayName: row.display_name,
  defaultResponderId: row.default_responder_id,
  showAIDisclaimer: row.show_ai_disclaimer,
  settings: row.settings,
  secretsSealed: row.secrets_sealed,
})
