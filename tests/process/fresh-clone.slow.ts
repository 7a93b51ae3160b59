import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Checkout, systemNodeMajor } from './checkout.ts'
import { processesOn, until, untilNothingRunsOn } from './processes.ts'
import { health, isRoot, kill, PLAIN_USER, type Started, temporaryFolder } from './server.ts'

async function servesAndStops(npm: Started, dataDir: string): Promise<void> {
  expect(await health(await npm.address())).toBe(200)
  npm.child.kill('SIGTERM')
  await npm.ended
  await untilNothingRunsOn(dataDir)
}

const installs = (started: Started): number => started.stdout.split('Installing dependencies').length - 1

/** A checkout whose node_modules is what `npm start` needs. */
async function prepared(user?: number): Promise<Checkout> {
  const checkout = new Checkout(temporaryFolder(), user)
  const launcher = checkout.prepare('start')
  expect([await launcher.ended, launcher.stderr]).toEqual([0, ''])
  return checkout
}

test('npm start in a fresh checkout installs, without the development tools, and serves; the second installs nothing', async () => {
  const folder = temporaryFolder()
  const checkout = new Checkout(folder)
  const dataDir = join(folder, 'data')
  const first = checkout.start(dataDir)
  await servesAndStops(first, dataDir)
  expect(installs(first)).toBe(1)
  expect(existsSync(join(checkout.root, 'node_modules/vitest'))).toBe(false)
  const second = checkout.start(dataDir)
  await servesAndStops(second, dataDir)
  expect(installs(second)).toBe(0)
})

test.runIf(isRoot)('npm start in a fresh checkout works for a plain user', async () => {
  const folder = temporaryFolder()
  const dataDir = join(folder, 'data')
  await servesAndStops(new Checkout(folder, PLAIN_USER).start(dataDir), dataDir)
})

test.runIf(isRoot)(
  'as root in a home that others cannot enter npm start works, with the data inside it or outside',
  async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o700)
    const checkout = new Checkout(folder)
    const inside = join(folder, 'data')
    await servesAndStops(checkout.start(inside), inside)
    const open = temporaryFolder()
    chmodSync(open, 0o755)
    const outside = join(open, 'data')
    await servesAndStops(checkout.start(outside), outside)
    // The database's user cannot reach the installed programs, so that it has copies; a second start makes no others.
    const copies = readdirSync(join(outside, 'postgres')).filter(name => name.startsWith('binaries-'))
    expect(copies).toHaveLength(1)
    await servesAndStops(checkout.start(outside), outside)
  },
)

