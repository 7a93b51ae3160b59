import sql, { type Sql } from 'sql-template-tag'
import type { Tx } from '../db/tx.ts'

type Json = null | boolean | number | string | Json[] | JsonObject
interface JsonObject {
  [name: string]: Json
}

interface UserRef {
  readonly appId: string
  readonly id: string
}

/** Of what channels and devices tell of a user. */
const TOLD = ['displayName', 'avatarUrl', 'info', 'raw', 'pushNotificationToken']

/**
 * Takes who a user is out of the events that are kept: profile, metadata, name, picture, what channels told. Each event
 * tells of one person, whom a merge may have known by two ids.
 */
export async function eraseUserFromEvents(tx: Tx, { appId, id }: UserRef): Promise<void> {
  await rewrite(tx, appId, sql`user_ids @> ${[id]}::text[]`, payload => erase(payload, false))
}

/** Takes a user who goes out of the events that are kept: who they are, and what was said where nobody else was. */
export async function removeUserFromEvents(
  tx: Tx,
  { appId, id }: UserRef,
  conversationIds: readonly string[],
): Promise<void> {
  const where = sql`(user_ids @> ${[id]}::text[] or conversation_id = any(${conversationIds}))`
  await rewrite(tx, appId, where, payload => unsaid(erase(payload, true)))
}

/** Says that events of one user are of another one as well, who is the same person. */
export async function shareEventsOfUser(tx: Tx, { appId, id }: UserRef, other: UserRef): Promise<void> {
  await share(tx, appId, sql`user_ids @> ${[id]}::text[]`, other.id)
}

/** Says that all events of a conversation are of a user, also those in which others did something. */
export async function shareEventsOfConversation(
  tx: Tx,
  { appId, id }: { readonly appId: string; readonly id: string },
  user: UserRef,
): Promise<void> {
  await share(tx, appId, sql`conversation_id = ${id}`, user.id)
}

async function share(tx: Tx, appId: string, where: Sql, userId: string): Promise<void> {
  await tx.run(sql`
    update events set user_ids = array_append(user_ids, ${userId})
    where app_id = ${appId} and ${where} and not user_ids @> ${[userId]}::text[]`)
}

async function rewrite(tx: Tx, appId: string, where: Sql, change: (payload: Json) => Json): Promise<void> {
  const rows = await tx.rows<{ id: string; transaction: string; payload: string }>(sql`
    select id, transaction::text, payload from events where app_id = ${appId} and ${where} for update`)
  for (const { id, transaction, payload } of rows) {
    const changed = JSON.stringify(change(JSON.parse(payload)))
    if (changed === payload) continue
    await tx.run(sql`
      update events set payload = ${changed}
      where app_id = ${appId} and transaction = ${transaction}::xid8 and id = ${id}`)
  }
}

/** What callers have put there is not looked into: it may read like anything. */
const THEIRS = new Set(['content', 'metadata'])

/** @param names whether also the names by which others know the user go */
function erase(value: Json, names: boolean): Json {
  if (Array.isArray(value)) return value.map(one => erase(one, names))
  if (!isObject(value)) return value
  const parts = Object.entries(value).map(
    ([part, inner]) => [part, THEIRS.has(part) ? inner : erase(inner, names)] as const,
  )
  const copy: JsonObject = without(Object.fromEntries(parts), ['discardedMetadata'])
  if ('authenticated' in copy) return eraseUser(copy, names)
  if (copy.type === 'user') return without(copy, ['displayName', 'avatarUrl'])
  // Clients and devices.
  return 'id' in copy && 'status' in copy ? without(copy, names ? [...TOLD, 'externalId'] : TOLD) : copy
}

function eraseUser(user: JsonObject, names: boolean): JsonObject {
  const known = names ? without(user, ['externalId', 'zendeskId']) : user
  if (!('profile' in known)) return known
  return { ...known, profile: {}, metadata: {}, ...(names ? { identities: [] } : {}) }
}

/** Without what was said in a conversation of one user. */
function unsaid(payload: Json): Json {
  if (!isObject(payload) || !isObject(payload.conversation) || payload.conversation.type !== 'personal') return payload
  const { message, postback } = payload
  return {
    ...payload,
    conversation: without(payload.conversation, ['metadata']),
    ...(isObject(message)
      ? { message: { ...without(message, ['metadata', 'quotedMessage']), content: { type: 'text', text: '' } } }
      : {}),
    ...(isObject(postback) ? { postback: { payload: '' } } : {}),
  }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const without = (value: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
