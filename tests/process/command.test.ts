import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { processesOn, until, untilNothingRunsOn } from './processes.ts'
import { environment, health, ROOT, run, type Started, temporaryFolder } from './server.ts'

const BIN = join(ROOT, 'apps/cli/bin/parhelion.js')

interface Ready {
  readonly address: string
  readonly credentials: string
  readonly console?: string
}

/** `parhelion serve`, whose temporary folders are made in the given one. */
function serve(folder: string, args: readonly string[], env: Record<string, string> = {}): Started {
  return run(
    process.execPath,
    [BIN, 'serve', ...args],
    environment(join(folder, 'kept'), { TMPDIR: folder, ...env }),
    {},
  )
}

async function ready(server: Started): Promise<Ready> {
  await server.address()
  await until(() => server.stdout.endsWith('\n'))
  return JSON.parse(server.stdout)
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'serve --ephemeral leaves nothing behind after %s',
  async signal => {
    const folder = temporaryFolder()
    const server = serve(folder, ['--ephemeral', '--json'])
    const { address, credentials } = await ready(server)
    expect(await health(address)).toBe(200)
    expect(credentials).toMatch(`${folder}/parhelion-`)
    server.child.kill(signal)
    expect([await server.ended, server.stderr]).toEqual([0, ''])
    expect(readdirSync(folder)).toEqual([])
    expect(processesOn(folder)).toEqual([])
  },
)

test('serve --ephemeral leaves nothing behind after a signal during the start', async () => {
  const folder = temporaryFolder()
  const server = serve(folder, ['--ephemeral'])
  await until(() => readdirSync(folder).length > 0)
  server.child.kill('SIGTERM')
  await server.ended
  expect(readdirSync(folder)).toEqual([])
  expect(processesOn(folder)).toEqual([])
})

test('serve --ephemeral leaves nothing behind when the server fails, and ends with its line and code', async () => {
  const folder = temporaryFolder()
  const server = serve(folder, ['--ephemeral', '--host', '192.0.2.1'], { PARHELION_MODE: 'development' })
  expect(await server.ended).toBe(1)
  expect(await server.complaint()).toEqual([expect.stringMatching(/^HOST 192\.0\.2\.1 is not an address/)])
  expect(readdirSync(folder)).toEqual([])
})

test.each([
  ['the Node that runs it', process.execPath, [BIN]],
  ['another Node, where that one runs no TypeScript', process.execPath, ['--no-experimental-strip-types', BIN]],
  ['npx', 'npx', ['--no', 'parhelion']],
])('TERM to a serve --ephemeral run by %s stops everything and removes the data', async (_, file, args) => {
  const folder = temporaryFolder()
  const env = environment(join(folder, 'kept'), { TMPDIR: folder, npm_config_cache: join(folder, 'npm-cache') })
  const server = run(file, [...args, 'serve', '--ephemeral', '--json'], env, { cwd: ROOT })
  expect(await health((await ready(server)).address)).toBe(200)
  server.child.kill('SIGTERM')
  await server.ended
  await untilNothingRunsOn(folder)
  expect(readdirSync(folder).filter(name => name.startsWith('parhelion-'))).toEqual([])
})

test('INT to the whole group, as from a terminal, stops npx and all below it in order', async () => {
  const folder = temporaryFolder()
  const env = environment(join(folder, 'kept'), { TMPDIR: folder, npm_config_cache: join(folder, 'npm-cache') })
  const npx = run('npx', ['--no', 'parhelion', 'serve', '--ephemeral', '--json'], env, { cwd: ROOT, detached: true })
  await ready(npx)
  process.kill(-npx.pid, 'SIGINT')
  await npx.ended
  await untilNothingRunsOn(folder)
  expect(await npx.complaint()).toEqual([])
  expect(readdirSync(folder).filter(name => name.startsWith('parhelion-'))).toEqual([])
})

test('a command that is killed leaves no server running', async () => {
  for (const args of [[BIN], ['--no-experimental-strip-types', BIN]]) {
    const folder = temporaryFolder()
    const env = environment(join(folder, 'kept'), { TMPDIR: folder })
    const server = run(process.execPath, [...args, 'serve', '--ephemeral', '--json'], env, {})
    await ready(server)
    server.child.kill('SIGKILL')
    await untilNothingRunsOn(folder)
  }
})

test('with --json stdout is one line of JSON, whatever is logged', async () => {
  const server = serve(temporaryFolder(), ['--ephemeral', '--json'], { PARHELION_LOG_LEVEL: 'trace' })
  const { address } = await ready(server)
  for (let request = 0; request < 3; request++) expect(await health(address)).toBe(200)
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(server.stderr).toContain('"route":"/health"')
  expect(server.stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(server.stdout)).toMatchObject({
    address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    account: { id: expect.stringMatching(/^act_/), secret: expect.any(String) },
    demo: { appId: expect.any(String), appKey: { id: expect.stringMatching(/^app_/), secret: expect.any(String) } },
  })
})

test('serve --ephemeral takes no port, address, folder or database that the environment means for another program', async () => {
  const folder = temporaryFolder()
  const env = { PORT: '1', HOST: '192.0.2.1', DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/name' }
  const both = [serve(folder, ['--ephemeral', '--json'], env), serve(folder, ['--ephemeral', '--json'], env)]
  const places = await Promise.all(both.map(ready))
  expect(new Set(places.map(({ credentials }) => credentials)).size).toBe(2)
  for (const { address, credentials } of places) {
    expect(await health(address)).toBe(200)
    // Nobody else can list it.
    expect(statSync(join(credentials, '..')).mode & 0o067).toBe(0)
  }
  expect(readdirSync(folder)).not.toContain('kept')
})

test('serve keeps its data in --data-dir, and serves on --port', async () => {
  const folder = temporaryFolder()
  const args = ['--data-dir', join(folder, 'mine'), '--port', '0', '--json']
  const first = serve(folder, args)
  // The link that signs a browser in is another one at each start.
  const { console: _, ...before } = await ready(first)
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)
  const second = serve(folder, args)
  expect(await ready(second)).toMatchObject({ ...before, address: expect.any(String) })
  second.child.kill('SIGTERM')
  expect(await second.ended).toBe(0)
  expect(readdirSync(folder)).toEqual(['mine'])
})
