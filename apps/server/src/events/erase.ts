import sql from 'sql-template-tag'
import type { Tx } from '../db/tx.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** Takes what is personal of a user out of the events that are kept: profile, metadata, name, picture, what channels told. */
export async function eraseUserFromEvents(tx: Tx, appId: string, userId: string): Promise<void> {
  const rows = await tx.rows<{ id: string; transaction: string; payload: string }>(sql`
    select id, transaction::text, payload from events where app_id = ${appId} and user_ids @> ${[userId]}::text[] for update`)
  for (const { id, transaction, payload } of rows) {
    const erased = JSON.stringify(erase(JSON.parse(payload), userId))
    await tx.run(sql`
      update events set payload = ${erased}
      where app_id = ${appId} and transaction = ${transaction}::xid8 and id = ${id}`)
  }
}

function erase(value: Json, userId: string, name = ''): Json {
  if (Array.isArray(value)) return value.map(one => erase(one, userId))
  if (typeof value !== 'object' || value === null) return value
  const parts = Object.entries(value).map(([part, inner]) => [part, erase(inner, userId, part)] as const)
  const copy = Object.fromEntries(parts)
  if (copy.id === userId && 'profile' in copy) return { ...copy, profile: {}, metadata: {} }
  if (copy.userId === userId && copy.type === 'user') return without(copy, ['displayName', 'avatarUrl'])
  // An event of a user tells of no other user's client.
  return name === 'client' ? without(copy, ['displayName', 'avatarUrl', 'info', 'raw']) : copy
}

const without = (value: { [name: string]: Json }, names: readonly string[]) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
