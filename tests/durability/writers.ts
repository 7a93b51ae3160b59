import { CreateApp, CreateAppKey, CreateCustomIntegrationKey, CreateIntegration } from '@parhelion/contract'
import { type Answer, ApiClient, type Credential } from '@parhelion/testkit'

interface Key {
  readonly id: string
  readonly secret: string
}

interface TestApp {
  readonly appId: string
  readonly key: Key
}

interface Place {
  readonly app: TestApp
  readonly integrationId: string
}

/** What the server has acknowledged, and so must never lose. */
export interface Ledger {
  readonly keys: (Place & { readonly key: Key })[]
  readonly integrations: Place[]
  /** Requests of which nobody learned how they ended. */
  cut: number
  /** Requests that were refused because of a limit. */
  refused: number
}

/** So many of the youngest integrations get keys. */
const WRITTEN_TO = 8

/** The server or its database is away. */
class Away extends Error {}

/** Writes keys and integrations from many sides at once until it is cut off, in apps that all writers share. */
export class Writers {
  readonly ledger: Ledger = { keys: [], integrations: [], cut: 0, refused: 0 }
  readonly #random: () => number
  #address = ''
  #account: Credential = { authorization: '' }
  #app: Promise<TestApp> | undefined

  constructor(random: () => number) {
    this.#random = random
  }

  /** Ends when every writer has met a server or a database that is away. */
  async run(count: number, address: string, account: Credential): Promise<void> {
    this.#address = address
    this.#account = account
    this.#app = undefined
    await Promise.all(Array.from({ length: count }, () => this.#writeUntilAway()))
  }

  async #writeUntilAway(): Promise<void> {
    for (;;) {
      try {
        await this.#write()
      } catch (error) {
        if (!(error instanceof Away)) throw error
        this.ledger.cut++
        return
      }
    }
  }

  /** A custom integration now and then, and otherwise a key in one of the youngest, so that limits are met all the time. */
  async #write(): Promise<void> {
    const { integrations } = this.ledger
    const youngest = integrations.slice(-WRITTEN_TO)
    const place = youngest[Math.floor(this.#random() * youngest.length)]
    if (place === undefined || this.#random() < 0.25) await this.#makeIntegration()
    else await this.#makeKey(place)
  }

  async #makeIntegration(): Promise<void> {
    this.#app ??= this.#makeApp()
    const mine = this.#app
    const app = await mine
    const { body } = await this.#ask(this.#as(app.key), client =>
      client.call(CreateIntegration, {
        params: { appId: app.appId },
        body: {
          type: 'custom',
          displayName: 'Durable',
          webhooks: [{ target: 'https://example.com/', triggers: ['*'] }],
        },
      }),
    )
    if (body !== undefined) this.ledger.integrations.push({ app, integrationId: body.integration.id })
    // Full: the next integration opens a new app.
    else if (this.#app === mine) this.#app = undefined
  }

  async #makeKey(place: Place): Promise<void> {
    const { app, integrationId } = place
    const { body } = await this.#ask(this.#as(app.key), client =>
      client.call(CreateCustomIntegrationKey, {
        params: { appId: app.appId, integrationId },
        body: { displayName: 'Durable' },
      }),
    )
    if (body !== undefined) this.ledger.keys.push({ ...place, key: body.key })
  }

  async #makeApp(): Promise<TestApp> {
    const account = this.#as(this.#account)
    const made = await this.#ask(account, client => client.call(CreateApp, { body: { displayName: 'Durable' } }))
    const appId = made.body?.app.id ?? ''
    const key = await this.#ask(account, client =>
      client.call(CreateAppKey, { params: { appId }, body: { displayName: 'Durable' } }),
    )
    if (key.body === undefined) throw new Error('a new app has no room for a key')
    return { appId, key: key.body.key }
  }

  #as(credential: Credential): ApiClient {
    return new ApiClient(this.#address, credential)
  }

  /** The body of a success; undefined when a limit refused it. */
  async #ask<Body>(
    client: ApiClient,
    call: (client: ApiClient) => Promise<Answer<Body>>,
  ): Promise<{ body: Body | undefined }> {
    const answer = await call(client).catch(() => {
      throw new Away()
    })
    if (answer.status === 201) return { body: answer.body }
    if (answer.status === 503) throw new Away()
    if (answer.status !== 400) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    this.ledger.refused++
    return { body: undefined }
  }
}
