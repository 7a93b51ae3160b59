import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { atTerminal, parhelion, type Result, type Server, startServer } from './testing/command.ts'

let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  expect(await server?.stop()).toBe(0)
})

/** As the account, with an answer for machines. */
async function run(...args: string[]): Promise<Result & { readonly json: unknown }> {
  const result = await parhelion([...args, ...server.connection, '--json'])
  return { ...result, json: result.code === 0 ? JSON.parse(result.stdout) : undefined }
}

async function text(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await parhelion([...args, ...server.connection])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

/** Status for a Basic pair. */
async function statusFor({ id, secret }: { id: string; secret: string }, path: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  return (await fetch(server.address + path, { headers: { authorization } })).status
}

test('an app that is made is listed, whatever script its name is written in', async () => {
  const name = 'Ärzte 数据 🌞 שלום'
  const made = (await run('apps', 'create', '--name', name)).json as { app: { id: string; displayName: string } }
  expect(made.app.displayName).toBe(name)
  const { apps } = (await run('apps', 'list')).json as { apps: { id: string; displayName: string }[] }
  expect(apps).toContainEqual(expect.objectContaining({ id: made.app.id, displayName: name }))
  expect(await text('apps', 'list')).toContain(`${made.app.id}  ${name}\n`)
})

test('an app is emptied when that is said twice: by --yes, or at the terminal', async () => {
  const { appId } = server.demo
  const authorization = `Basic ${Buffer.from(`${server.account.id}:${server.account.secret}`).toString('base64')}`
  const user = async () =>
    (await fetch(`${server.address}/v2/apps/${appId}/users/reset-me`, { headers: { authorization } })).status
  const makeUser = () =>
    fetch(`${server.address}/v2/apps/${appId}/users`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"externalId":"reset-me"}',
    })
  await makeUser()
  expect(await run('apps', 'reset', appId)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^Nobody is there to be asked: say --yes/),
  })
  expect(await atTerminal('no', 'apps', 'reset', appId, ...server.connection)).toEqual([
    1,
    expect.stringContaining('Nothing was removed'),
  ])
  expect(await user()).toBe(200)
  expect(await atTerminal('yes', 'apps', 'reset', appId, ...server.connection)).toEqual([
    0,
    expect.stringMatching(/Remove all users.*"Demo app"\? Type yes: [\s\S]*Emptied/),
  ])
  expect(await user()).toBe(404)
  await makeUser()
  expect(await text('apps', 'reset', appId, '--yes')).toBe(`Emptied ${appId}  Demo app\n`)
  expect(await user()).toBe(404)
  expect(await run('apps', 'reset', '0'.repeat(24), '--yes')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/404/),
  })
})

test('lists are followed over all their pages', async () => {
  const authorization = `Basic ${Buffer.from(`${server.account.id}:${server.account.secret}`).toString('base64')}`
  const names = Array.from({ length: 105 }, (_, index) => `Many ${index}`)
  await Promise.all(
    names.map(displayName =>
      fetch(`${server.address}/v2/apps`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ displayName }),
      }),
    ),
  )
  const { apps } = (await run('apps', 'list')).json as { apps: { id: string; displayName: string }[] }
  const listed = apps.map(app => app.displayName).filter(name => name.startsWith('Many '))
  expect(listed.sort()).toEqual(names.sort())
  expect(new Set(apps.map(app => app.id)).size).toBe(apps.length)
})

test('a name that holds orders for a terminal is shown, not obeyed', async () => {
  expect(await text('apps', 'create', '--name', 'red\u001b[31m\nline')).toContain('red\\u{1b}[31m\\u{a}line')
})

