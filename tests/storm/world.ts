import {
  CreateIntegration,
  CreateSwitchboard,
  CreateSwitchboardIntegration,
  type Operation,
  UpdateSwitchboard,
} from '@parhelion/contract'
import type { ApiClient } from '@parhelion/testkit'
import { makeAppOfMany } from '../../apps/server/src/testing/conversation.ts'
import { integrationSamples } from '../../apps/server/src/testing/integration-samples.ts'
import { makeCustom } from '../../apps/server/src/testing/test-server.ts'

/** What there is of each kind is so little that whoever acts meets others. */
const KEPT = 8

/** One app, what was made in it of late, and chance that repeats itself. */
export class World {
  readonly users: string[] = []
  readonly conversations: string[] = []
  /** Conversation and user. */
  readonly places: [string, string][] = []
  /** User and client. */
  readonly clients: [string, string][] = []
  /** Conversation and message. */
  readonly messages: [string, string][] = []
  readonly #app: { readonly appId: string; readonly client: ApiClient }
  readonly integrations: { readonly web: string; readonly twilio: string; readonly switchboardId: string }
  #seed: number

  private constructor(app: { appId: string; client: ApiClient }, integrations: World['integrations'], seed: number) {
    this.#app = app
    this.integrations = integrations
    this.#seed = seed
  }

  static async make(account: ApiClient, seed: number): Promise<World> {
    const app = await makeAppOfMany(account)
    const { appId, client } = app
    const params = { appId }
    const integrate = async (body: object) =>
      (await client.call(CreateIntegration, { params, body })).body.integration.id
    const web = await integrate({ type: 'web' })
    const twilio = await integrate({ type: 'twilio', ...integrationSamples.twilio.required })
    const { body } = await client.call(CreateSwitchboard, { params })
    const at = { appId, switchboardId: body.switchboard.id }
    const members: string[] = []
    for (const name of ['bot', 'desk', 'night']) {
      const { integrationId } = await makeCustom(client, appId)
      const made = await client.call(CreateSwitchboardIntegration, { params: at, body: { name, integrationId } })
      members.push(made.body.switchboardIntegration.id)
    }
    await client.call(UpdateSwitchboard, {
      params: at,
      body: { enabled: true, defaultSwitchboardIntegrationId: members[0] },
    })
    return new World(app, { web, twilio, switchboardId: at.switchboardId }, seed)
  }

  async call<Op extends Operation>(operation: Op, params: object, body?: object, headers: Record<string, string> = {}) {
    const { appId, client } = this.#app
    return client.call(operation, { params: { appId, ...params }, headers, ...(body === undefined ? {} : { body }) })
  }

  /** Below one. */
  chance(): number {
    this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2 ** 31
    return this.#seed / 2 ** 31
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(this.chance() * list.length)]
    if (picked === undefined) throw new Error('there is nothing to pick from')
    return picked
  }

  /** One of a few names, so that the same one comes again. */
  name(prefix: string): string {
    return `${prefix}${Math.floor(this.chance() * 6)}`
  }

  forget(): void {
    for (const list of [this.users, this.conversations, this.places, this.clients, this.messages] as unknown[][])
      while (list.length > KEPT) list.splice(Math.floor(this.chance() * list.length), 1)
  }
}
