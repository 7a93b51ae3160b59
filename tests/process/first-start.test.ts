import { execFile } from 'node:child_process'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ListWebhooks } from '@parhelion/contract'
import { ApiClient, bearer, signToken } from '@parhelion/testkit'
import { expect, test } from 'vitest'
import { type Started, startServer, temporaryFolder } from './server.ts'

const run = promisify(execFile)

async function serving(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<{ server: Started; address: string }> {
  const server = startServer(dataDir, { env })
  return { server, address: await server.address() }
}

async function stop(server: Started): Promise<void> {
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
}

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

/** The one line of the announcement that is to be pasted; it comes last. */
async function curlLine(server: Started): Promise<string> {
  await expect.poll(() => server.stdout, { timeout: 60_000 }).toMatch(/^ +curl .*\n/m)
  return /^ +(curl .*)$/m.exec(server.stdout)?.[1] ?? ''
}

test('the printed line, pasted as it stands, makes a key whose tokens work', async () => {
  const { server, address } = await serving(join(temporaryFolder(), 'state'))
  const line = await curlLine(server)
  const { stdout } = await run('sh', ['-c', `${line.replace('curl', 'curl --silent --fail')}`])
  const { key } = JSON.parse(stdout)
  expect(key).toMatchObject({ id: expect.stringMatching(/^int_/), displayName: 'My custom key' })

  const appId = /\/apps\/([0-9a-f]{24})\//.exec(line)?.[1] ?? ''
  const client = new ApiClient(address, bearer(await signToken(key, { scope: 'integration' })))
  const { status, body } = await client.call(ListWebhooks, { params: { appId, integrationId: 'me' } })
  expect(status).toBe(200)
  expect(body.webhooks).toMatchObject([{ target: `${address}/demo/webhook`, triggers: ['*'] }])
})

test('the credentials are kept in a file of their owner alone, and stay the same', async () => {
  const dataDir = join(temporaryFolder(), 'state')
  const first = await serving(dataDir)
  await curlLine(first.server)
  await stop(first.server)
  const path = join(dataDir, 'credentials')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(join(dataDir, 'master-key')).mode & 0o777).toBe(0o600)
  const before = readJson(path)

  const second = await serving(dataDir)
  await curlLine(second.server)
  expect(readJson(path)).toEqual(before)
  expect(second.server.stdout).not.toContain(before.account.secret)
  const answer = await new ApiClient(second.address, before.account).send<{ apps: unknown[] }>('GET', '/v2/apps')
  expect(answer.body.apps).toHaveLength(1)
})

test('the webhook of the demo follows the address of the server, unless somebody chose another target', async () => {
  const dataDir = join(temporaryFolder(), 'state')
  const first = await serving(dataDir)
  await curlLine(first.server)
  await stop(first.server)
  const second = await serving(dataDir)
  await curlLine(second.server)
  const { demo } = readJson(join(dataDir, 'credentials'))
  const path = `/v2/apps/${demo.appId}/integrations/${demo.integrationId}/webhooks/${demo.webhookId}`
  const client = new ApiClient(second.address, demo.appKey)
  const followed = await client.send<{ webhook: { target: string } }>('GET', path)
  expect(followed.body.webhook.target).toBe(`${second.address}/demo/webhook`)

  const target = 'https://example.com/chosen'
  await client.send('PATCH', path, { body: { target } })
  await stop(second.server)
  const third = await serving(dataDir)
  await curlLine(third.server)
  const kept = await new ApiClient(third.address, demo.appKey).send<{ webhook: { target: string } }>('GET', path)
  expect(kept.body.webhook.target).toBe(target)
})

test('a demo app that was deleted is not made again', async () => {
  const dataDir = join(temporaryFolder(), 'state')
  const first = await serving(dataDir)
  await curlLine(first.server)
  const { account, demo } = readJson(join(dataDir, 'credentials'))
  await new ApiClient(first.address, account).send('DELETE', `/v2/apps/${demo.appId}`)
  await stop(first.server)
  const second = await serving(dataDir)
  const answer = await new ApiClient(second.address, account).send<{ apps: unknown[] }>('GET', '/v2/apps')
  expect(answer.body.apps).toEqual([])
})

test('a start that was cut off before its demo was whole is gone on with', async () => {
  const dataDir = join(temporaryFolder(), 'state')
  const first = await serving(dataDir)
  await curlLine(first.server)
  await stop(first.server)
  const path = join(dataDir, 'credentials')
  const { account, demo } = readJson(path)
  writeFileSync(path, JSON.stringify({ account, demo: { appId: demo.appId } }))
  const second = await serving(dataDir)
  await curlLine(second.server)
  expect(readJson(path)).toEqual({
    account,
    demo: {
      appId: demo.appId,
      appKey: expect.anything(),
      integrationId: expect.any(String),
      webhookId: expect.any(String),
    },
  })
})

test('the account key of the environment works, and its new secret replaces the old one', async () => {
  const dataDir = join(temporaryFolder(), 'state')
  const id = `act_${'0'.repeat(23)}1`
  const env = (secret: string) => ({
    PARHELION_ACCOUNT_KEY_ID: id,
    PARHELION_ACCOUNT_SECRET: secret,
    PARHELION_DEMO: 'off',
  })
  const statusWith = async (address: string, secret: string) =>
    (await new ApiClient(address, { id, secret }).send('GET', '/v2/apps')).status
  const first = await serving(dataDir, env('first-secret-of-the-account'))
  expect(await statusWith(first.address, 'first-secret-of-the-account')).toBe(200)
  await stop(first.server)
  const second = await serving(dataDir, env('second-secret-of-the-account'))
  expect(await statusWith(second.address, 'first-secret-of-the-account')).toBe(401)
  expect(await statusWith(second.address, 'second-secret-of-the-account')).toBe(200)
})

test('another master key, or none where secrets are sealed, stops the start with one line', async () => {
  const dataDir = join(temporaryFolder(), 'state')
  const { server } = await serving(dataDir, { PARHELION_DEMO: 'off' })
  await stop(server)

  const wrong = startServer(dataDir, { env: { PARHELION_MASTER_KEY: Buffer.alloc(32, 9).toString('base64') } })
  expect(await wrong.ended).toBe(1)
  expect(await wrong.complaint()).toEqual([
    expect.stringMatching(/^The master key is not the one .* PARHELION_MASTER_KEY/),
  ])

  rmSync(join(dataDir, 'master-key'))
  const missing = startServer(dataDir)
  expect(await missing.ended).toBe(1)
  expect(await missing.complaint()).toEqual([expect.stringMatching(/master-key is missing, .* put it back/)])
})
