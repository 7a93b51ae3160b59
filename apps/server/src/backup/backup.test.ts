import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  DeleteAttachment,
  GetUser,
  ListEvents,
  ListMessages,
  type Operation,
  operations,
  PostMessage,
  UploadAttachment,
} from '@parhelion/contract'
import type pg from 'pg'
import { describe, expect, test } from 'vitest'
import { migrate, migrateWithin, readApplied } from '../db/migrate.ts'
import { DiskStorage } from '../files/disk-storage.ts'
import { Seal } from '../lib/seal.ts'
import { backUp, connect, edited, emptyInstallation, type Installation, restoreFrom } from '../testing/backups.ts'
import { Browser, signedIn } from '../testing/browser.ts'
import { disguises } from '../testing/canaries.ts'
import { byBusiness, makePersonal } from '../testing/conversation.ts'
import { schemaText } from '../testing/schema-text.ts'
import { exportTables, rowCounts } from '../testing/tables.ts'
import { makeTenant } from '../testing/tenant.ts'
import { makeApp, testServer } from '../testing/test-server.ts'
import { passTransactions } from './tables.ts'

const server = await testServer()
const { account, database } = server
const tenants = [await makeTenant(account), await makeTenant(account)]
const app = await makeApp(account)
const { conversationId } = await makePersonal(app)
const UNICODE = 'tab\t, line\n\r\\n, \\., quotes "\', 数据 🌞 שלום, \u2028\u0001'
const at = { appId: app.appId, conversationId }
await app.client.call(PostMessage, { params: at, body: byBusiness(UNICODE) })
const large = Buffer.alloc(3 * 1024 * 1024 + 7, 'not so random ')
const files = [await keep(large), await keep(Buffer.from('small')), await keep(Buffer.alloc(1))]

async function keep(bytes: Buffer): Promise<string> {
  const body = { source: new File([new Uint8Array(bytes)], 'ü.bin') }
  const answer = await app.client.call(UploadAttachment, { params: at, query: 'access=public', body })
  return answer.body.attachment.mediaUrl
}

/** Holds numbers of transactions, which become others, or notes what ran here. */
const RENUMBERED = ['events', 'deliveries', 'lanes', 'schema_migrations']

const keyOf = (url: string) => url.split('/').at(-2) ?? ''
const removeAttachment = (mediaUrl: string) => app.client.call(DeleteAttachment, { params: at, body: { mediaUrl } })

/** A server on what was restored, with the keys of the first one. */
const serverOn = ({ database, dataDir }: Installation) => testServer({ beside: server, database, config: { dataDir } })

const { bytes, taken } = await backUp(server)

