import sql from 'sql-template-tag'
import type { Tx } from '../db/tx.ts'

/** A session as the database has it. */
export interface StoredSession {
  readonly keyId: string
  readonly proof: Buffer
  readonly expiresAt: Date
}

export async function insertLink(tx: Tx, hash: Buffer, keyId: string, expiresAt: Date): Promise<void> {
  await tx.run(sql`insert into hub_links (hash, key_id, expires_at) values (${hash}, ${keyId}, ${expiresAt})`)
}

/** The key of a link that is still good, which it then is no more: of two who ask, one is answered. */
export async function takeLink(tx: Tx, hash: Buffer, now: Date): Promise<string | undefined> {
  const [row] = await tx.rows<{ key_id: string; expires_at: Date }>(
    sql`delete from hub_links where hash = ${hash} returning key_id, expires_at`,
  )
  return row !== undefined && now < row.expires_at ? row.key_id : undefined
}

export async function insertSession(tx: Tx, hash: Buffer, { keyId, proof, expiresAt }: StoredSession): Promise<void> {
  await tx.run(sql`
    insert into hub_sessions (hash, key_id, proof, expires_at) values (${hash}, ${keyId}, ${proof}, ${expiresAt})`)
}

export async function findSession(tx: Tx, hash: Buffer): Promise<StoredSession | undefined> {
  const [row] = await tx.rows<{ key_id: string; proof: Buffer; expires_at: Date }>(
    sql`select key_id, proof, expires_at from hub_sessions where hash = ${hash}`,
  )
  return row && { keyId: row.key_id, proof: row.proof, expiresAt: row.expires_at }
}

export async function deleteSession(tx: Tx, hash: Buffer): Promise<void> {
  await tx.run(sql`delete from hub_sessions where hash = ${hash}`)
}

export async function deleteExpired(tx: Tx, now: Date): Promise<void> {
  await tx.run(sql`delete from hub_sessions where expires_at <= ${now}`)
  await tx.run(sql`delete from hub_links where expires_at <= ${now}`)
}
