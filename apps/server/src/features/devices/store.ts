import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { Device } from './model.ts'

interface Row {
  readonly app_id: string
  readonly id: string
  readonly user_id: string
  readonly client_id: string
  readonly type: string
  readonly guid: string
  readonly status: string
  readonly integration_id: string
  readonly last_seen: Date
  readonly push_notification_token: string | null
  readonly info: Device['info']
  readonly app_version: string | null
}

interface UserAt {
  readonly appId: string
  readonly userId: string
}

const COLUMNS = sql`
  app_id, id, user_id, client_id, type, guid, status, integration_id, last_seen, push_notification_token, info,
  app_version`

export async function insertDevice(tx: Tx, one: Device): Promise<void> {
  await tx.run(sql`
    insert into devices (${COLUMNS})
    values (${one.appId}, ${one.id}, ${one.userId}, ${one.clientId}, ${one.type}, ${one.guid}, ${one.status},
            ${one.integrationId}, ${one.lastSeen}, ${one.pushNotificationToken}, ${one.info}, ${one.appVersion})`)
}

/** The one last seen first. */
export async function listDevices(tx: Tx, { appId, userId }: UserAt): Promise<Device[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from devices
    where app_id = ${appId} and user_id = ${userId} order by last_seen desc, id desc`)
  return rows.map(toDevice)
}

export async function findDevice(tx: Tx, at: UserAt & { readonly deviceId: string }): Promise<Device | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from devices
    where app_id = ${at.appId} and id = ${at.deviceId} and user_id = ${at.userId}`)
  return row && toDevice(row)
}

export async function eraseDevicesOf(tx: Tx, { appId, userId }: UserAt): Promise<void> {
  await tx.run(sql`update devices set info = null where app_id = ${appId} and user_id = ${userId}`)
}

export async function moveDevices(tx: Tx, from: UserAt, to: { userId: string; clientId: string }): Promise<void> {
  await tx.run(sql`
    update devices set user_id = ${to.userId}, client_id = ${to.clientId}
    where app_id = ${from.appId} and user_id = ${from.userId}`)
}

export async function deleteDevicesOf(tx: Tx, { appId, userId }: UserAt): Promise<void> {
  await tx.run(sql`delete from devices where app_id = ${appId} and user_id = ${userId}`)
}

export async function deleteDevicesOfApp(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`delete from devices where app_id = ${appId}`)
}

const toDevice = (row: Row): Device => ({
  appId: row.app_id,
  id: row.id,
  userId: row.user_id,
  clientId: row.client_id,
  // Written by this store alone, so the columns hold what the model allows.
  type: row.type as Device['type'],
  guid: row.guid,
  status: row.status as Device['status'],
  integrationId: row.integration_id,
  lastSeen: row.last_seen,
  pushNotificationToken: row.push_notification_token,
  info: row.info,
  appVersion: row.app_version,
})
