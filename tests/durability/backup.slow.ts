import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CreateApp } from '@parhelion/contract'
import pg from 'pg'
import { expect, onTestFinished, type TestContext, test } from 'vitest'
import { runningConnection } from '../../apps/server/src/db/embedded/running.ts'
import { freshWithKeyOf, parhelion, result, serve, stop } from '../process/installation.ts'
import { until } from '../process/processes.ts'
import { ROOT, temporaryFolder } from '../process/server.ts'
import { findForgotten, type Memory, talk } from './talk.ts'

const WRITERS = 8
/** What was talked about before the backup begins. */
const FACTS_MIN = 300
const MASTER_KEY = Buffer.alloc(32, 5).toString('base64')

/** Each query gives what must not be, and finds nothing where the backup is of one moment. */
const MUST_NOT_BE = {
  'a conversation that counts other messages than it has': `
    select id from conversations c where message_count <> (
      select count(*) from messages m where m.app_id = c.app_id and m.conversation_id = c.id)`,
  'a message without its event': `
    select id from messages m where not exists (
      select from events e where e.app_id = m.app_id and e.conversation_id = m.conversation_id and e.seq = m.seq)`,
  'a conversation without anybody': `
    select id from conversations c where not exists (
      select from participants p where p.app_id = c.app_id and p.conversation_id = c.id)`,
  'a key without its entry in the index': 'select id from app_keys where id not in (select key_id from key_index)',
  'an event that readers do not see':
    'select id from events where transaction >= pg_snapshot_xmin(pg_current_snapshot())',
  'an event of a conversation that is told too early': `
    select e.id from events e join events f on f.app_id = e.app_id and f.conversation_id = e.conversation_id
    where e.seq < f.seq and (e.transaction, e.id) > (f.transaction, f.id) and e.transaction <> f.transaction`,
}

async function findUnsound(connection: pg.ClientConfig): Promise<string[]> {
  const client = new pg.Client(connection)
  await client.connect()
  const unsound: string[] = []
  for (const [what, query] of Object.entries(MUST_NOT_BE)) {
    const { rows } = await client.query(query)
    unsound.push(...rows.map(row => `${what}: ${JSON.stringify(row)}`))
  }
  await client.end()
  return unsound
}

interface Place {
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
  connection(): Promise<pg.ClientConfig>
}

const embedded = (dataDir: string, env = {}): Place => ({
  dataDir,
  env,
  connection: async () => ({ ...(await runningConnection(dataDir)) }),
})

/** Writes from eight sides, backs up in the middle, and restores. What had been acknowledged before has to be there. */
async function backUpUnderLoad(title: string, from: Place, to: (key: Place) => Place): Promise<void> {
  const first = await serve(from.dataDir, { env: { ...from.env, PARHELION_DEMO: 'off' } })
  const made = await first.account.call(CreateApp, { body: { displayName: title } })
  const halt = new AbortController()
  onTestFinished(() => halt.abort())
  const memory: Memory = { facts: [], files: [] }
  const talking = Array.from({ length: WRITERS }, () => talk(first.account, made.body.app.id, memory, halt.signal))
  await until(() => memory.facts.length > FACTS_MIN)
  const before: Memory = { facts: [...memory.facts], files: [...memory.files] }
  const file = `${from.dataDir}.backup`
  const taken = parhelion(from.dataDir, ['backup', '--json', file], from.env)
  expect([await taken.ended, taken.stderr]).toEqual([0, ''])
  const during = memory.facts.length - before.facts.length
  halt.abort()
  await Promise.all(talking)
  await stop(first.server)
  const target = to(from)
  expect(await result(parhelion(target.dataDir, ['restore', file], target.env))).toEqual([0, expect.any(String), ''])
  const second = await serve(target.dataDir, { env: { ...target.env, PARHELION_DEMO: 'off' } })
  expect(await findForgotten(second.ready.address, first.ready.account, before)).toEqual([])
  expect(await findUnsound(await target.connection())).toEqual([])
  await stop(second.server)
  const { rows, files } = JSON.parse(taken.stdout)
  console.log(
    `${title}: ${rows} rows and ${files} files, ${WRITERS} writers, ${before.facts.length} answers as before, ` +
      `${during} more were given while the backup was taken`,
  )
}

test('a backup taken while eight write holds everything that was acknowledged before, and is of one moment', async () => {
  const home = temporaryFolder()
  await backUpUnderLoad('embedded to embedded', embedded(join(home, 'state')), ({ dataDir }) =>
    embedded(freshWithKeyOf(dataDir, join(home, 'fresh'))),
  )
})

test('what PostgreSQL 18 held goes to the PostgreSQL of the system, and back', async context => {
  const home = temporaryFolder()
  const own = await systemPostgres(context)
  const inOwn = async (name: string): Promise<Place> => {
    const url = await own.create(name)
    const env = { DATABASE_URL: url, PARHELION_MASTER_KEY: MASTER_KEY, PARHELION_MODE: 'development' }
    return { dataDir: join(home, name), env, connection: async () => ({ connectionString: url }) }
  }
  const key = { PARHELION_MASTER_KEY: MASTER_KEY }
  const there = await inOwn('there')
  await backUpUnderLoad(`18 to ${own.major}`, embedded(join(home, 'state'), key), () => there)
  const back = embedded(join(home, 'back'), key)
  await backUpUnderLoad(`${own.major} to 18`, await inOwn('here'), () => back)
})

interface SystemPostgres {
  readonly major: string
  /** Makes a database. @returns its address */
  create(name: string): Promise<string>
}

/** The PostgreSQL that Debian has, on a folder of its own until the test is over. */
async function systemPostgres(context: TestContext): Promise<SystemPostgres> {
  if (!existsSync('/usr/lib/postgresql')) context.skip('no PostgreSQL under /usr/lib/postgresql')
  const script = 'echo "$TEST_DATABASE_URL"; exec sleep infinity'
  const child = spawn('sh', [join(ROOT, 'tools/with-postgres-15.sh'), 'sh', '-c', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await new Promise(resolve => child.once('close', resolve))
  })
  const url = await new Promise<string>(resolve => createInterface({ input: child.stdout }).once('line', resolve))
  const query = async (text: string) => {
    const client = new pg.Client(url)
    await client.connect()
    return await client.query(text).finally(() => client.end())
  }
  const { rows } = await query('show server_version')
  return {
    major: Number.parseInt(rows[0].server_version, 10).toString(),
    create: async name => {
      await query(`create database ${name}`)
      return url.replace(/postgres$/, name)
    },
  }
}
