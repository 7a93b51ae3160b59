import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { ListMessages, UploadAttachment } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { assertMasterKey } from '../features/account-keys/service.ts'
import { Seal } from '../lib/seal.ts'
import { StartError } from '../lib/start-error.ts'
import { backUp, edited, emptyInstallation, restoreFrom } from '../testing/backups.ts'
import { exportTables, rowCounts } from '../testing/tables.ts'
import { makeTenant } from '../testing/tenant.ts'
import { testServer } from '../testing/test-server.ts'

const server = await testServer()
const { account, database } = server
const tenant = await makeTenant(account)
const uploaded = await account.call(UploadAttachment, {
  params: { appId: tenant.appId },
  query: 'access=public',
  body: { source: new File([new Uint8Array(200_000)], 'a.bin') },
})
const key = uploaded.body.attachment.mediaUrl.split('/').at(-2) ?? ''
const { bytes } = await backUp(server)

function unpacked(backup: Buffer): Buffer | undefined {
  try {
    return gunzipSync(backup)
  } catch {
    return undefined
  }
}

/** Every file below a folder. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter(entry => entry.isFile()).map(entry => entry.name)
}

/** Refused with one line, and neither a table nor a file is there. */
async function refusal(backup: Buffer): Promise<string> {
  const target = await emptyInstallation()
  const error: unknown = await restoreFrom(backup, target).catch(reason => reason)
  expect(error).toBeInstanceOf(StartError)
  expect(await rowCounts(target.database.pool)).toEqual({})
  expect(await filesIn(join(target.dataDir, 'attachments'))).toEqual([])
  return (error as StartError).message
}

describe('is refused, and nothing is written:', () => {
  test('a backup that is cut off, wherever', async () => {
    const places = [0, 1, 17, 400, 0.2, 0.5, 0.9, bytes.length - 9, bytes.length - 1]
    for (const place of places) {
      const length = place < 1 ? Math.floor(place * bytes.length) : place
      expect(await refusal(bytes.subarray(0, length))).toMatch(/cut off|damaged/)
    }
  })

  test('a backup of which a bit was changed, wherever', async () => {
    // The first ten bytes are of the packing, and hold a time that nobody reads.
    for (let part = 0; part < 12; part++) {
      const changed = Buffer.from(bytes)
      const place = 10 + Math.floor(((bytes.length - 11) * part) / 11)
      changed[place] = (changed[place] ?? 0) ^ 1
      // Some bits only fill a byte up.
      if (unpacked(changed)?.equals(gunzipSync(bytes))) continue
      expect(await refusal(changed)).toMatch(/damaged|cut off|no backup|was changed|newer release/)
    }
  })

  test('a backup that was unpacked, changed and packed again', async () => {
    const message = 'The backup is damaged: its digest is another one'
    expect(await refusal(edited(bytes, text => text.replace('Test app', 'Best app')))).toBe(message)
    const without = edited(bytes, text =>
      text.replace(/\{"table":"webhooks"[\s\S]*?\{"end":"webhooks","rows":\d+\}\n/, ''),
    )
    expect(await refusal(without)).toBe(message)
    expect(await refusal(edited(bytes, text => text.slice(0, text.lastIndexOf('{"end":"backup"'))))).toMatch(/cut off/)
    expect(await refusal(edited(bytes, text => `${text}{}\n`))).toMatch('it goes on after its end')
  })

  test('what is no backup, or one of a later format', async () => {
    expect(await refusal(Buffer.from('hello'))).toBe('This is no backup of Parhelion')
    expect(await refusal(edited(bytes, () => '{"hello":1}\n'))).toBe('This is no backup of Parhelion')
    expect(await refusal(edited(bytes, text => text.replace('"format":1', '"format":2')))).toBe(
      'The backup has the format 2, which this release of Parhelion does not know',
    )
  })

  test('a backup of a newer release, or of changed migrations', async () => {
    const newer = edited(bytes, text => text.replace('"migrations":[', '"migrations":[{"id":"9999-x","checksum":"x"},'))
    expect(await refusal(newer)).toMatch(/newer release of Parhelion \(9999-x\)/)
    const changed = edited(bytes, text => text.replace(/"checksum":"\w{64}"/, `"checksum":"${'0'.repeat(64)}"`))
    expect(await refusal(changed)).toMatch(/^The migration 0001-\S+ was changed/)
  })

  test('a file whose name would lead elsewhere', async () => {
    const elsewhere = edited(bytes, text => text.replace(`{"file":"${key}"}`, '{"file":"../../elsewhere"}'))
    expect(await refusal(elsewhere)).toBe('The backup is damaged: a file has a bad name')
  })

  test('a backup whose secrets another master key opens', async () => {
    const target = await emptyInstallation()
    const other = new Seal(Buffer.alloc(32, 1))
    await expect(restoreFrom(bytes, target, check => assertMasterKey(other, check))).rejects.toThrow(
      'The master key is not',
    )
    expect(await rowCounts(target.database.pool)).toEqual({})
    await restoreFrom(bytes, target, check => assertMasterKey(new Seal(server.masterKey), check))
  })

  test('an installation that is not empty, which stays as it is', async () => {
    const before = await exportTables(database.pool)
    await expect(restoreFrom(bytes, server)).rejects.toThrow(/into an empty installation only, and the table accounts /)
    expect(await exportTables(database.pool)).toEqual(before)
  })

  test('to back up a database that holds no installation', async () => {
    await expect(backUp(await emptyInstallation())).rejects.toThrow('There is nothing to back up')
  })
})

test('what was restored by half is not there, and the next restore fills the installation', async () => {
  const target = await emptyInstallation()
  await expect(restoreFrom(bytes.subarray(0, bytes.length - 20), target)).rejects.toThrow(StartError)
  await restoreFrom(bytes, target)
  const restored = await testServer({ beside: server, database: target.database, config: { dataDir: target.dataDir } })
  expect((await restored.account.call(ListMessages, { params: tenant.params(ListMessages) })).status).toBe(200)
})

test('two restores at once: one fills the installation, the other is refused', async () => {
  const target = await emptyInstallation()
  const outcomes = await Promise.allSettled([
    restoreFrom(bytes, target),
    restoreFrom(bytes, { ...target, dataDir: (await emptyInstallation()).dataDir }),
  ])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const { rowCount } = await target.database.pool.query('select from accounts')
  expect(rowCount).toBe(1)
})
