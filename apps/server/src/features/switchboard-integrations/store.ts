import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { SwitchboardRef } from '../switchboards/model.ts'
import type { SwitchboardIntegration } from './model.ts'

interface Row {
  readonly app_id: string
  readonly id: string
  readonly switchboard_id: string
  readonly name: string
  readonly integration_id: string
  readonly integration_type: string
  readonly deliver_standby_events: boolean
  readonly next_id: string | null
  readonly message_history_count: number | null
  readonly created_at: Date
}

const COLUMNS = sql`
  app_id, id, switchboard_id, name, integration_id, integration_type, deliver_standby_events, next_id,
  message_history_count, created_at`

export async function insertMember(tx: Tx, one: SwitchboardIntegration): Promise<void> {
  await tx.run(sql`
    insert into switchboard_integrations (${COLUMNS})
    values (${one.appId}, ${one.id}, ${one.switchboardId}, ${one.name}, ${one.integrationId}, ${one.integrationType},
            ${one.deliverStandbyEvents}, ${one.nextId}, ${one.messageHistoryCount}, ${one.createdAt})`)
}

/** Oldest first. */
export async function listMembers(tx: Tx, at: SwitchboardRef): Promise<SwitchboardIntegration[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from switchboard_integrations
    where app_id = ${at.appId} and switchboard_id = ${at.switchboardId} order by id`)
  return rows.map(toMember)
}

export async function listMembersOfApp(tx: Tx, appId: string): Promise<SwitchboardIntegration[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from switchboard_integrations where app_id = ${appId} order by id`)
  return rows.map(toMember)
}

/** Those of whichever switchboard that stand for one of the integrations. */
export async function listMembersOf(
  tx: Tx,
  appId: string,
  integrationIds: readonly string[],
): Promise<SwitchboardIntegration[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from switchboard_integrations
    where app_id = ${appId} and integration_id = any(${integrationIds}) order by id`)
  return rows.map(toMember)
}

export async function updateMember(tx: Tx, one: SwitchboardIntegration): Promise<void> {
  await tx.run(sql`
    update switchboard_integrations
    set name = ${one.name}, integration_id = ${one.integrationId}, integration_type = ${one.integrationType},
        deliver_standby_events = ${one.deliverStandbyEvents}, next_id = ${one.nextId},
        message_history_count = ${one.messageHistoryCount}
    where app_id = ${one.appId} and id = ${one.id}`)
}

export async function deleteMembers(tx: Tx, appId: string, ids: readonly string[]): Promise<void> {
  await tx.run(sql`delete from switchboard_integrations where app_id = ${appId} and id = any(${ids})`)
}

const toMember = (row: Row): SwitchboardIntegration => ({
  appId: row.app_id,
  id: row.id,
  switchboardId: row.switchboard_id,
  name: row.name,
  integrationId: row.integration_id,
  integrationType: row.integration_type,
  deliverStandbyEvents: row.deliver_standby_events,
  nextId: row.next_id,
  messageHistoryCount: row.message_history_count,
  createdAt: row.created_at,
})
