import sql, { type Sql } from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import { slice } from '../../lib/page.ts'
import type { Conversation, ConversationRef, Member } from './model.ts'

interface Row {
  readonly app_id: string
  readonly id: string
  readonly type: string
  readonly display_name: string | null
  readonly description: string | null
  readonly icon_url: string | null
  readonly metadata: Conversation['metadata']
  readonly default_of: string | null
  readonly seq: string
  readonly message_total: string
  readonly business_last_read: Date | null
  readonly last_updated_at: Date
  readonly created_at: Date
  readonly switchboard_id: string | null
  readonly active: Member | null
  readonly pending: Member | null
}

const COLUMNS = sql`
  c.app_id, c.id, c.type, c.display_name, c.description, c.icon_url, c.metadata, c.default_of, c.seq, c.message_total,
  c.business_last_read, c.last_updated_at, c.created_at, s.id as switchboard_id`

const member = (table: Sql): Sql => sql`
  case when ${table}.id is not null then json_build_object('id', ${table}.id, 'name', ${table}.name,
    'integrationId', ${table}.integration_id, 'integrationType', ${table}.integration_type) end`

const ACTIVE = member(sql`a`)
const PENDING = member(sql`p`)

/** Columns of {@link CONTROL}: the members of the switchboard who have control and who are offered it, as JSON. */
const MEMBERS = sql`${ACTIVE} as active, ${PENDING} as pending`

/** Joins to a row `c` of conversations: the switchboard `s` if it is on, and its members `a` (active) and `p` (pending). */
const CONTROL = sql`
  left join switchboards s on s.app_id = c.app_id and s.enabled
  left join switchboard_integrations a on a.app_id = c.app_id and a.switchboard_id = s.id and a.id = c.active_id
  left join switchboard_integrations p on p.app_id = c.app_id and p.switchboard_id = s.id and p.id = c.pending_id`

/**
 * Who is active in a row `c` of conversations once something happens in it: whoever is, else whom the integration
 * through which it happens has chosen to answer, else the default of the switchboard, if it is on.
 */
const assigned = (sourceIntegrationId: Sql): Sql => sql`
  coalesce(
    (select m.id from switchboard_integrations m where m.app_id = c.app_id and m.id = c.active_id),
    (select m.id from switchboards s join switchboard_integrations m on m.app_id = s.app_id and m.switchboard_id = s.id
     where s.app_id = c.app_id and s.enabled and m.id = coalesce(
       (select i.default_responder_id from integrations i where i.app_id = c.app_id and i.id = ${sourceIntegrationId}),
       s.default_switchboard_integration_id)))`

/** Of control, for the one statement beside this store that writes to conversations. */
export const controlSql = { active: ACTIVE, pending: PENDING, joins: CONTROL, assigned }
export type ControlSql = typeof controlSql

/** Without what a conversation is born with. */
type NewConversation = Omit<Conversation, 'control' | 'messageTotal' | 'businessLastRead'>

export async function insertConversation(tx: Tx, one: NewConversation): Promise<void> {
  await tx.run(sql`
    insert into conversations (app_id, id, type, display_name, description, icon_url, metadata, default_of, seq,
                               message_count, message_total, last_updated_at, created_at)
    values (${one.appId}, ${one.id}, ${one.type}, ${one.displayName}, ${one.description}, ${one.iconUrl},
            ${one.metadata}, ${one.defaultOf}, ${one.seq}, 0, 0, ${one.lastUpdatedAt}, ${one.createdAt})`)
}

export async function findConversation(tx: Tx, at: ConversationRef): Promise<Conversation | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS}, ${MEMBERS} from conversations c ${CONTROL}
    where c.app_id = ${at.appId} and c.id = ${at.conversationId}`)
  return row && toConversation(row)
}

/** Holds the conversation until the transaction ends. */
export async function lockConversation(tx: Tx, at: ConversationRef): Promise<Conversation | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS}, ${MEMBERS} from conversations c ${CONTROL}
    where c.app_id = ${at.appId} and c.id = ${at.conversationId} for update of c`)
  return row && toConversation(row)
}

export async function lockConversationsOf(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`select from conversations where app_id = ${appId} order by id for update`)
}

/** Takes the next place of the conversation for something that happens, which also settles who is active. */
export async function takePlace(
  tx: Tx,
  at: ConversationRef,
  sourceIntegrationId: string | undefined,
): Promise<Conversation | undefined> {
  return changed(tx, at, sql`seq = seq + 1, active_id = ${assigned(sql`${sourceIntegrationId}`)}`)
}

/** Takes the next place of the conversation for the end of all control. */
export async function takePlaceOfRelease(tx: Tx, at: ConversationRef): Promise<Conversation | undefined> {
  return changed(tx, at, sql`seq = seq + 1, active_id = null, pending_id = null`)
}

/** Settles who is active, and holds the conversation until the transaction ends. */
export async function settleControl(tx: Tx, at: ConversationRef): Promise<Conversation | undefined> {
  return changed(tx, at, sql`active_id = ${assigned(sql`null`)}`)
}

