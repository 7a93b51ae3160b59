import {
  CreateApp,
  CreateAppKey,
  CreateConversation,
  CreateIntegration,
  CreateSwitchboard,
  CreateSwitchboardIntegration,
  CreateUser,
  CreateWebhook,
  type IntegrationCreate,
  type Operation,
  PostMessage,
  UpdateSwitchboard,
} from '@parhelion/contract'
import type { ApiClient, Refusal } from '@parhelion/testkit'
import type { Static, TSchema } from 'typebox'
import type { Key } from '../process/installation.ts'

/** Of a path, by their names. */
export type Params = Readonly<Record<string, string>>

/** An app of one program's own, with what it finds there. */
export class Scene {
  /** Speaks as the account. */
  readonly account: ApiClient
  readonly appId: string
  readonly appKey: Key
  readonly #client: ApiClient

  private constructor(account: ApiClient, appId: string, appKey: Key) {
    this.account = account
    this.appId = appId
    this.appKey = appKey
    this.#client = account.as(appKey)
  }

  static async make(account: ApiClient): Promise<Scene> {
    const { app } = succeeded(await account.call(CreateApp, { body: { displayName: 'Scene' } }))
    const params = { appId: app.id }
    const { key } = succeeded(await account.call(CreateAppKey, { params, body: { displayName: 'Scene' } }))
    return new Scene(account, app.id, key)
  }

  /** The reply of an operation, which has to succeed; who calls is the app, or the account where an app may not. */
  async call<Op extends Operation>(
    operation: Op,
    params: Params = {},
    request: { readonly body?: unknown; readonly query?: string } = {},
  ): Promise<Static<Op['reply'] & TSchema>> {
    return succeeded(await this.#speaker(operation).call(operation, { params: this.place(params), ...request }))
  }

  /** How an operation is refused. */
  async refusal(operation: Operation, params: Params, body?: unknown): Promise<{ status: number; title: string }> {
    const { status, body: said } = await this.#speaker(operation).call(operation, { params: this.place(params), body })
    const title = (said as Partial<Refusal>).errors?.[0]?.title
    if (title === undefined) throw new Error(`${operation.id} answers ${status}, which is no refusal`)
    return { status, title }
  }

  /** Fails unless what an operation reads is not there. */
  async isGone(operation: Operation, params: Params): Promise<void> {
    const { status } = await this.refusal(operation, params)
    if (status !== 404) throw new Error(`${operation.id} answers ${status}, not 404`)
  }

  /** The names of a path, with the app. */
  place(params: Params): Params {
    return { appId: this.appId, ...params }
  }

  #speaker({ access }: Operation): ApiClient {
    return access.includes('app') ? this.#client : this.account
  }

  async integration(body: Partial<IntegrationCreate> = {}): Promise<string> {
    const custom = { type: 'custom', displayName: 'Scene', webhooks: [quietWebhook] }
    const { integration } = await this.call(CreateIntegration, {}, { body: body.type === undefined ? custom : body })
    return integration.id
  }

  /** A webhook of an integration of its own. */
  async webhook(target: string): Promise<{ readonly integrationId: string; readonly webhookId: string }> {
    const integrationId = await this.integration()
    const body = { target, triggers: ['conversation:message'] }
    const { webhook } = await this.call(CreateWebhook, { integrationId }, { body })
    return { integrationId, webhookId: webhook.id }
  }

  async user(body: object = {}): Promise<string> {
    return (await this.call(CreateUser, {}, { body })).user.id
  }

  /** A group, with a user in it or empty. */
  async group(...userIds: readonly string[]): Promise<string> {
    const participants = userIds.map(userId => ({ userId, subscribeSDKClient: false }))
    const body = { type: 'sdkGroup', ...(participants.length === 0 ? {} : { participants }) }
    return (await this.call(CreateConversation, {}, { body })).conversation.id
  }

  async message(conversationId: string, text = 'Hello'): Promise<string> {
    const body = { author: { type: 'business' }, content: { type: 'text', text } }
    return (await this.call(PostMessage, { conversationId }, { body })).messages[0]?.id ?? ''
  }

  async switchboard(): Promise<string> {
    return (await this.call(CreateSwitchboard)).switchboard.id
  }

  async member(switchboardId: string, name: string, nextId?: string): Promise<string> {
    const next = nextId === undefined ? {} : { nextSwitchboardIntegrationId: nextId }
    const body = { name, integrationId: await this.integration(), ...next }
    return (await this.call(CreateSwitchboardIntegration, { switchboardId }, { body })).switchboardIntegration.id
  }

  /** A switchboard at work: conversations begin with `bot`, and go on to `desk`. */
  async workingSwitchboard(): Promise<void> {
    const switchboardId = await this.switchboard()
    const desk = await this.member(switchboardId, 'desk')
    const bot = await this.member(switchboardId, 'bot', desk)
    const body = { enabled: true, defaultSwitchboardIntegrationId: bot }
    await this.call(UpdateSwitchboard, { switchboardId }, { body })
  }
}

/** Of an integration that is told of nothing in these tests. */
const quietWebhook = { target: 'http://127.0.0.1:9/never', triggers: ['user:merge'] }

export function succeeded<Body>({ status, body }: { readonly status: number; readonly body: Body }): Body {
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}