test.each(['app', 'integration'] as const)(
  'a key of an %s is made, listed without its secret, used and deleted',
  async owner => {
    const { appId, integrationId } = server.demo
    const of = owner === 'app' ? ['--app', appId] : ['--app', appId, '--integration', integrationId]
    const { key } = (await run('keys', 'create', ...of, '--name', 'Schlüssel')).json as {
      key: { id: string; displayName: string; secret: string }
    }
    expect(key).toMatchObject({
      id: expect.stringMatching(owner === 'app' ? /^app_/ : /^int_/),
      displayName: 'Schlüssel',
    })
    const path = owner === 'app' ? `/v2/apps/${appId}` : `/v2/apps/${appId}/integrations/me/webhooks`
    expect(await statusFor(key, path)).toBe(200)

    const list = await run('keys', 'list', ...of)
    expect(list.json).toMatchObject({ keys: expect.arrayContaining([{ id: key.id, displayName: 'Schlüssel' }]) })
    expect(list.stdout + (await text('keys', 'list', ...of))).not.toContain(key.secret)
    expect((await run('keys', 'list', ...of, '--show-secrets')).stdout).toContain(key.secret)
    expect(await text('keys', 'list', ...of, '--show-secrets')).toContain(`${key.id}  ${key.secret}  Schlüssel\n`)

    expect(await text('keys', 'delete', ...of, key.id)).toBe(`Deleted ${key.id}\n`)
    expect(await statusFor(key, path)).toBe(401)
    const again = await run('keys', 'delete', ...of, key.id)
    expect([again.code, again.stdout, again.stderr]).toEqual([1, '', 'Resource not found (404 not_found)\n'])
  },
)

test("wrong credentials: exit 1 with the server's sentence, and the secret is not repeated", async () => {
  const to = ['--url', server.address, '--key-id', server.account.id, '--key-secret', 'canary']
  const { code, stdout, stderr } = await parhelion(['apps', 'list', ...to])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^Authorization is required \(401 unauthorized\)\n/)
  expect(stderr).toContain(server.account.id)
  expect(stderr).not.toContain('canary')
})

test('what the server refuses is said in its own sentences, exit 1', async () => {
  expect(await run('keys', 'list', '--app', '000000000000000000000000')).toMatchObject({
    code: 1,
    stderr: 'App not found (404 app_not_found)\n',
  })
  const long = await run('apps', 'create', '--name', 'x'.repeat(101))
  expect([long.code, long.stderr]).toEqual([1, expect.stringMatching(/displayName.*\(400 bad_request\)\n$/)])
})

test('an id cannot lead to another operation', async () => {
  expect(await run('keys', 'list', '--app', '..')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('".." is not an id'),
  })
  expect(await run('keys', 'delete', '--app', server.demo.appId, '../../x')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('(404'),
  })
})

test('where and who as can come from the environment, the secret from standard input', async () => {
  const { id, secret } = server.account
  const env = { SUNCO_URL: `${server.address}/`, SUNCO_KEY_ID: id, SUNCO_KEY_SECRET: secret }
  expect(await parhelion(['apps', 'list'], { env })).toMatchObject({ code: 0 })
  const piped = ['apps', 'list', '--url', server.address, '--key-id', id, '--key-secret', '-']
  expect(await parhelion(piped, { stdin: `${secret}\n` })).toMatchObject({ code: 0 })
})

test('for a server on this machine the account key comes from its data folder', async () => {
  const args = ['apps', 'list', '--url', server.address, '--data-dir', dirname(server.credentials)]
  expect(await parhelion(args)).toMatchObject({ code: 0, stdout: expect.stringContaining(server.demo.appId) })
})

test('the account key of the data folder is not sent to another machine', async () => {
  const args = ['apps', 'list', '--url', 'http://192.0.2.1', '--data-dir', dirname(server.credentials)]
  expect(await parhelion(args)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^For http:\/\/192\.0\.2\.1 say who/),
  })
})

test('an answer that is not of this API is told from a refusal', async () => {
  const other = createServer((_request, response) => response.end('<h1>Hello</h1>')).listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await new Promise(resolve => other.once('listening', resolve))
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  const { code, stderr } = await parhelion(['apps', 'list', '--url', url, '--key-id', 'act_1', '--key-secret', 's'])
  expect([code, stderr]).toEqual([1, `${url} answers with status 200, and not as this API does: check --url\n`])
})
