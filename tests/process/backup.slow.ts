import { chownSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { GetApp, ListApps } from '@parhelion/contract'
import { ApiClient } from '@parhelion/testkit'
import { expect, test } from 'vitest'
import { BIN, freshWithKeyOf, parhelion, result, serve, stop } from './installation.ts'
import { processesOn, until } from './processes.ts'
import { environment, isRoot, kill, PLAIN_USER, run, temporaryFolder } from './server.ts'

test('a backup goes through a pipe, and with it nothing else', async () => {
  const home = temporaryFolder()
  const dataDir = join(home, 'state')
  const { server, ready } = await serve(dataDir)
  await stop(server)
  const fresh = freshWithKeyOf(dataDir, join(home, 'fresh'))
  const script = '"$0" "$1" backup - --data-dir "$2" | "$0" "$1" restore - --data-dir "$3" --json'
  const pipe = run('sh', ['-c', script, process.execPath, BIN, dataDir, fresh], environment(dataDir, {}), {})
  expect(await result(pipe)).toEqual([
    0,
    expect.stringContaining('"restored":"-"'),
    expect.stringContaining('Backed up'),
  ])
  const restored = await serve(fresh)
  const client = new ApiClient(restored.ready.address, ready.account)
  expect((await client.call(ListApps)).body.apps.map(({ id }) => id)).toContain(ready.demo.appId)
})

test('a backup leaves an older file alone until it is whole, and nothing half-made behind', async () => {
  const home = temporaryFolder()
  const dataDir = join(home, 'state')
  const { server } = await serve(dataDir)
  const file = join(home, 'parhelion.backup')
  writeFileSync(file, 'older')
  const stopped = parhelion(dataDir, ['backup', file])
  await until(() => stopped.over || readdirSync(home).some(name => name.endsWith('.part')))
  stopped.child.kill('SIGTERM')
  const [code, , complaint] = await result(stopped)
  if (code !== 0) expect(complaint).toBe('Stopped before its end; nothing was changed\n')
  expect(readdirSync(home).filter(name => name.endsWith('.part'))).toEqual([])
  if (code !== 0) expect(readFileSync(file, 'utf8')).toBe('older')
  expect(await parhelion(dataDir, ['backup', file]).ended).toBe(0)
  expect(gunzipSync(readFileSync(file)).toString()).toMatch(/^\{"parhelion":"backup"/)
  await stop(server)
})

test('what cannot be backed up or restored is said in one line', async () => {
  const home = temporaryFolder()
  const dataDir = join(home, 'state')
  const { server } = await serve(dataDir)
  const file = join(home, 'parhelion.backup')
  await parhelion(dataDir, ['backup', file]).ended
  const fresh = (name: string) => join(home, name)
  const key = `${freshWithKeyOf(dataDir, fresh('full'))}/master-key`
  const cases: [string, readonly string[], RegExp, Record<string, string>?][] = [
    [fresh('none'), ['backup', file], /^There is nothing to back up in .*none: name the data folder/],
    [dataDir, ['backup', home], /is a folder: name a file/],
    [dataDir, ['backup', join(home, 'no', 'such')], /^ENOENT: no such file or directory/],
    [dataDir, ['restore', file], /^The data folder .*state is in use by another Parhelion \(pid \d+\)/],
    [fresh('a'), ['restore', join(home, 'missing')], /^ENOENT: no such file or directory/],
    [fresh('a'), ['restore', key], /^This is no backup of Parhelion/],
    [
      fresh('a'),
      ['restore', file],
      /^The secrets of this backup are sealed with the master key \w{8}, and there is none here/,
    ],
    [
      fresh('a'),
      ['restore', file],
      /and here is \w{8}: put it into/,
      { PARHELION_MASTER_KEY: Buffer.alloc(32).toString('base64') },
    ],
    [dataDir, ['key', 'rotate'], /is in use by another Parhelion/],
    [fresh('a'), ['key', 'rotate'], /^There is nothing in/],
    [
      fresh('a'),
      ['key', 'rotate'],
      /^PARHELION_NEW_MASTER_KEY is required/,
      { PARHELION_MASTER_KEY: Buffer.alloc(32).toString('base64') },
    ],
    [
      fresh('a'),
      ['key', 'rotate'],
      /^PARHELION_NEW_MASTER_KEY must be 32 bytes in base64/,
      { PARHELION_NEW_MASTER_KEY: 'short' },
    ],
  ]
  for (const [folder, args, line, env] of cases) {
    const [code, stdout, stderr] = await result(parhelion(folder, args, env))
    expect([args, code, stdout, stderr]).toEqual([args, 1, '', expect.stringMatching(line)])
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  }
  for (const name of ['none', 'a']) expect(existsSync(join(fresh(name), 'postgres'))).toBe(false)
  expect(await parhelion(fresh('full'), ['restore', file]).ended).toBe(0)
  expect((await result(parhelion(fresh('full'), ['restore', file])))[2]).toMatch(/^A backup is restored into an empty/)
  await stop(server)
})

test('a restore that is killed leaves an installation that the next one fills', async () => {
  const home = temporaryFolder()
  const dataDir = join(home, 'state')
  const { server, ready } = await serve(dataDir)
  await stop(server)
  const file = join(home, 'parhelion.backup')
  expect(await parhelion(dataDir, ['backup', file]).ended).toBe(0)
  const fresh = freshWithKeyOf(dataDir, join(home, 'fresh'))
  // The pipe stays open: the restore waits in the middle of its transaction for the rest.
  const bytes = readFileSync(file)
  const half = run(process.execPath, [BIN, 'restore', '-'], environment(fresh, {}), { stdio: ['pipe', 'pipe', 'pipe'] })
  half.child.stdin?.on('error', () => {})
  half.child.stdin?.write(bytes.subarray(0, bytes.length - 100))
  await until(() => half.over || existsSync(join(fresh, 'postgres/data/postmaster.pid')))
  for (const pid of processesOn(fresh)) if (pid !== half.pid) kill(pid, 'SIGKILL')
  half.child.kill('SIGKILL')
  await half.ended
  await until(() => processesOn(fresh).length === 0)
  expect(await result(parhelion(fresh, ['restore', file]))).toEqual([0, expect.stringMatching(/^Restored/), ''])
  const restored = await serve(fresh)
  const client = new ApiClient(restored.ready.address, ready.account)
  expect((await client.call(GetApp, { params: ready.demo })).status).toBe(200)
  await stop(restored.server)
})

test.runIf(isRoot)('a plain user backs up a running server of theirs and restores it', async () => {
  const home = temporaryFolder()
  chownSync(home, PLAIN_USER, PLAIN_USER)
  const spawn = { uid: PLAIN_USER, gid: PLAIN_USER, env: { HOME: home } }
  const dataDir = join(home, 'state')
  const { server } = await serve(dataDir, { spawn })
  const file = join(home, 'parhelion.backup')
  expect(await result(parhelion(dataDir, ['backup', file], {}, spawn))).toEqual([0, expect.any(String), ''])
  await stop(server)
  const fresh = freshWithKeyOf(dataDir, join(home, 'fresh'))
  for (const path of [fresh, join(fresh, 'master-key')]) chownSync(path, PLAIN_USER, PLAIN_USER)
  expect(await result(parhelion(fresh, ['restore', file], {}, spawn))).toEqual([0, expect.any(String), ''])
})
