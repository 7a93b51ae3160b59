import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetApp, ListApps } from '@parhelion/contract'
import { ApiClient } from '@parhelion/testkit'
import { expect, test } from 'vitest'
import { freshWithKeyOf, parhelion, result, serve, stop } from './installation.ts'
import { ownPostgres } from './own-postgres.ts'
import { startServer, temporaryFolder } from './server.ts'

test('after a rotation all secrets work, the old key opens nothing, and older backups are restored with it', async () => {
  const home = temporaryFolder()
  const dataDir = join(home, 'state')
  const { server, ready } = await serve(dataDir)
  await stop(server)
  const file = join(home, 'older.backup')
  await parhelion(dataDir, ['backup', file]).ended
  const old = readFileSync(join(dataDir, 'master-key'), 'utf8')
  const rotated = parhelion(dataDir, ['key', 'rotate', '--json'])
  expect(await rotated.ended).toBe(0)
  const { secrets, kept } = JSON.parse(rotated.stdout)
  expect([secrets, readFileSync(kept, 'utf8')]).toEqual([3, old])
  expect(readFileSync(join(dataDir, 'master-key'), 'utf8')).not.toBe(old)
  expect(statSync(join(dataDir, 'master-key')).mode & 0o777).toBe(0o600)
  const again = await serve(dataDir)
  for (const key of [ready.account, ready.demo.appKey])
    expect((await new ApiClient(again.ready.address, key).call(GetApp, { params: ready.demo })).status).toBe(200)
  await stop(again.server)
  const withOld = startServer(dataDir, { env: { PARHELION_MASTER_KEY: old.trim() } })
  expect([await withOld.ended, await withOld.complaint()]).toEqual([
    1,
    [expect.stringMatching(/^The master key is not/)],
  ])
  const fresh = freshWithKeyOf(dataDir, join(home, 'fresh'), kept.slice(dataDir.length + 1))
  expect(await parhelion(fresh, ['restore', file]).ended).toBe(0)
})

test('a rotation that is cut off before or after its commit leaves an installation that starts', async () => {
  const home = temporaryFolder()
  const dataDir = join(home, 'state')
  const first = await serve(dataDir)
  await stop(first.server)
  const path = join(dataDir, 'master-key')
  const [old, other] = [readFileSync(path, 'utf8'), `${Buffer.alloc(32, 9).toString('base64')}\n`]
  const starts = async () => {
    const { server, ready } = await serve(dataDir)
    expect((await new ApiClient(ready.address, first.ready.account).call(ListApps)).status).toBe(200)
    await stop(server)
  }
  // Before: the new key is there, and nothing is sealed with it.
  writeFileSync(`${path}.new`, other, { mode: 0o600 })
  await starts()
  expect(readFileSync(path, 'utf8')).toBe(old)
  // After: everything is sealed with the new key, and the file has not got its name.
  expect(await parhelion(dataDir, ['key', 'rotate']).ended).toBe(0)
  writeFileSync(`${path}.new`, readFileSync(path), { mode: 0o600 })
  writeFileSync(path, old, { mode: 0o600 })
  await starts()
  expect(existsSync(`${path}.new`)).toBe(false)
  expect(readFileSync(path, 'utf8')).not.toBe(old)
})

test('with keys from the environment both are given, and the next start takes the new one', async () => {
  const dataDir = join(temporaryFolder(), 'state')
  const [old, next] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')]
  const started = startServer(dataDir, { env: { PARHELION_MASTER_KEY: old } })
  await started.address()
  await stop(started)
  const env = { PARHELION_MASTER_KEY: old, PARHELION_NEW_MASTER_KEY: next }
  expect(await result(parhelion(dataDir, ['key', 'rotate'], env))).toEqual([
    0,
    expect.stringMatching(/^Sealed 3 secrets .*\nSet PARHELION_MASTER_KEY to the new one before the next start\n$/),
    '',
  ])
  const same = { PARHELION_MASTER_KEY: next, PARHELION_NEW_MASTER_KEY: next }
  expect((await result(parhelion(dataDir, ['key', 'rotate'], same)))[2]).toBe('The new master key is the one in use\n')
  const again = startServer(dataDir, { env: { PARHELION_MASTER_KEY: next } })
  await again.address()
  await stop(again)
  expect(existsSync(join(dataDir, 'master-key'))).toBe(false)
})

test('with DATABASE_URL a server that is connected from elsewhere makes the command refuse', async () => {
  const { url } = await ownPostgres()
  const home = temporaryFolder()
  const [old, next] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')]
  const env = { DATABASE_URL: url.href, PARHELION_MASTER_KEY: old }
  const server = startServer(join(home, 'there'), { env })
  await server.address()
  const rotate = () =>
    result(parhelion(join(home, 'here'), ['key', 'rotate'], { ...env, PARHELION_NEW_MASTER_KEY: next }))
  expect(await rotate()).toEqual([
    1,
    '',
    expect.stringMatching(/^A Parhelion is connected to this database: stop every/),
  ])
  await stop(server)
  expect(await rotate()).toEqual([0, expect.stringMatching(/^Sealed 1 secrets/), ''])
  const again = startServer(join(home, 'there'), { env: { ...env, PARHELION_MASTER_KEY: next } })
  await again.address()
  await stop(again)
})
