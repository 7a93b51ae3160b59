import type {
  CreateConversation,
  CreateUser,
  CreateWebhook,
  DeleteWebhook,
  GetDelivery,
  GetSigningSecret,
  ListConversations,
  ListDeliveries,
  ListWebhooks,
  PostMessage,
  ReplayDeliveries,
  ReplayDelivery,
  RotateWebhookSecret,
  UpdateWebhook,
  WebhookCreate,
} from '@parhelion/contract'
import { ApiError, call } from '../../api/call.ts'
import { operate, type Reply } from '../../api/operate.ts'

export type Webhook = Reply<typeof ListWebhooks>['webhooks'][number]
export type Delivery = Reply<typeof ListDeliveries>['deliveries'][number]
export type DeliveryState = Delivery['state']
export type Attempt = Delivery['attempts'][number]
export type FullDelivery = Reply<typeof GetDelivery>['delivery']

/** Where webhooks are: a custom integration. */
export interface Place {
  readonly appId: string
  readonly integrationId: string
}
export type WebhookPlace = Place & { readonly webhookId: string }

/** A call that the receiver of this server took. */
export interface ReceivedCall {
  readonly id: string
  readonly receivedAt: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

/** Deliveries on a page of the log: at most what the contract allows. */
const PAGE_SIZE = 100
const WEBHOOKS = '/v2/apps/{appId}/integrations/{integrationId}/webhooks'
const WEBHOOK = `${WEBHOOKS}/{webhookId}` as const
const DELIVERY = `${WEBHOOK}/deliveries/{eventId}` as const

/** Address of the stream of what becomes of events at a webhook. */
export function deliveriesStream(at: WebhookPlace): string {
  const [app, integration, webhook] = [at.appId, at.integrationId, at.webhookId].map(encodeURIComponent)
  return `/hub/apps/${app}/integrations/${integration}/webhooks/${webhook}/deliveries/stream`
}

export async function listWebhooks(params: Place): Promise<readonly Webhook[]> {
  return (await operate<typeof ListWebhooks>('GET', WEBHOOKS, { params })).webhooks
}

export async function createWebhook(params: Place, body: WebhookCreate): Promise<Webhook> {
  return (await operate<typeof CreateWebhook>('POST', WEBHOOKS, { params, body })).webhook
}

export async function updateWebhook(params: WebhookPlace, body: WebhookCreate): Promise<Webhook> {
  return (await operate<typeof UpdateWebhook>('PATCH', WEBHOOK, { params, body })).webhook
}

export const deleteWebhook = (params: WebhookPlace) => operate<typeof DeleteWebhook>('DELETE', WEBHOOK, { params })

export async function getSigningSecret(params: WebhookPlace) {
  return (await operate<typeof GetSigningSecret>('GET', `${WEBHOOK}/signingSecret`, { params })).signingSecret
}

export type Rotation = Parameters<typeof operate<typeof RotateWebhookSecret>>[2]['body']

export const rotateSecret = (params: WebhookPlace, body: Rotation) =>
  operate<typeof RotateWebhookSecret>('POST', `${WEBHOOK}/rotateSecret`, { params, body })

/** A page of the log, newest first. @param after cursor of the page before */
export function listDeliveries(params: WebhookPlace, state: DeliveryState | undefined, after?: string) {
  const page = after === undefined ? { size: PAGE_SIZE } : { size: PAGE_SIZE, after }
  const query = state === undefined ? { page } : { page, filter: { state } }
  return operate<typeof ListDeliveries>('GET', `${WEBHOOK}/deliveries`, { params, query })
}

export async function getDelivery(params: WebhookPlace & { readonly eventId: string }): Promise<FullDelivery> {
  return (await operate<typeof GetDelivery>('GET', DELIVERY, { params })).delivery
}

export async function replayDelivery(params: WebhookPlace & { readonly eventId: string }): Promise<Delivery> {
  return (await operate<typeof ReplayDelivery>('POST', `${DELIVERY}/replay`, { params })).delivery
}

export type Replay = Parameters<typeof operate<typeof ReplayDeliveries>>[2]['body']

/** @returns how many are sent again */
export async function replayDeliveries(params: WebhookPlace, body: Replay): Promise<number> {
  return (await operate<typeof ReplayDeliveries>('POST', `${WEBHOOK}/replay`, { params, body })).replayed
}

export async function listReceived(): Promise<readonly ReceivedCall[]> {
  return (await call<{ calls: ReceivedCall[] }>('GET', '/hub/receiver/calls')).calls
}

export const clearReceived = () => call('DELETE', '/hub/receiver/calls')

/** Who says the test messages. */
const TEST_USER = 'webhooks-page'

/** A conversation to say something in, with a user who is made where there is none. @returns its id */
export async function openTestConversation(appId: string): Promise<string> {
  const user = { externalId: TEST_USER, profile: { givenName: 'Test', surname: 'Visitor' } }
  await operate<typeof CreateUser>('POST', '/v2/apps/{appId}/users', { params: { appId }, body: user }).catch(error => {
    // There from another time.
    if (!(error instanceof ApiError) || error.status !== 409) throw error
  })
  const path = '/v2/apps/{appId}/conversations'
  // A user may have one conversation only, by the settings of the app.
  const query = { filter: { userExternalId: TEST_USER } }
  const { conversations } = await operate<typeof ListConversations>('GET', path, { params: { appId }, query })
  if (conversations[0] !== undefined) return conversations[0].id
  const participants = [{ userExternalId: TEST_USER, subscribeSDKClient: false }]
  const body = { type: 'personal' as const, displayName: 'Test events', participants }
  return (await operate<typeof CreateConversation>('POST', path, { params: { appId }, body })).conversation.id
}

/** What the user of the tests says is an event `conversation:message` like any other. */
export function sayTest(appId: string, conversationId: string, text: string) {
  const body = {
    author: { type: 'user' as const, userExternalId: TEST_USER },
    content: { type: 'text' as const, text },
  }
  const path = '/v2/apps/{appId}/conversations/{conversationId}/messages'
  return operate<typeof PostMessage>('POST', path, { params: { appId, conversationId }, body })
}