test('a node_modules that is older than the lock file, or half made, is made anew', async () => {
  const { root, ...checkout } = await damageable()
  const note = join(root, 'node_modules/.package-lock.json')
  const faults: [string, () => void][] = [
    [
      'older',
      () => writeFileSync(note, readFileSync(note, 'utf8').replace(/("node_modules\/pg": \{\s+"version": ")/, '$10.')),
    ],
    ['without npm’s note', () => rmSync(note)],
    ['without a package', () => rmSync(join(root, 'node_modules/pg'), { recursive: true })],
    ['without a workspace’s link', () => rmSync(join(root, 'node_modules/@parhelion/contract'))],
  ]
  for (const [what, damage] of faults) {
    damage()
    const launcher = checkout.prepare()
    expect([what, await launcher.ended, installs(launcher)]).toEqual([what, 0, 1])
    const again = checkout.prepare()
    expect([what, await again.ended, installs(again)]).toEqual([what, 0, 0])
  }
})

async function damageable(): Promise<{ root: string; prepare: () => Started }> {
  const checkout = await prepared()
  return { root: checkout.root, prepare: () => checkout.prepare('start') }
}

test('npm test asks for the development tools, whatever the environment says of production', async () => {
  const checkout = await prepared()
  const launcher = checkout.prepare('test', {
    NODE_ENV: 'production',
    npm_config_omit: 'dev',
    npm_config_dry_run: 'true',
  })
  expect([await launcher.ended, installs(launcher)]).toEqual([0, 1])
  expect(existsSync(join(checkout.root, 'node_modules/vitest/vitest.mjs'))).toBe(true)
})

test('nothing is reinstalled under a server that runs from the checkout', async () => {
  const checkout = await prepared()
  const dataDir = temporaryFolder()
  const server = checkout.start(dataDir)
  const address = await server.address()
  rmSync(join(checkout.root, 'node_modules/.package-lock.json'))
  const second = checkout.start(temporaryFolder())
  expect(await second.ended).not.toBe(0)
  const [line, ...more] = await second.complaint()
  const pid = Number(/a Parhelion \(pid (\d+)\) runs from this folder: stop it/.exec(line ?? '')?.[1])
  expect(more).toEqual([])
  expect(processesOn(dataDir)).toContain(pid)
  expect(await health(address)).toBe(200)
  kill(pid, 'SIGKILL')
  await untilNothingRunsOn(dataDir)
  const launcher = checkout.prepare('start')
  expect([await launcher.ended, installs(launcher)]).toEqual([0, 1])
})

test('of two npm starts at once in a fresh checkout one installs, the other waits, and both serve', async () => {
  const folder = temporaryFolder()
  const checkout = new Checkout(folder)
  const both = ['one', 'two'].map(name => checkout.start(join(folder, name)))
  for (const npm of both) expect(await health(await npm.address())).toBe(200)
  expect(both.map(installs).sort()).toEqual([0, 1])
})

test('an installation that is killed is not gone on with; one whose launcher is killed is waited for', async () => {
  const checkout = new Checkout(temporaryFolder())
  const killed = checkout.prepare('start')
  await until(() => existsSync(join(checkout.root, 'node_modules')))
  process.kill(-killed.pid, 'SIGKILL')
  await killed.ended

  const headless = checkout.prepare('start')
  // The launcher says that it installs before npm is there to hold what it locked.
  await until(() => installs(headless) === 1 && processesOn(checkout.root).some(pid => pid !== headless.pid))
  kill(headless.pid, 'SIGKILL')
  const next = checkout.prepare('start')
  expect([await next.ended, next.stderr]).toEqual([0, ''])
  expect(next.stdout).toContain('Waiting for another start')
  expect(installs(next)).toBe(0)
})

test('when the registry cannot be reached the start fails with a line that says so, and the next one works', async () => {
  const checkout = new Checkout(temporaryFolder())
  const options = { npm_config_registry: 'http://127.0.0.1:1/', npm_config_fetch_retries: '0' }
  const npm = checkout.start(join(checkout.root, 'no-data'), options)
  expect(await npm.ended).not.toBe(0)
  expect(npm.stderr).toMatch(/^Installing the dependencies failed: npm ci ended with code 1; it says above why$/m)
  expect(npm.stdout).not.toContain('listens')
  const launcher = checkout.prepare('start')
  expect([await launcher.ended, launcher.stderr]).toEqual([0, ''])
})

test('the bundled Node is found without npm’s link to it', async () => {
  const checkout = await prepared()
  rmSync(join(checkout.root, 'node_modules/.bin'), { recursive: true })
  const dataDir = temporaryFolder()
  await servesAndStops(checkout.start(dataDir), dataDir)
})

test.skipIf(systemNodeMajor() >= 24)('when no Node here is new enough npm start fails with one line', async () => {
  const checkout = await prepared()
  const modules = join(checkout.root, 'node_modules')
  const bundled = readdirSync(modules).find(name => /^node-[a-z]+-/.test(name)) ?? ''
  writeFileSync(join(modules, bundled, 'bin/node'), '')
  const npm = checkout.start(temporaryFolder())
  expect(await npm.ended).not.toBe(0)
  expect(await npm.complaint()).toEqual([
    expect.stringMatching(/^Parhelion needs Node 24\.3\.0 or newer; .*does not run/),
  ])
})