describe('what is restored', () => {
  test('has every row of every table, and counts what the backup counted', async () => {
    const target = await emptyInstallation()
    const restored = await restoreFrom(bytes, target)
    const counts = await rowCounts(target.database.pool)
    const { schema_migrations: _, ...rows } = counts
    expect(restored).toEqual({ tables: taken.tables, rows: taken.rows, files: taken.files })
    expect(Object.values(rows).reduce((sum, count) => sum + count, 0)).toBe(taken.rows)
    const [before, after] = [await exportTables(database.pool), await exportTables(target.database.pool)]
    for (const [table, lines] of before) {
      if (!RENUMBERED.includes(table)) expect([table, after.get(table)]).toEqual([table, lines])
    }
    expect(await events(target.database.pool)).toEqual(await events(database.pool))
  })

  test('answers every GET as before, and its files are the same', async () => {
    const target = await emptyInstallation()
    await restoreFrom(bytes, target)
    const restored = await serverOn(target)
    const reads = (operations as readonly Operation[]).filter(
      ({ method, access, replyType }) => method === 'GET' && access.includes('account') && replyType === undefined,
    )
    expect(reads.length).toBeGreaterThan(15)
    const ask = async (client: typeof account, operation: Operation, tenant: (typeof tenants)[number]) => {
      const answer = await client.call(operation, { params: tenant.params(operation), ...tenant.input(operation) })
      // A cursor of events has another number in another database, and is good there all the same.
      return JSON.stringify([answer.status, answer.body])
        .replaceAll(client.address, '')
        .replace(/("afterCursor":")\d+-/, '$1')
    }
    for (const operation of reads) {
      for (const tenant of tenants)
        expect([operation.id, await ask(restored.account, operation, tenant)]).toEqual([
          operation.id,
          await ask(account, operation, tenant),
        ])
    }
    const { body } = await restored.account.as(app.key).call(ListMessages, { params: at })
    expect(body.messages.map(({ content }) => content.text)).toEqual([UNICODE])
    for (const url of files) {
      const moved = url.replace(account.address, restored.account.address)
      expect(Buffer.from(await (await fetch(moved)).arrayBuffer())).toEqual(
        Buffer.from(await (await fetch(url)).arrayBuffer()),
      )
    }
  })

  test('goes on from there: what is written next comes behind what was told before', async () => {
    const target = await emptyInstallation()
    await restoreFrom(bytes, target)
    const before = await events(target.database.pool)
    const restored = await serverOn(target)
    await restored.account.as(app.key).call(PostMessage, { params: at, body: byBusiness('next') })
    const { rows } = await target.database.pool.query('select id from events order by transaction desc limit 1')
    expect(before.map(({ id }) => id)).not.toContain(rows[0].id)
    const { rowCount } = await target.database.pool.query(
      'select from events where transaction >= pg_snapshot_xmin(pg_current_snapshot())',
    )
    expect(rowCount).toBe(0)
  })

  test('knows the cursors of events that were given out before', async () => {
    const target = await emptyInstallation()
    await restoreFrom(bytes, target)
    const restored = await serverOn(target)
    const [tenant] = tenants
    const params = { appId: tenant?.appId ?? '', integrationId: tenant?.integrationId ?? '' }
    const feed = async (client: typeof account, after?: string) =>
      (await client.call(ListEvents, { params, query: `size=1${after === undefined ? '' : `&after=${after}`}` })).body
    const first = await feed(account)
    const next = (await feed(account, first.meta.afterCursor)).events
    expect(next).toHaveLength(1)
    expect((await feed(restored.account, first.meta.afterCursor)).events).toEqual(next)
  })

  test('has only secrets that are sealed, and does not say the master key', async () => {
    const text = gunzipSync(bytes).toString('latin1')
    const secrets = [server.accountKey.secret, app.key.secret, tenants[0]?.appKey.secret ?? '']
    for (const secret of [...secrets, server.masterKey.toString('latin1')])
      for (const form of disguises(secret)) expect(text.includes(form)).toBe(false)
    expect(text).toContain(`"masterKey":"${new Seal(server.masterKey).keyId}"`)
  })
})

/** In the order in which they are told. */
async function events(pool: pg.Pool): Promise<{ id: string }[]> {
  const { rows } = await pool.query('select e.*, null as transaction from events e order by lane, e.transaction, e.id')
  return rows
}

test('who is signed in is not in it, and signed in nowhere else', async () => {
  const browser = await signedIn(server, server.accountKey)
  await server.app.services.sessions.makeLink(server.accountKey.id)
  const target = await emptyInstallation()
  await restoreFrom((await backUp(server)).bytes, target)
  const counts = await rowCounts(target.database.pool)
  expect([counts.hub_sessions, counts.hub_links]).toEqual([0, 0])
  const restored = await serverOn(target)
  const there = new Browser(restored.anonymous.address, browser.cookie)
  expect([
    (await browser.send('GET', '/hub/session')).status,
    (await there.send('GET', '/hub/session')).status,
  ]).toEqual([200, 401])
})

describe('a file', () => {
  test('that is removed while the backup is taken is left out with its row', async () => {
    const [gone = '', kept = ''] = [await keep(Buffer.from('gone')), await keep(Buffer.from('kept'))]
    const storage = new DiskStorage(join(server.dataDir, 'attachments'))
    const removing = Object.assign(Object.create(storage), {
      open: async (key: string, range: { start: number; end: number }) => {
        if (key === keyOf(gone)) {
          await removeAttachment(gone)
          await storage.remove(key)
        }
        return storage.open(key, range)
      },
    })
    const backup = await backUp(server, removing)
    expect(backup.taken.lost).toEqual([])
    const target = await emptyInstallation()
    await restoreFrom(backup.bytes, target)
    const restored = await serverOn(target)
    const read = async (url: string) => (await fetch(url.replace(account.address, restored.account.address))).status
    expect([await read(gone), await read(kept)]).toEqual([404, 200])
    const { rowCount } = await target.database.pool.query('select from attachments where id = $1', [keyOf(gone)])
    expect(rowCount).toBe(0)
  })

  test('that is lost although a row names it is told', async () => {
    const lost = keyOf(await keep(Buffer.from('lost')))
    await new DiskStorage(join(server.dataDir, 'attachments')).remove(lost)
    expect((await backUp(server)).taken.lost).toEqual([lost])
  })
})

describe('of an older schema', () => {
  test('rows are loaded as they were and brought up to date', async () => {
    const old = await emptyInstallation()
    const all = await database.pool.connect()
    const first = (await readApplied(all)).slice(0, 3)
    all.release()
    const client = await connect(old.database.connection)
    await client.query('begin')
    await migrateWithin(client, first)
    const check = new Seal(server.masterKey).seal('parhelion', 'accounts/master_key_check')
    await client.query('insert into accounts values ($1, $2, now())', ['a'.repeat(24), check])
    await client.query(`insert into apps values ('0123456789abcdef01234567', 'Old app', '{}', null, now())`)
    const user = { appId: '0123456789abcdef01234567', id: 'f'.repeat(24) }
    await client.query(
      `insert into users values ($1, $2, null, null, null, false, now(), null, '{"givenName":"Old"}', '{}', '[]', false, now())`,
      [user.appId, user.id],
    )
    await client.query('commit')
    await client.end()
    const target = await emptyInstallation()
    await restoreFrom((await backUp(old)).bytes, target)
    expect(await schemaText(target.database.pool)).toBe(await schemaText(database.pool))
    const restored = await serverOn(target)
    const params = { appId: user.appId, userIdOrExternalId: user.id }
    expect((await restored.account.call(GetUser, { params })).body.user.profile).toEqual({ givenName: 'Old' })
  })

  test('a database that is ahead of the backup is refused', async () => {
    const target = await emptyInstallation()
    const client = await connect(target.database.connection)
    await client.query('begin')
    await migrateWithin(client)
    await client.query('commit')
    await client.end()
    const older = edited(bytes, text => text.replace(/,\{"id":"[^"]+","checksum":"[^"]+"\}\]/, ']'))
    await expect(restoreFrom(older, target)).rejects.toThrow(/has a newer schema \(\S+\); take an empty one/)
  })
})

test('ids of transactions that were copied are passed, so that what is written afterwards comes behind', async () => {
  const { pool, connection } = (await emptyInstallation()).database
  const next = async () => Number((await pool.query('select pg_current_xact_id()::text as id')).rows[0].id)
  const goal = (await next()) + 3000
  const client = await connect(connection)
  await passTransactions(client, goal).finally(() => client.end())
  expect(await next()).toBeGreaterThan(goal)
})

test('rows that migrations make are those of the backup afterwards, also where nothing but migrations ran', async () => {
  const [old, target] = [await emptyInstallation(), await emptyInstallation()]
  for (const { database } of [old, target]) {
    await migrate(database.pool)
    // As a migration could that numbers something.
    await database.pool.query(`create table counters (id int primary key, mark xid8 not null)`)
    await database.pool.query('insert into counters values (1, pg_current_xact_id()), (2, pg_current_xact_id())')
  }
  const check = new Seal(server.masterKey).seal('parhelion', 'accounts/master_key_check')
  await old.database.pool.query('insert into accounts values ($1, $2, now())', ['a'.repeat(24), check])
  await old.database.pool.query('delete from counters where id = 2')
  await restoreFrom((await backUp(old)).bytes, target)
  const { rows } = await target.database.pool.query('select id, mark < pg_current_xact_id() as passed from counters')
  expect(rows).toEqual([{ id: 1, passed: true }])
})

test('the schema has nothing that a backup would not carry', async () => {
  const { rows } = await database.pool.query(`
    select relname, relkind from pg_class
    where relnamespace = current_schema()::regnamespace and relkind not in ('r', 'p', 'i', 'I')`)
  expect(rows, 'a backup carries tables; sequences and views need a thought first').toEqual([])
})
