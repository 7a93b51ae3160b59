import { CreateConversation, CreateUser, ListMessages, PostMessage, UpdateApp } from '@parhelion/contract'
import type { ApiClient } from '@parhelion/testkit'
import type { Pool } from 'pg'
import { makeApp } from './test-server.ts'

interface In {
  readonly appId: string
  readonly client: ApiClient
}

export async function makeUser({ appId, client }: In, body: object = {}): Promise<string> {
  const made = await client.call(CreateUser, { params: { appId }, body })
  return made.body.user.id
}

/** A personal conversation of a user, who is made where none is given. */
export async function makePersonal(app: In, userId?: string) {
  const { appId, client } = app
  const user = userId ?? (await makeUser(app))
  const made = await client.call(CreateConversation, {
    params: { appId },
    body: { type: 'personal', participants: [{ userId: user }] },
  })
  return { appId, userId: user, conversationId: made.body.conversation.id, conversation: made.body.conversation }
}

export async function makeGroup(app: In, userIds: readonly string[], subscribeSDKClient = false) {
  const { appId, client } = app
  const participants = userIds.map(userId => ({ userId, subscribeSDKClient }))
  const made = await client.call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup', participants } })
  return { appId, conversationId: made.body.conversation.id, conversation: made.body.conversation }
}

/** An app whose users may have several conversations. */
export async function makeAppOfMany(account: ApiClient) {
  const app = await makeApp(account)
  await app.client.call(UpdateApp, { params: { appId: app.appId }, body: { settings: { multiConvoEnabled: true } } })
  return app
}

export const byBusiness = (text: string) => ({
  author: { type: 'business' as const },
  content: { type: 'text' as const, text },
})

export const byUser = (userId: string, text: string) => ({
  author: { type: 'user' as const, userId },
  content: { type: 'text' as const, text },
})

export async function postText(client: ApiClient, params: { appId: string; conversationId: string }, text: string) {
  const { body } = await client.call(PostMessage, { params, body: byBusiness(text) })
  return body.messages[0]?.id ?? ''
}

export async function textsOf(
  client: ApiClient,
  params: { appId: string; conversationId: string },
): Promise<unknown[]> {
  const { body } = await client.call(ListMessages, { params })
  return body.messages.map(({ content }) => content.text)
}

export interface StoredEvent {
  readonly type: string
  readonly seq: number | null
  readonly payload: Readonly<Record<string, unknown>>
  readonly active: string | null
  readonly pending: string | null
  readonly previous: string | null
  readonly switchboard: string | null
}

/** What happened in an app, or in one conversation of it, in the order in which it is told. */
export async function eventsOf(pool: Pool, appId: string, conversationId?: string): Promise<StoredEvent[]> {
  const { rows } = await pool.query(
    `select type, seq, payload, active_integration_id as active, pending_integration_id as pending,
            previous_integration_id as previous, switchboard_id as switchboard
     from events where app_id = $1 and ($2::text is null or conversation_id = $2) order by seq, transaction, id`,
    [appId, conversationId],
  )
  return rows.map(row => ({ ...row, seq: row.seq === null ? null : Number(row.seq), payload: JSON.parse(row.payload) }))
}
