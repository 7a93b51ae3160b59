import {
  CreateApp,
  CreateConversation,
  CreateIntegration,
  CreateUser,
  ListWebhooks,
  PostMessage,
} from '@parhelion/contract'
import { ApiClient, type Respond, WebhookReceiver } from '@parhelion/testkit'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { Installation } from './installation.ts'

interface Subscription {
  readonly appId: string
  readonly integrationId: string
  readonly webhookId: string
  readonly secret: string
  /** Of the page that shows it. */
  readonly path: string
}

/** A server and a receiver for one test file, and apps with webhooks that call it. */
export class Subscriptions {
  // Soon given up: a target that fails has failed for good after half a second.
  readonly installation = Installation.forThisFile({ PARHELION_WEBHOOK_RETRY_DELAYS: '0.1 0.1 0.1 0.1' })
  readonly #responses = new Map<string, Respond>()
  #receiver: WebhookReceiver | undefined

  /** To be called where a test file begins. */
  static forThisFile(): Subscriptions {
    const subscriptions = new Subscriptions()
    beforeAll(async () => {
      subscriptions.#receiver = await WebhookReceiver.start((call, response) => {
        const respond = subscriptions.#responses.get(call.path)
        return respond === undefined ? 200 : respond(call, response)
      })
    })
    afterAll(() => subscriptions.#receiver?.stop())
    return subscriptions
  }

  /** Where the receiver is. */
  get target(): string {
    return this.#receiver?.address ?? ''
  }

  /** As the account. */
  get client(): ApiClient {
    const { address, credentials } = this.installation()
    return new ApiClient(address, credentials.account)
  }

  /** Makes an app with a webhook that is told of messages. @param respond how its calls are answered */
  async subscribe(respond: Respond = () => 200): Promise<Subscription> {
    const { app } = (await this.client.call(CreateApp, { body: { displayName: 'Aurora Coffee' } })).body
    this.#responses.set(`/${app.id}`, respond)
    const webhooks = [{ target: `${this.target}/${app.id}`, triggers: ['conversation:message'] }]
    const body = { type: 'custom', displayName: 'Care', webhooks }
    const { integration } = (await this.client.call(CreateIntegration, { params: { appId: app.id }, body })).body
    const place = { appId: app.id, integrationId: integration.id }
    const [webhook] = (await this.client.call(ListWebhooks, { params: place })).body.webhooks
    if (webhook === undefined) throw new Error('The integration has no webhook')
    const path = `/webhooks?app=${app.id}&integration=${integration.id}&webhook=${webhook.id}`
    return { ...place, webhookId: webhook.id, secret: webhook.secret, path }
  }

  /** Lets a user say something in an app. */
  async say(appId: string, ...texts: readonly string[]): Promise<void> {
    const { client } = this
    const someone = { externalId: crypto.randomUUID() }
    const { user } = (await client.call(CreateUser, { params: { appId }, body: someone })).body
    const body = { type: 'personal', participants: [{ userId: user.id }] }
    const { conversation } = (await client.call(CreateConversation, { params: { appId }, body })).body
    const params = { appId, conversationId: conversation.id }
    for (const text of texts) {
      const message = { author: { type: 'user', userId: user.id }, content: { type: 'text', text } }
      const { status } = await client.call(PostMessage, { params, body: message })
      if (status !== 201) throw new Error(`The message was answered with ${status}`)
    }
  }

  /** The page of a subscription, for who holds the account key, as soon as it is told what happens. */
  async watch(path: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await this.installation().open(path, options)
    await isLive(page)
    return page
  }
}

/** Waits until the page is told what happens. */
export const isLive = (page: Page): Promise<void> => page.getByRole('status').filter({ hasText: 'Live' }).waitFor()

/** The deliveries that are shown. */
export const rows = (page: Page) => page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem')
