import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { parhelion, type Server, startServer } from '../testing/command.ts'

let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  expect(await server?.stop()).toBe(0)
})

test.each(['postman.json', 'openapi.json'])(
  'whoever puts the printed program of Create Integration Key into a file and sets what it asks for gets a key: %s',
  async document => {
    const source = `${server.address}/${document}`
    const sample = await parhelion([
      'samples',
      source,
      '--item',
      'Create Integration Key',
      '--target',
      'javascript-fetch',
    ])
    expect([sample.code, sample.stderr]).toEqual([0, ''])

    const folder = await mkdtemp(join(tmpdir(), 'story-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'create.mjs')
    await writeFile(file, sample.stdout)
    const { appId, integrationId, appKey } = server.demo
    const env = { APP_ID: appId, INTEGRATION_ID: integrationId, API_USERNAME: appKey.id, API_PASSWORD: appKey.secret }
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env })

    const of = ['--app', appId, '--integration', integrationId]
    const listed = await parhelion(['keys', 'list', ...of, '--show-secrets', '--json', ...server.connection])
    const { id, displayName, secret } = JSON.parse(listed.stdout).keys.at(-1)
    expect([/int_[0-9a-f]{24}/.exec(stdout)?.[0], displayName]).toEqual([id, 'My custom key'])
    expect(stdout).not.toContain(secret)
  },
)
