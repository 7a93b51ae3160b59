import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { Switchboard, SwitchboardRef } from './model.ts'

interface Row {
  readonly app_id: string
  readonly id: string
  readonly enabled: boolean
  readonly default_switchboard_integration_id: string | null
  readonly created_at: Date
}

const COLUMNS = sql`app_id, id, enabled, default_switchboard_integration_id, created_at`

export async function insertSwitchboard(tx: Tx, one: Switchboard): Promise<void> {
  await tx.run(sql`
    insert into switchboards (${COLUMNS})
    values (${one.appId}, ${one.id}, ${one.enabled}, ${one.defaultSwitchboardIntegrationId}, ${one.createdAt})`)
}

export async function listSwitchboards(tx: Tx, appId: string): Promise<Switchboard[]> {
  const rows = await tx.rows<Row>(sql`select ${COLUMNS} from switchboards where app_id = ${appId} order by id`)
  return rows.map(toSwitchboard)
}

export async function findSwitchboard(tx: Tx, at: SwitchboardRef): Promise<Switchboard | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from switchboards where app_id = ${at.appId} and id = ${at.switchboardId}`)
  return row && toSwitchboard(row)
}

/** Holds the switchboard until the transaction ends: whoever changes it or its integrations waits. */
export async function lockSwitchboard(tx: Tx, at: SwitchboardRef): Promise<Switchboard | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from switchboards where app_id = ${at.appId} and id = ${at.switchboardId} for update`)
  return row && toSwitchboard(row)
}

export async function updateSwitchboard(tx: Tx, one: Switchboard): Promise<void> {
  await tx.run(sql`
    update switchboards
    set enabled = ${one.enabled}, default_switchboard_integration_id = ${one.defaultSwitchboardIntegrationId}
    where app_id = ${one.appId} and id = ${one.id}`)
}

export async function deleteSwitchboard(tx: Tx, at: SwitchboardRef): Promise<void> {
  await tx.run(sql`delete from switchboards where app_id = ${at.appId} and id = ${at.switchboardId}`)
}

const toSwitchboard = (row: Row): Switchboard => ({
  appId: row.app_id,
  id: row.id,
  enabled: row.enabled,
  defaultSwitchboardIntegrationId: row.default_switchboard_integration_id,
  createdAt: row.created_at,
})
