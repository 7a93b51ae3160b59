import {
  CreateApp,
  CreateConversation,
  CreateIntegration,
  CreateUser,
  CreateWebhook,
  ListDeliveries,
  ListWebhooks,
  PostActivity,
  PostMessage,
  type WebhookCreate,
} from '@parhelion/contract'
import { type Answer, ApiClient, WebhookReceiver } from '@parhelion/testkit'
import type { Server } from '../../apps/cli/src/testing/command.ts'

/** Where the receivers listen: a fixed port, so that pictures differ no more than they must. */
const PORT = 4711

/** What happened, for the pages to show. */
export interface Story {
  readonly server: Server
  readonly appId: string
  readonly integrationId: string
  /** Takes everything. */
  readonly crmId: string
  /** Fails at times. */
  readonly deskId: string
  /** An event that the desk took at the third attempt. */
  readonly retriedId: string
  end(): Promise<void>
}

/** A coffee roaster's customers write, and two systems are told: one takes everything, the other fails at times. */
export async function tellStory(server: Server): Promise<Story> {
  const client = new Teller(server.address, server.account)
  const receiver = await WebhookReceiver.start(() => 200, PORT)
  const tries = new Map<string, number>()
  receiver.respond = ({ path, events }, response) => {
    if (path === '/crm') return void response.writeHead(200).end('{"stored":true}')
    const text = JSON.stringify(events)
    if (text.includes('wrong roast')) return void response.writeHead(400).end('{"error":"unknown order 4713"}')
    const count = (tries.get(text) ?? 0) + 1
    tries.set(text, count)
    if (text.includes('parcel') && count < 3)
      return void response.writeHead(503, { 'content-type': 'text/plain' }).end('The desk is restarting')
    if (text.includes('invoice')) return void response.writeHead(502).end('Bad gateway')
    return void response.writeHead(200).end('ok')
  }

  const { app } = (await client.call(CreateApp, { body: { displayName: 'Aurora Coffee' } })).body
  const at = { appId: app.id }
  const listener: WebhookCreate = { target: `${receiver.address}/crm`, triggers: ['*'] }
  const body = { type: 'custom', displayName: 'Customer care', webhooks: [listener] }
  const { integration } = (await client.call(CreateIntegration, { params: at, body })).body
  const place = { ...at, integrationId: integration.id }
  const [crm] = (await client.call(ListWebhooks, { params: place })).body.webhooks
  if (crm === undefined) throw new Error('The integration has no webhook')
  const other: WebhookCreate = {
    target: `${receiver.address}/desk`,
    triggers: ['conversation:message', 'conversation:read', 'conversation:create'],
    includeFullUser: true,
  }
  const desk = (await client.call(CreateWebhook, { params: place, body: other })).body.webhook

  await converse(client, at.appId, 'mira', { givenName: 'Mira', surname: 'Okafor' }, [
    ['mira', 'Hello! Where is my parcel with order 4711?'],
    ['', 'Good morning Mira, it left this morning and is with you tomorrow.'],
    ['mira', 'Wonderful, thank you ☀️'],
  ])
  await converse(client, at.appId, 'jonas', { givenName: 'Jonas', surname: 'Weber' }, [
    ['jonas', 'You sent me the wrong roast, I ordered Sidamo.'],
    ['', 'I am sorry, Jonas. Shall we send the right one today?'],
    ['jonas', 'Yes please. And a new invoice?'],
    ['jonas', 'No hurry.'],
  ])

  const params = { ...place, webhookId: desk.id }
  const retriedId = await settled(client, params)
  return {
    server,
    appId: at.appId,
    integrationId: integration.id,
    crmId: crm.id,
    deskId: desk.id,
    retriedId,
    end: () => receiver.stop(),
  }
}

/** The client of the tests hands on refusals; in a story there are none. */
class Teller extends ApiClient {
  override async send<Body>(...request: Parameters<ApiClient['send']>): Promise<Answer<Body>> {
    const answer = await super.send<Body>(...request)
    if (answer.status < 300) return answer
    throw new Error(`${request[0]} ${request[1]} was answered with ${JSON.stringify(answer.body)}`)
  }
}

async function converse(
  client: ApiClient,
  appId: string,
  externalId: string,
  profile: { readonly givenName: string; readonly surname: string },
  messages: readonly (readonly [author: string, text: string])[],
): Promise<void> {
  await client.call(CreateUser, { params: { appId }, body: { externalId, profile } })
  const body = { type: 'personal', participants: [{ userExternalId: externalId }] }
  const { conversation } = (await client.call(CreateConversation, { params: { appId }, body })).body
  const params = { appId, conversationId: conversation.id }
  const user = { type: 'user', userExternalId: externalId }
  for (const [author, text] of messages) {
    const content = { type: 'text', text }
    await client.call(PostMessage, {
      params,
      body: { author: author === '' ? { type: 'business', displayName: 'Aurora Coffee' } : user, content },
    })
  }
  await client.call(PostActivity, { params, body: { author: user, type: 'conversation:read' } })
}

/** Waits until one was taken late, one failed and one is waiting for its last attempt. @returns the event of the first */
async function settled(
  client: ApiClient,
  params: { readonly appId: string; readonly integrationId: string; readonly webhookId: string },
): Promise<string> {
  for (let look = 0; look < 300; look += 1) {
    const { deliveries } = (await client.call(ListDeliveries, { params })).body
    const late = deliveries.find(
      ({ state, attempts }) => state === 'delivered' && attempts.filter(({ status }) => status === 503).length === 2,
    )
    const isFailed = deliveries.some(({ state }) => state === 'failed')
    const isRetrying = deliveries.some(({ state, attempts }) => state === 'retrying' && attempts.length === 4)
    if (late !== undefined && isFailed && isRetrying) return late.eventId
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('The webhooks were not called as the story wants it')
}
