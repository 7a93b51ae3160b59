import { chownSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { oldPostgres } from './old-postgres.ts'
import { ownPostgres } from './own-postgres.ts'
import { isRoot, PLAIN_USER, startServer, temporaryFolder } from './server.ts'

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64')

/** A start that must fail: code 1, one line. */
async function refusal(env: Record<string, string>, spawn = {}): Promise<string> {
  const server = startServer(join(temporaryFolder(), 'state'), { env, spawn })
  expect(await server.ended).toBe(1)
  const lines = await server.complaint()
  expect(lines).toHaveLength(1)
  return lines[0] ?? ''
}

test('a port that is taken stops the start, naming it and the variable', async () => {
  const other = createServer()
  const port = await new Promise<number>(resolve => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port))
  })
  onTestFinished(() => void other.close())
  expect(await refusal({ PORT: String(port) })).toMatch(new RegExp(`Port ${port} .* taken: .* PORT`))
})

test.runIf(isRoot)('a port below 1024 that this user may not use stops the start', async () => {
  const first = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'))
  if (first <= 1) return
  const parent = temporaryFolder()
  chownSync(parent, PLAIN_USER, PLAIN_USER)
  const spawn = { uid: PLAIN_USER, gid: PLAIN_USER }
  const server = startServer(join(parent, 'state'), { env: { PORT: '1' }, spawn })
  expect(await server.ended).toBe(1)
  expect(await server.complaint()).toEqual([expect.stringMatching(/Port 1 .* may not be used by this user: set PORT/)])
})

test('a HOST that is not an address of this machine, or no name at all, stops the start', async () => {
  expect(await refusal({ HOST: '192.0.2.1' })).toMatch(/HOST 192\.0\.2\.1 is not an address of this machine/)
  expect(await refusal({ HOST: 'no-such-host.invalid' })).toMatch(/HOST no-such-host\.invalid is not a known name/)
})

test('an unknown or malformed variable stops the start, naming it', async () => {
  expect(await refusal({ PARHELION_PROT: '1' })).toMatch(/^PARHELION_PROT is not a variable/)
  expect(await refusal({ PORT: '80a' })).toMatch(/^PORT must be/)
  expect(await refusal({ PARHELION_MASTER_KEY: 'short' })).toMatch(/^PARHELION_MASTER_KEY must be/)
  expect(await refusal({ DATABASE_URL: 'mysql://somewhere' })).toMatch(/^DATABASE_URL must be/)
})

test('a DATABASE_URL that leads nowhere stops the start, saying which part is wrong and never the password', async () => {
  const { url } = await ownPostgres()
  const change = (edit: (url: URL) => void): string => {
    const copy = new URL(url)
    edit(copy)
    return copy.href
  }
  const cases: [string, RegExp][] = [
    [change(to => (to.port = '1')), /nothing listens on 127\.0\.0\.1:1 /],
    [change(to => (to.hostname = 'no-such-host.invalid')), /host name "no-such-host\.invalid" is not known/],
    [change(to => (to.password = 'hunter2')), /does not let user "parhelion" in with this password/],
    [change(to => (to.pathname = '/nothing')), /has no database "nothing"/],
    [change(to => (to.search = '?sslmode=verify-full')), /no connection to .*SSL/],
  ]
  for (const [DATABASE_URL, expected] of cases) {
    const line = await refusal({ DATABASE_URL, PARHELION_MASTER_KEY: MASTER_KEY })
    expect(line).toMatch(/^DATABASE_URL: /)
    expect(line).toMatch(expected)
    expect(line).not.toContain('hunter2')
    expect(line).not.toContain(url.password)
  }
})

test('a DATABASE_URL of a server older than 15 stops the start, naming its version', async () => {
  const port = await oldPostgres(14)
  const DATABASE_URL = `postgres://user:secret@127.0.0.1:${port}/name`
  const line = await refusal({ DATABASE_URL, PARHELION_MASTER_KEY: MASTER_KEY })
  expect(line).toMatch(/^DATABASE_URL: the server is PostgreSQL 14, Parhelion needs 15 or newer/)
})

test('with a DATABASE_URL that works the server serves and makes no database of its own', async () => {
  const { url } = await ownPostgres()
  const env = { DATABASE_URL: url.href, PARHELION_MASTER_KEY: MASTER_KEY }
  const server = startServer(join(temporaryFolder(), 'state'), { env })
  await server.address()
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
})
