import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Key, parhelion, type Server, startServer } from './testing/command.ts'

let server: Server
let integrationKey: Key
beforeAll(async () => {
  server = await startServer()
  const { appId, integrationId } = server.demo
  const of = ['--app', appId, '--integration', integrationId]
  const { stdout } = await parhelion(['keys', 'create', ...of, '--name', 'Signer', ...server.connection, '--json'])
  integrationKey = JSON.parse(stdout).key
})
afterAll(async () => {
  expect(await server?.stop()).toBe(0)
})

const SECRET = 'a-secret-of-nobody'

async function sign(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await parhelion(['jwt', ...args])
  expect([code, stderr]).toEqual([0, ''])
  return stdout.trim()
}

async function inspect(token: string, ...args: string[]) {
  const { code, stdout } = await parhelion(['jwt', 'inspect', token, ...args, '--json'])
  return { code, ...JSON.parse(stdout) }
}

async function statusFor(token: string, path: string): Promise<number> {
  return (await fetch(server.address + path, { headers: { authorization: `Bearer ${token}` } })).status
}

test('a token made by the command is accepted by the server, for every kind of key', async () => {
  const { account, demo } = server
  const cases: [Key, string][] = [
    [account, '/v2/apps'],
    [demo.appKey, `/v2/apps/${demo.appId}`],
    [integrationKey, `/v2/apps/${demo.appId}/integrations/me/webhooks`],
  ]
  for (const [{ id, secret }, path] of cases) {
    expect(await statusFor(await sign('--key', id, '--secret', secret), path)).toBe(200)
    expect(await statusFor(await sign('--key', id, '--secret', secret, '--expires', 'never'), path)).toBe(200)
    expect(await statusFor(await sign('--key', id, '--secret', 'another'), path)).toBe(401)
  }
})

test.each(['-a-secret', '--AnotherSecret', '--_', '-9', '-='])('a secret may begin with a hyphen: %s', async secret => {
  const token = await sign('--key', 'app_1', '--secret', secret)
  expect(await inspect(token, '--secret', secret)).toMatchObject({ code: 0, signature: 'right' })
})

test.each([
  ['act_1', 'account'],
  ['svc_1', 'account'],
  ['app_1', 'app'],
  ['int_1', 'integration'],
])('the token of %s has its id as kid and the scope %s', async (key, scope) => {
  const { header, payload } = await inspect(await sign('--key', key, '--secret', SECRET, '--expires', '15m'))
  expect(header).toEqual({ alg: 'HS256', typ: 'JWT', kid: key })
  expect(payload).toEqual({ scope, iat: expect.any(Number), exp: payload.iat + 900 })
})

test('a token is good for an hour unless told otherwise, and carries further claims as text', async () => {
  const { payload, state } = await inspect(
    await sign('--key', 'app_1', '--secret', SECRET, '--claim', 'userId=4=2', '--claim', 'x=ü'),
  )
  expect(payload).toMatchObject({ userId: '4=2', x: 'ü', exp: payload.iat + 3600 })
  expect(state).toBe('valid')
  expect(
    (await inspect(await sign('--key', 'app_1', '--secret', SECRET, '--expires', 'never'))).payload,
  ).not.toHaveProperty('exp')
})

test('the secret can come from standard input or the environment, so that it is in no process list', async () => {
  const piped = await parhelion(['jwt', '--key', 'app_1', '--secret', '-'], { stdin: `${SECRET}\n` })
  const set = await parhelion(['jwt'], { env: { SUNCO_KEY_ID: 'app_1', SUNCO_KEY_SECRET: SECRET } })
  for (const { code, stdout } of [piped, set]) {
    expect(code).toBe(0)
    expect(await inspect(stdout.trim(), '--secret', SECRET)).toMatchObject({ code: 0, signature: 'right' })
  }
})

test.each([
  [['--key', 'usr_1', '--secret', SECRET], 'A key id begins with act_, svc_, app_ or int_'],
  [['--secret', SECRET], '--key is missing'],
  [['--key', 'app_1'], '--secret is missing'],
  [['--key', 'app_1', '--secret', ''], 'The secret is empty'],
  [['--key', 'app_1', '--secret', SECRET, '--expires', '1 hour'], '--expires must be a time'],
  [['--key', 'app_1', '--secret', SECRET, '--expires', '0s'], '--expires must be a time'],
  [['--key', 'app_1', '--secret', SECRET, '--claim', 'userId'], '--claim must be NAME=VALUE'],
  [['--key', 'app_1', '--secret', SECRET, '--claim', 'scope=account'], 'The claim scope follows from'],
])('jwt %j is wrong usage, and no secret is repeated', async (args, line) => {
  const { code, stdout, stderr } = await parhelion(['jwt', ...args])
  expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', expect.stringContaining(line)])
  expect(stderr).not.toContain(SECRET)
})

test('inspect shows header, claims, times for people, and whether it is still good', async () => {
  const token = await sign('--key', 'int_1', '--secret', SECRET, '--expires', '2h')
  const { code, stdout } = await parhelion(['jwt', 'inspect', token])
  expect(code).toBe(0)
  expect(stdout).toContain('"kid": "int_1"')
  expect(stdout).toMatch(/^Expires +\d{4}-\d\d-\d\dT[\d:.]+Z \(in (2 hours|119 minutes)\)$/m)
  expect(stdout).toMatch(/^Time +valid$/m)
  expect(stdout).toMatch(/^Signature +not checked/m)
})

test('inspect tells a token that is over, and one of another secret', async () => {
  // Signed with SECRET, expired in 2001.
  const claims = Buffer.from(JSON.stringify({ scope: 'app', exp: 1_000_000_000 })).toString('base64url')
  const head = Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'app_1' })).toString('base64url')
  const key = await crypto.subtle.importKey('raw', Buffer.from(SECRET), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
  const mac = await crypto.subtle.sign('HMAC', key, Buffer.from(`${head}.${claims}`))
  const token = `${head}.${claims}.${Buffer.from(mac).toString('base64url')}`
  expect(await inspect(token)).toMatchObject({ code: 0, state: 'expired', signature: 'unchecked' })
  expect(await inspect(token, '--secret', SECRET)).toMatchObject({ code: 0, state: 'expired', signature: 'right' })
  const wrong = await parhelion(['jwt', 'inspect', token, '--secret', 'another'])
  expect([wrong.code, wrong.stderr]).toEqual([1, 'The signature was not made with this secret\n'])
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
  expect(await inspect(none, '--secret', SECRET)).toMatchObject({ code: 1, signature: 'wrong' })
})

test('what is no token is wrong usage', async () => {
  for (const token of ['x', 'a.b.c', '{}']) {
    expect(await parhelion(['jwt', 'inspect', token])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^This is not a JSON Web Token\n/),
    })
  }
  const token = await sign('--key', 'app_1', '--secret', SECRET)
  expect(await parhelion(['jwt', 'inspect', '-'], { stdin: `${token}\n` })).toMatchObject({ code: 0 })
})
