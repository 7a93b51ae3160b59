import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { User, UserRef } from './model.ts'

interface Row {
  readonly app_id: string
  readonly id: string
  readonly external_id: string | null
  readonly brand_id: string | null
  readonly authenticated: boolean
  readonly signed_up_at: Date
  readonly to_be_retained: boolean | null
  readonly profile: User['profile']
  readonly metadata: User['metadata']
  readonly identities: User['identities']
  readonly created_at: Date
}

const COLUMNS = sql`
  app_id, id, external_id, brand_id, authenticated, signed_up_at, to_be_retained, profile, metadata, identities, created_at`

/** Whether it was made: not when another user of the brand has the external id. */
export async function insertUser(tx: Tx, user: User): Promise<boolean> {
  const made = await tx.run(sql`
    insert into users (${COLUMNS}, external_id_hash, removing)
    values (${user.appId}, ${user.id}, ${user.externalId}, ${user.brandId}, ${user.authenticated}, ${user.signedUpAt},
            ${user.toBeRetained}, ${user.profile}, ${user.metadata}, ${JSON.stringify(user.identities)}, ${user.createdAt},
            ${user.externalId === null ? null : hash(user.externalId)}, false)
    on conflict (app_id, coalesce(brand_id, ''), external_id_hash) do nothing`)
  return made > 0
}

/** What could be an id and an external id is taken as an id. Users that are being removed are not there. */
export async function findUser(tx: Tx, at: UserRef): Promise<User | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from users where ${named(at)} order by (id = ${at.userIdOrExternalId}) desc limit 1`)
  return row && toUser(row)
}

export async function findById(tx: Tx, appId: string, id: string): Promise<User | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from users where app_id = ${appId} and id = ${id} and not removing`)
  return row && toUser(row)
}

export async function findByExternalId(
  tx: Tx,
  at: { readonly appId: string; readonly externalId: string; readonly brandId: string | undefined },
): Promise<User | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from users
    where app_id = ${at.appId} and not removing and coalesce(brand_id, '') = ${at.brandId ?? ''}
      and external_id_hash = ${hash(at.externalId)}`)
  return row && toUser(row)
}

/** As {@link findUser}, and holds the user until the transaction ends. */
export async function lockUser(tx: Tx, at: UserRef): Promise<User | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from users where ${named(at)} order by (id = ${at.userIdOrExternalId}) desc limit 1 for update`)
  return row && toUser(row)
}

export async function lockUsersOf(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`select from users where app_id = ${appId} order by id for no key update`)
}

const named = ({ appId, userIdOrExternalId, brandId }: UserRef) => sql`
  app_id = ${appId} and not removing and (
    id = ${userIdOrExternalId}
    or (coalesce(brand_id, '') = ${brandId ?? ''} and external_id_hash = ${hash(userIdOrExternalId)}))`

export async function listUsersByIdentity(
  tx: Tx,
  appId: string,
  identity: { readonly type: string; readonly value: string },
  brandId: string | undefined,
): Promise<User[]> {
  const brand = brandId === undefined ? sql`true` : sql`brand_id = ${brandId}`
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from users
    where app_id = ${appId} and not removing and identities @> ${JSON.stringify([identity])} and ${brand} order by id`)
  return rows.map(toUser)
}

export async function updateUser(tx: Tx, user: User): Promise<void> {
  await tx.run(sql`
    update users
    set signed_up_at = ${user.signedUpAt}, to_be_retained = ${user.toBeRetained}, profile = ${user.profile},
        metadata = ${user.metadata}, authenticated = ${user.authenticated},
        identities = ${JSON.stringify(user.identities)}
    where app_id = ${user.appId} and id = ${user.id}`)
}

/** From now on nobody finds the user, and its external id is free. */
export async function markRemoving(tx: Tx, { appId, id }: User): Promise<void> {
  await tx.run(sql`
    update users set removing = true, external_id_hash = null where app_id = ${appId} and id = ${id}`)
}

/** A user that is being removed. */
export async function findRemoving(tx: Tx, appId: string, id: string): Promise<User | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from users where app_id = ${appId} and id = ${id} and removing for update`)
  return row && toUser(row)
}

export async function deleteUser(tx: Tx, { appId, id }: User): Promise<void> {
  await tx.run(sql`delete from users where app_id = ${appId} and id = ${id}`)
}

export async function deleteUsersOfApp(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`delete from users where app_id = ${appId}`)
}

const hash = (externalId: string): Buffer => createHash('sha256').update(externalId).digest()

const toUser = (row: Row): User => ({
  appId: row.app_id,
  id: row.id,
  externalId: row.external_id,
  brandId: row.brand_id,
  authenticated: row.authenticated,
  signedUpAt: row.signed_up_at,
  toBeRetained: row.to_be_retained,
  profile: row.profile,
  metadata: row.metadata,
  identities: row.identities,
  createdAt: row.created_at,
})
