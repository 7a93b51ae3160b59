import { existsSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { Checkout } from './checkout.ts'
import { serve, stop } from './installation.ts'
import { environment, ROOT, run, type Started, startServer, temporaryFolder } from './server.ts'

// What is tested here is served by the checkout itself, whose pages need not be built yet.
beforeAll(async () => {
  const launcher = run('node', ['tools/prepare.js', 'test'], environment('/nonexistent', {}), { cwd: ROOT })
  expect([await launcher.ended, launcher.stderr]).toEqual([0, ''])
}, 240_000)

const signIn = (address: string, token: string) =>
  fetch(`${address}/hub/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-parhelion-console': '1' },
    body: JSON.stringify({ token }),
  })

/** The line of the announcement that leads to the console. */
async function announced(server: Started): Promise<string> {
  await expect.poll(() => server.stdout, { timeout: 60_000 }).toMatch(/^ +Console +\S.*\n/m)
  return /^ +Console +(.*)$/m.exec(server.stdout)?.[1] ?? ''
}

test('the printed link opens a page that is there and signs one browser in, once', async () => {
  const server = startServer(join(temporaryFolder(), 'state'))
  const address = await server.address()
  const link = new URL(await announced(server))
  expect([link.origin, link.pathname, link.search]).toEqual([address, '/sign-in', ''])
  expect((await fetch(link)).headers.get('content-type')).toBe('text/html; charset=utf-8')
  const token = /^#token=([\w-]{43})$/.exec(link.hash)?.[1] ?? ''
  const first = await signIn(address, token)
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect([first.status, (await signIn(address, token)).status]).toEqual([201, 401])
  const installation = await fetch(`${address}/hub/installation`, { headers: { cookie } })
  expect(await installation.json()).toMatchObject({
    signedIn: true,
    demo: { appId: expect.any(String), integrationId: expect.any(String), webhookId: expect.any(String) },
  })
  expect(server.stderr).not.toContain(token)
  await stop(server)
})

test('a session goes on after another start of the server, which has a link of its own', async () => {
  const dataDir = join(temporaryFolder(), 'state')
  const first = await serve(dataDir)
  const one = first.ready.console?.split('#token=')[1] ?? ''
  const begun = await signIn(first.ready.address, one)
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  await stop(first.server)
  const second = await serve(dataDir)
  const session = await fetch(`${second.ready.address}/hub/session`, { headers: { cookie } })
  expect([session.status, (await signIn(second.ready.address, one)).status]).toEqual([200, 401])
  const fresh = second.ready.console?.split('#token=')[1] ?? ''
  expect((await signIn(second.ready.address, fresh)).status).toBe(201)
  await stop(second.server)
})

test('in production what a start prints into a log lets nobody in', async () => {
  const server = startServer(join(temporaryFolder(), 'state'), { env: { PARHELION_MODE: 'production' } })
  const address = await server.address()
  expect(await announced(server)).toBe(`${address}/sign-in`)
  await stop(server)
})

test('without a console the start does not speak of it, nor is there a link', async () => {
  const { server, ready } = await serve(join(temporaryFolder(), 'state'), { env: { PARHELION_CONSOLE: 'off' } })
  expect(ready).not.toHaveProperty('console')
  expect((await fetch(`${ready.address}/sign-in`)).status).toBe(404)
  await stop(server)
})

/** A copy of this checkout that uses our dependencies, and what the launcher does there about the pages. */
function copy() {
  const { root } = new Checkout(temporaryFolder())
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  const dist = join(root, 'apps/console/dist')
  const script = `
    import { prepareConsole } from './tools/launch/console.js'
    const takeLock = async () => ({ release: async () => undefined, fd: undefined })
    await prepareConsole(process.cwd(), { node: process.execPath, takeLock, say: line => console.log(line) })`
  return {
    root,
    builds: () => (existsSync(dist) ? readdirSync(dist).sort() : []),
    current: () => readlinkSync(join(dist, 'current')),
    /** The lines it says. */
    async prepare(env: Record<string, string> = {}): Promise<string[]> {
      const args = ['--input-type=module', '-e', script]
      const launcher = run(process.execPath, args, environment(join(root, 'no-data'), env), { cwd: root })
      expect([await launcher.ended, launcher.stderr]).toEqual([0, ''])
      return launcher.stdout.split('\n').filter(line => line !== '')
    },
    edit(path: string, change: (text: string) => string): void {
      writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')))
    },
    async start() {
      const server = run(
        process.execPath,
        [join(root, 'apps/server/src/main.ts')],
        environment(join(temporaryFolder(), 'state'), { PARHELION_DEMO: 'off' }),
        { cwd: root },
      )
      return { server, address: await server.address() }
    },
  }
}

const PAGE = 'apps/console/index.html'
const BUILDING = expect.stringMatching(/^Building the pages of the console/)

test('pages are built when their source is new, and only then; a server that runs keeps those it has', async () => {
  const checkout = copy()
  expect(await checkout.prepare({ PARHELION_CONSOLE: 'off' })).toEqual([])
  expect(checkout.builds()).toEqual([])
  expect(await checkout.prepare()).toEqual([BUILDING])
  const first = checkout.current()
  expect(checkout.builds()).toEqual([first, 'current'].sort())
  expect(await checkout.prepare()).toEqual([])

  const old = await checkout.start()
  checkout.edit(PAGE, text => text.replace('<title>Parhelion', '<title>Another'))
  expect(await checkout.prepare()).toEqual([BUILDING])
  const page = await (await fetch(`${old.address}/`)).text()
  expect(page).toContain('<title>Parhelion')
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1]
  expect((await fetch(old.address + script)).status).toBe(200)
  const next = await checkout.start()
  expect(await (await fetch(`${next.address}/`)).text()).toContain('<title>Another')
  await stop(old.server)
  await stop(next.server)

  checkout.edit('packages/samples/src/index.ts', text => `${text}\n`)
  await checkout.prepare()
  expect(checkout.builds()).toEqual([checkout.current(), 'current'].sort())
}, 240_000)

test('a build that fails is told in one line, and the pages from before stay', async () => {
  const checkout = copy()
  const main = 'apps/console/src/main.tsx'
  const source = readFileSync(join(checkout.root, main), 'utf8')
  checkout.edit(main, text => `import './missing.ts'\n${text}`)
  expect(await checkout.prepare()).toEqual([
    BUILDING,
    expect.stringMatching(
      /^The console could not be built, so there are no pages: the build ended with code 1: .*\.\/missing\.ts.*main\.tsx:1:8\)$/,
    ),
  ])
  const bare = await checkout.start()
  expect(await announced(bare.server)).toContain('not built')
  expect((await fetch(`${bare.address}/openapi.json`)).status).toBe(200)
  await stop(bare.server)

  checkout.edit(main, () => source)
  await checkout.prepare()
  const before = checkout.current()
  checkout.edit(main, () => 'this is no TypeScript')
  expect(await checkout.prepare()).toEqual([
    BUILDING,
    expect.stringMatching(/^The console could not be built, so the pages are those of an older source: /),
  ])
  expect(checkout.builds()).toEqual([before, 'current'].sort())
}, 240_000)