async function changed(tx: Tx, at: ConversationRef, change: Sql): Promise<Conversation | undefined> {
  const [row] = await tx.rows<Row>(sql`
    with c as (
      update conversations c set ${change}
      where c.app_id = ${at.appId} and c.id = ${at.conversationId} returning *)
    select ${COLUMNS}, ${MEMBERS} from c ${CONTROL}`)
  return row && toConversation(row)
}

export async function findDefault(tx: Tx, appId: string, userId: string): Promise<Conversation | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS}, ${MEMBERS} from conversations c ${CONTROL}
    where c.app_id = ${appId} and c.default_of = ${userId}`)
  return row && toConversation(row)
}

/** Conversations with messages in which nothing has happened between two times, those longest quiet first. */
export async function listQuiet(
  tx: Tx,
  appId: string,
  { since, until }: { readonly since: Date; readonly until: Date },
  limit: number,
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    select id from conversations
    where app_id = ${appId} and message_count > 0 and last_updated_at >= ${since} and last_updated_at <= ${until}
    order by last_updated_at limit ${limit} for update skip locked`)
  return rows.map(row => row.id)
}

export async function updateConversation(tx: Tx, one: Conversation): Promise<void> {
  await tx.run(sql`
    update conversations
    set display_name = ${one.displayName}, description = ${one.description}, icon_url = ${one.iconUrl},
        metadata = ${one.metadata}, default_of = ${one.defaultOf}
    where app_id = ${one.appId} and id = ${one.id}`)
}

export async function updateControl(
  tx: Tx,
  { appId, id }: Conversation,
  control: { readonly activeId: string | null; readonly pendingId: string | null },
): Promise<void> {
  await tx.run(sql`
    update conversations set active_id = ${control.activeId}, pending_id = ${control.pendingId}
    where app_id = ${appId} and id = ${id}`)
}

export async function markBusinessRead(tx: Tx, { appId, id }: Conversation, at: Date): Promise<void> {
  await tx.run(sql`
    update conversations set business_last_read = greatest(business_last_read, ${at})
    where app_id = ${appId} and id = ${id}`)
}

export async function countDown(tx: Tx, at: ConversationRef, messages: number): Promise<void> {
  await tx.run(sql`
    update conversations set message_count = message_count - ${messages}
    where app_id = ${at.appId} and id = ${at.conversationId}`)
}

/** Counters of a conversation that has taken over the messages of another one. */
export async function takeOver(
  tx: Tx,
  { appId, id }: { readonly appId: string; readonly id: string },
  from: Conversation,
  { count, last }: { readonly count: number; readonly last: number },
): Promise<void> {
  await tx.run(sql`
    update conversations
    set seq = greatest(seq, ${last}), message_count = message_count + ${count}, message_total = message_total + ${count},
        last_updated_at = greatest(last_updated_at, ${from.lastUpdatedAt})
    where app_id = ${appId} and id = ${id}`)
}

export async function deleteConversation(tx: Tx, { appId, id }: Conversation): Promise<void> {
  await tx.run(sql`delete from conversations where app_id = ${appId} and id = ${id}`)
}

export async function deleteConversationsOfApp(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`delete from conversations where app_id = ${appId}`)
}

/** Conversations in which a user takes part, oldest first; a cursor need not be the id of one that is still there. */
export async function listConversationsOf(
  tx: Tx,
  at: { readonly appId: string; readonly userId: string },
  page: PageRequest,
): Promise<Slice<Conversation>> {
  const { after, before, size } = page
  const where = sql`p0.app_id = ${at.appId} and p0.user_id = ${at.userId}`
  const side =
    before === undefined
      ? sql`p0.conversation_id > ${after ?? ''} order by p0.conversation_id limit ${size + 1}`
      : sql`p0.conversation_id < ${before} order by p0.conversation_id desc limit ${size + 1}`
  const rows = await tx.rows<Row>(sql`
    with ids as (select p0.app_id, p0.conversation_id from participants p0 where ${where} and ${side})
    select ${COLUMNS}, ${MEMBERS} from ids join conversations c on c.app_id = ids.app_id and c.id = ids.conversation_id
    ${CONTROL} order by c.id`)
  const found = rows.map(toConversation)
  const fetched = before === undefined ? found : found.reverse()
  if (after === undefined && before === undefined) return slice(page, fetched, false)
  const behind = before === undefined ? sql`p0.conversation_id <= ${after}` : sql`p0.conversation_id >= ${before}`
  const [row] = await tx.rows<{ more: boolean }>(
    sql`select exists (select from participants p0 where ${where} and ${behind}) as more`,
  )
  return slice(page, fetched, row?.more ?? false)
}

const toConversation = (row: Row): Conversation => ({
  appId: row.app_id,
  id: row.id,
  // Written by this store alone, so the column holds what the model allows.
  type: row.type as Conversation['type'],
  displayName: row.display_name,
  description: row.description,
  iconUrl: row.icon_url,
  metadata: row.metadata,
  defaultOf: row.default_of,
  seq: Number(row.seq),
  messageTotal: Number(row.message_total),
  businessLastRead: row.business_last_read,
  lastUpdatedAt: row.last_updated_at,
  createdAt: row.created_at,
  control: {
    switchboardId: row.switchboard_id ?? undefined,
    active: row.active ?? undefined,
    pending: row.pending ?? undefined,
  },
})
