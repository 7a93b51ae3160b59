import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type Started, startServer } from '../process/server.ts'
import { openPage } from './browser.ts'

interface Key {
  readonly id: string
  readonly secret: string
}

type Environment = Record<string, string>

interface Credentials {
  readonly account: Key
  readonly demo: {
    readonly appId: string
    readonly appKey: Key
    readonly integrationId: string
    readonly webhookId: string
  }
}

/** A server in development mode with the console, as `npm start` runs it; one for each test file, gone after it. */
export class Installation {
  #server: Started
  readonly #dataDir: string
  readonly #env: Environment
  #address = ''

  private constructor(dataDir: string, env: Environment) {
    this.#server = startServer(dataDir, { env })
    this.#dataDir = dataDir
    this.#env = env
  }

  /** To be called where a test file begins. @param env settings beside those of every test */
  static forThisFile(env: Environment = {}): () => Installation {
    const folder = mkdtempSync(join(tmpdir(), 'parhelion-browser-'))
    let installation: Installation | undefined
    beforeAll(async () => {
      const dataDir = join(folder, 'state')
      installation = new Installation(dataDir, env)
      installation.#address = await installation.#server.address()
      if (!/^ +Console +http/m.test(installation.#server.stdout))
        throw new Error('The server has no pages: build them by `node tools/prepare.js test`')
    })
    afterAll(async () => {
      await installation?.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    })
    return () => {
      if (installation === undefined) throw new Error('The server has not been started yet')
      return installation
    }
  }

  /** Stops the server and starts it again where it was. @param meanwhile awaited while it is away */
  async restart(meanwhile: () => Promise<unknown>): Promise<void> {
    await this.stop()
    await meanwhile()
    this.#server = startServer(this.#dataDir, { env: { ...this.#env, PORT: new URL(this.#address).port } })
    await this.#server.address()
  }

  async stop(): Promise<void> {
    this.#server.child.kill('SIGTERM')
    await this.#server.ended
  }

  get address(): string {
    return this.#address
  }

  /** The link that signs a browser in; it works once. */
  get link(): string {
    return /^ +Console +(http\S+)/m.exec(this.#server.stdout)?.[1] ?? ''
  }

  /** All that the server has printed and logged. */
  get output(): string {
    return this.#server.stdout + this.#server.stderr
  }

  get credentials(): Credentials {
    return JSON.parse(readFileSync(join(this.#dataDir, 'credentials'), 'utf8'))
  }

  /** Opens a page there for who holds the key: the account, unless another is given. @param path as of {@link addressOf} */
  async open(path: string, { key, ...options }: BrowserContextOptions & { readonly key?: Key } = {}): Promise<Page> {
    const page = await openPage(options)
    await this.signIn(page, key)
    await page.goto(this.addressOf(path))
    return page
  }

  /** Where a page is. @param path of the console; `:app` and `:integration` stand for those of the demo */
  addressOf(path: string): string {
    const { appId, integrationId } = this.credentials.demo
    return this.#address + path.replace(':app', appId).replace(':integration', integrationId)
  }

  /** Signs the browser of a page in, past the sign-in page. */
  async signIn(page: Page, { id, secret }: Key = this.credentials.account): Promise<void> {
    const answer = await page.request.post(`${this.#address}/hub/session`, {
      headers: { 'x-parhelion-console': '1' },
      data: { keyId: id, secret },
    })
    if (answer.status() !== 201) throw new Error(`The server answered ${answer.status()}: ${await answer.text()}`)
  }
}
