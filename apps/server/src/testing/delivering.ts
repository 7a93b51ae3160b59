import {
  CreateConversation,
  CreateIntegration,
  CreateUser,
  ListDeliveries,
  PostMessage,
  type WebhookCreate,
} from '@parhelion/contract'
import { type ApiClient, type Respond, WebhookReceiver } from '@parhelion/testkit'
import { onTestFinished, vi } from 'vitest'
import { makeApp } from './test-server.ts'

/** Waits until that is so, for longer than any delivery takes on a busy machine. */
export const until = (condition: () => boolean | Promise<boolean>) => vi.waitUntil(condition, { timeout: 60_000 })

/** A receiver that is gone after the test. */
export async function startReceiver(respond?: Respond, port?: number): Promise<WebhookReceiver> {
  const receiver = await WebhookReceiver.start(respond, port)
  onTestFinished(() => receiver.stop())
  return receiver
}

/** A custom integration whose webhook calls a receiver. */
export async function addWebhook(
  client: ApiClient,
  appId: string,
  target: string,
  webhook: Partial<WebhookCreate> = {},
) {
  const { body } = await client.call(CreateIntegration, {
    params: { appId },
    body: { type: 'custom', displayName: 'Receiver', webhooks: [{ target, triggers: ['*'], ...webhook }] },
  })
  const { integration } = body as unknown as { integration: { id: string; webhooks: { id: string; secret: string }[] } }
  const [born] = integration.webhooks
  if (born === undefined) throw new Error('a custom integration is born with a webhook')
  const params = { appId, integrationId: integration.id, webhookId: born.id }
  return { ...params, params, secret: born.secret }
}

/** An app with a receiver that is told of everything, a user and a conversation; nothing of their making is told. */
export async function makeReceiving(
  account: ApiClient,
  options: { webhook?: Partial<WebhookCreate>; respond?: Respond } = {},
) {
  const { appId, client } = await makeApp(account)
  const user = await client.call(CreateUser, { params: { appId }, body: {} })
  const userId = user.body.user.id
  const conversationId = await addConversation(client, appId, userId)
  const receiver = await startReceiver(options.respond)
  const webhook = await addWebhook(client, appId, `${receiver.address}/hook`, {
    triggers: ['conversation:message'],
    ...options.webhook,
  })
  const post = (text: string, at = conversationId) => postText(client, { appId, conversationId: at }, text)
  return { appId, client, userId, conversationId, receiver, webhook, post }
}

export async function addConversation(client: ApiClient, appId: string, userId?: string): Promise<string> {
  const participants = userId === undefined ? {} : { participants: [{ userId, subscribeSDKClient: false }] }
  const { body } = await client.call(CreateConversation, {
    params: { appId },
    body: { type: 'sdkGroup', ...participants },
  })
  return body.conversation.id
}

/** By the business; the id of the message. */
export async function postText(
  client: ApiClient,
  params: { readonly appId: string; readonly conversationId: string },
  text: string,
): Promise<string> {
  const body = { author: { type: 'business' as const }, content: { type: 'text' as const, text } }
  const answer = await client.call(PostMessage, { params, body })
  if (answer.status !== 201) throw new Error(`a message was answered with ${answer.status}`)
  return answer.body.messages[0]?.id ?? ''
}

/** What the messages said of which a receiver was told. */
export const textsOf = (receiver: WebhookReceiver): string[] =>
  receiver.events.map(({ payload }) => {
    const { message } = payload as { message?: { content: { text: string } } }
    return message?.content.text ?? ''
  })

export type Receiving = Awaited<ReturnType<typeof makeReceiving>>

/** The log of the webhook, as its integration is told it. */
export async function logOf({ client, webhook }: Receiving, query?: string) {
  const { body } = await client.call(ListDeliveries, {
    params: webhook.params,
    ...(query === undefined ? {} : { query }),
  })
  return body
}

/** Waits until the log has as many deliveries in these states, and gives them. */
export async function untilStates(receiving: Receiving, ...states: string[]) {
  await until(async () => {
    const { deliveries } = await logOf(receiving)
    return JSON.stringify(deliveries.map(({ state }) => state).toSorted()) === JSON.stringify(states.toSorted())
  })
  return (await logOf(receiving)).deliveries
}

/** Waits until the log has so many deliveries and none of them is open, and gives them. */
export async function untilSettled(receiving: Receiving, count: number) {
  await until(async () => {
    const { deliveries } = await logOf(receiving)
    return deliveries.length === count && deliveries.every(({ state }) => ['delivered', 'failed'].includes(state))
  })
  return (await logOf(receiving)).deliveries
}
