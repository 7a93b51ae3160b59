import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Checkout } from './checkout.ts'
import { untilNothingRunsOn } from './processes.ts'
import { health, temporaryFolder } from './server.ts'

/** Most of it shows the API reference, in two forms. */
const SIZE_MAX = 6_000_000

/** What other people get. The rest of the repository stays at home. */
const PUBLISHED = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^apps\/cli\/bin\/parhelion\.js$/,
  /^tools\/launch\/node\.js$/,
  /^dist\/package\.json$/,
  /^dist\/(apps|packages)\/[a-z]+\/src\/.+\.js$/,
  /^dist\/apps\/server\/migrations\/.+\.sql$/,
  /^dist\/apps\/server\/src\/hub\/guides\.css$/,
  /^dist\/docs\/guides\/[a-z-]+\.md$/,
  /^dist\/apps\/console\/dist\/current\/(index\.html|files\.json|favicon\.svg|licenses\.md.*|\.vite\/manifest\.json)$/,
  /^dist\/apps\/console\/dist\/current\/assets\/[\w-]+\.\w+(\.(br|gzip))?$/,
]

interface Packed {
  readonly filename: string
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

async function pack(checkout: Checkout, folder: string): Promise<Packed> {
  const npm = checkout.run('npm', ['pack', '--json', '--pack-destination', folder], {})
  expect([await npm.ended, npm.stderr.includes('dist/ holds')]).toEqual([0, true])
  const [packed] = Object.values(JSON.parse(npm.stdout)) as Packed[]
  if (packed === undefined) throw new Error(`npm pack says nothing: ${npm.stdout}`)
  return packed
}

test('npm pack in a fresh checkout makes a small tarball of what runs, and an empty project that installs it can serve', async () => {
  const folder = temporaryFolder()
  const checkout = new Checkout(folder)
  const packed = await pack(checkout, folder)
  const paths = packed.files.map(({ path }) => path)
  console.log(`${packed.filename}: ${packed.size} bytes, ${paths.length} files`)
  expect(packed.size).toBeLessThan(SIZE_MAX)
  expect(paths.filter(path => !PUBLISHED.some(pattern => pattern.test(path)))).toEqual([])
  expect(paths.filter(path => /\.test\.|\/testing\//.test(path))).toEqual([])
  for (const pattern of PUBLISHED) expect(paths).toContainEqual(expect.stringMatching(pattern))

  const project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n')
  const install = checkout.run('npm', ['install', join(folder, packed.filename)], { cwd: project })
  expect([await install.ended, install.stderr]).toEqual([0, expect.not.stringMatching(/^npm error/m)])

  const bin = 'node_modules/.bin/parhelion'
  for (const [file, ...args] of [
    ['npx', '--no', 'parhelion'],
    // The Node of this machine, which may be too old, so that the one that was installed takes over.
    ['node', bin],
    [process.execPath, bin],
  ] as const) {
    await servesAndCalls(checkout, project, [file, ...args])
  }
})

/** Starts a server by one way to run the command, calls it by the same way, and stops it. */
async function servesAndCalls(checkout: Checkout, project: string, [file, ...first]: readonly [string, ...string[]]) {
  const folder = temporaryFolder()
  const options = { cwd: project, env: { TMPDIR: folder } }
  const server = checkout.run(file, [...first, 'serve', '--port', '0', '--ephemeral', '--json'], options)
  expect(await health(await server.address())).toBe(200)
  const { address, account, demo, version } = JSON.parse(server.stdout)
  const of = ['--app', demo.appId, '--integration', demo.integrationId]
  const connection = ['--url', address, '--key-id', account.id, '--key-secret', account.secret]
  const create = checkout.run(
    file,
    [...first, 'keys', 'create', ...of, '--name', 'Key', ...connection, '--json'],
    options,
  )
  expect(await create.ended).toBe(0)
  const { key } = JSON.parse(create.stdout)
  const jwt = checkout.run(file, [...first, 'jwt', '--key', key.id, '--secret', key.secret], options)
  expect(await jwt.ended).toBe(0)
  const path = `/v2/apps/${demo.appId}/integrations/me/webhooks`
  const reply = await fetch(address + path, { headers: { authorization: `Bearer ${jwt.stdout.trim()}` } })
  expect(reply.status).toBe(200)
  for (const path of ['/', '/reference', '/guides/receive-webhooks'])
    expect((await fetch(address + path)).headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(version).toBe(JSON.parse(readFileSync(join(project, 'node_modules/parhelion/package.json'), 'utf8')).version)
  server.child.kill('SIGTERM')
  await server.ended
  await untilNothingRunsOn(folder)
  expect(readdirSync(folder).filter(name => name.startsWith('parhelion-'))).toEqual([])
}

test('in a checkout whose dependencies are missing the command says so in one line', async () => {
  const command = new Checkout(temporaryFolder()).run('node', ['apps/cli/bin/parhelion.js', '--version'], {})
  expect([await command.ended, await command.complaint()]).toEqual([
    1,
    [expect.stringMatching(/^The dependencies are not installed yet/)],
  ])
})
