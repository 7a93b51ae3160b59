import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CreateUser, GetApp, GetUser } from '@parhelion/contract'
import { ApiClient } from '@parhelion/testkit'
import { expect, test } from 'vitest'
import { freshWithKeyOf, parhelion, result, serve } from './installation.ts'
import { temporaryFolder } from './server.ts'

test('a backup of a running server fills a fresh folder, whose server answers as it did', async () => {
  const home = temporaryFolder()
  const dataDir = join(home, 'state')
  const { ready, account } = await serve(dataDir)
  await account.call(CreateUser, { params: ready.demo, body: { externalId: 'steve' } })
  const file = join(home, 'parhelion.backup')
  expect(await result(parhelion(dataDir, ['backup', file]))).toEqual([
    0,
    expect.stringMatching(/^Backed up \d+ rows of \d+ tables and 0 files to .*\nThe master key is not in it/),
    '',
  ])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(home).sort()).toEqual(['parhelion.backup', 'state'])
  expect((await account.call(GetApp, { params: ready.demo })).status).toBe(200)
  const fresh = freshWithKeyOf(dataDir, join(home, 'fresh'))
  expect(await result(parhelion(fresh, ['restore', file]))).toEqual([
    0,
    expect.stringMatching(/^Restored \d+ rows/),
    '',
  ])
  const restored = await serve(fresh)
  const client = new ApiClient(restored.ready.address, ready.demo.appKey)
  const params = { appId: ready.demo.appId, userIdOrExternalId: 'steve' }
  expect((await client.call(GetUser, { params })).status).toBe(200)
})
