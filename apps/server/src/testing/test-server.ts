import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateApp,
  CreateAppKey,
  CreateCustomIntegrationKey,
  CreateIntegration,
  CreateServiceAccount,
  type IntegrationCreate,
} from '@parhelion/contract'
import { ApiClient } from '@parhelion/testkit'
import { afterAll, expect } from 'vitest'
import { type App, createApp } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { newKeySecret } from '../lib/ids.ts'
import { Seal } from '../lib/seal.ts'
import { problemsOfEvents } from './events.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

export interface TestServer {
  readonly app: App
  readonly database: TestDatabase
  /** Speaks as the account. */
  readonly account: ApiClient
  readonly accountKey: { readonly id: string; readonly secret: string }
  /** Speaks as nobody. */
  readonly anonymous: ApiClient
  readonly masterKey: Buffer
  readonly dataDir: string
  /** Every line that was logged. */
  readonly logged: readonly string[]
}

interface Options {
  readonly config?: Partial<Config>
  readonly clock?: Clock
  /** Whether events are delivered; otherwise webhooks of tests that are about other things would call the outside. */
  readonly delivers?: boolean
  /** Pages of the test's own making. */
  readonly consoleFolder?: string
  /** A server whose database, master key and account key this one shares, as a second process would. */
  readonly beside?: TestServer
  /** A database of the test's own making; the test drops it. */
  readonly database?: TestDatabase
}

/** The whole server on a database of its own, over real HTTP; gone when the test file is through. */
export async function testServer(options: Options = {}): Promise<TestServer> {
  const { beside } = options
  const given = options.database ?? beside?.database
  const database = given ?? (await testDatabase())
  const masterKey = beside?.masterKey ?? randomBytes(32)
  const dataDir = beside?.dataDir ?? mkdtempSync(join(tmpdir(), 'parhelion-test-'))
  const logged: string[] = []
  const app = await createApp({
    config: {
      ...readConfig({ PORT: '0', PARHELION_LOG_LEVEL: 'trace', PARHELION_DATA_DIR: dataDir }),
      ...options.config,
    },
    pool: database.pool,
    seal: new Seal(masterKey),
    clock: options.clock ?? systemClock,
    checkReplies: true,
    delivers: options.delivers ?? false,
    // Whether pages happen to be built here must not matter.
    consoleFolder: options.consoleFolder ?? join(dataDir, 'no-pages'),
    logTo: { write: line => logged.push(line) },
  })
  const accountKey = beside?.accountKey ?? { id: `act_${randomBytes(12).toString('hex')}`, secret: newKeySecret() }
  await app.services.accountKeys.prepare(accountKey, async () => undefined)
  const address = await app.listen()
  afterAll(async () => {
    await app.close()
    // Whatever a test did, each event that it led to is one of the contract.
    const wrong = given === undefined ? await problemsOfEvents(database.pool) : []
    if (given === undefined) await database.drop()
    if (beside === undefined) rmSync(dataDir, { recursive: true, force: true })
    expect(wrong).toEqual([])
  })
  const anonymous = new ApiClient(address)
  return { app, database, account: anonymous.as(accountKey), accountKey, anonymous, masterKey, dataDir, logged }
}

/** An app with a key. */
export async function makeApp(account: ApiClient, displayName = 'Test app') {
  const { body } = await account.call(CreateApp, { body: { displayName } })
  const { body: made } = await account.call(CreateAppKey, {
    params: { appId: body.app.id },
    body: { displayName: 'Test key' },
  })
  return { appId: body.app.id, key: made.key, client: account.as(made.key) }
}

export const webhookBody = { target: 'https://example.com/callback', triggers: ['conversation:message'] as const }

/** A custom integration with a key. */
export async function makeCustom(client: ApiClient, appId: string, body: Partial<IntegrationCreate> = {}) {
  const created = await client.call(CreateIntegration, {
    params: { appId },
    body: { type: 'custom', displayName: 'Test integration', webhooks: [webhookBody], ...body },
  })
  const integrationId = created.body.integration.id
  const params = { appId, integrationId }
  const { body: made } = await client.call(CreateCustomIntegrationKey, { params, body: { displayName: 'Test key' } })
  return { ...params, integration: created.body.integration, key: made.key, client: client.as(made.key) }
}

/** A service account with its key. */
export async function makeServiceAccount(account: ApiClient) {
  const { body } = await account.call(CreateServiceAccount, { body: { displayName: 'Test service account' } })
  return { id: body.serviceAccount.id, key: body.key, client: account.as(body.key) }
}
