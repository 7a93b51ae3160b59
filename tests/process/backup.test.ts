import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CreateUser, GetApp, GetUser } from '@parhelion/contract'
import { ApiClient } from '@parhelion/testkit'
import { expect, test } from 'vitest'
import { freshWithKeyOf, parhelion, result, serve, stop } from './installation.ts'
import { temporaryFolder } from './server.ts'

test('a backup of a running server, and of one that is stopped, fills fresh folders that answer as it did', async () => {
  const home = temporaryFolder()
  const dataDir = join(home, 'state')
  const { server, ready, account } = await serve(dataDir)
  await account.call(CreateUser, { params: ready.demo, body: { externalId: 'steve' } })
  const files = [join(home, 'running.backup'), join(home, 'stopped.backup')]
  expect(await result(parhelion(dataDir, ['backup', files[0] ?? '']))).toEqual([
    0,
    expect.stringMatching(
      /^Backed up \d+ rows of \d+ tables and 0 files to .*running\.backup\nThe master key is not in it/,
    ),
    '',
  ])
  expect((await account.call(GetApp, { params: ready.demo })).status).toBe(200)
  await stop(server)
  const json = parhelion(dataDir, ['backup', '--json', files[1] ?? ''])
  expect([await json.ended, JSON.parse(json.stdout)]).toEqual([
    0,
    expect.objectContaining({ backup: files[1], lost: [] }),
  ])
  for (const file of files) {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const fresh = freshWithKeyOf(dataDir, join(home, `fresh-${files.indexOf(file)}`))
    expect(await result(parhelion(fresh, ['restore', file]))).toEqual([
      0,
      expect.stringMatching(/^Restored \d+ rows/),
      '',
    ])
    const restored = await serve(fresh)
    const client = new ApiClient(restored.ready.address, ready.demo.appKey)
    const params = { appId: ready.demo.appId, userIdOrExternalId: 'steve' }
    expect((await client.call(GetUser, { params })).status).toBe(200)
    await stop(restored.server)
  }
  expect(readdirSync(home).filter(name => name.endsWith('.part'))).toEqual([])
})
