import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { startEmbedded } from '../../apps/server/src/db/embedded/start-embedded.ts'
import { isRoot, PLAIN_USER, startServer, temporaryFolder } from './server.ts'

const silent = (): void => {}

test('of two starts at once on one folder exactly one serves, and the other names it in one line', async () => {
  const dataDir = temporaryFolder()
  const both = [startServer(dataDir), startServer(dataDir)]
  const loser = await Promise.race(both.map(server => server.ended.then(() => server)))
  const winner = both.find(server => server !== loser)
  expect(await loser.ended).toBe(1)
  expect(await loser.complaint()).toEqual([expect.stringContaining(`in use by another Parhelion (pid ${winner?.pid})`)])
  await winner?.address()
})

test('what was stored is there after a second start', async () => {
  const dataDir = temporaryFolder()
  const first = await startEmbedded({ dataDir, log: silent })
  await query(first.connection, `create table kept as select 'here' as value`)
  await first.stop()
  const second = await startEmbedded({ dataDir, log: silent })
  expect(await query(second.connection, 'select value from kept')).toEqual([{ value: 'here' }])
  await second.stop()
})

test('the database listens on a private socket, or on loopback where the path is too long for one', async () => {
  const short = await startEmbedded({ dataDir: temporaryFolder(), log: silent, settings: { fsync: 'off' } })
  const long = join(temporaryFolder(), 'x'.repeat(80))
  const other = await startEmbedded({ dataDir: long, log: silent, settings: { fsync: 'off' } })
  expect(short.connection.host).toMatch(/^\//)
  expect(other.connection.host).toBe('127.0.0.1')
  for (const { connection } of [short, other]) {
    expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await expect(query({ ...connection, password: 'wrong' }, 'select 1')).rejects.toThrow('password')
  }
  await Promise.all([short.stop(), other.stop()])
})

test('the database is UTF-8, ordered by code point, with checksums and durable commits', async () => {
  const database = await startEmbedded({ dataDir: temporaryFolder(), log: silent })
  const text = `select current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums,
    current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits, 'Z' < 'a' as by_code_point`
  const [row] = await query(database.connection, text)
  expect(row).toEqual({ encoding: 'UTF8', checksums: 'on', fsync: 'on', commits: 'on', by_code_point: true })
  await database.stop()
})

test('nobody but the owner can list the data folder or read the password', async () => {
  const dataDir = join(temporaryFolder(), 'state')
  await (await startEmbedded({ dataDir, log: silent })).stop()
  expect(statSync(dataDir).mode & 0o067).toBe(0)
  expect(statSync(join(dataDir, 'postgres')).mode & 0o067).toBe(0)
  expect(statSync(join(dataDir, 'postgres/data')).mode & 0o077).toBe(0)
  expect(statSync(join(dataDir, 'postgres/password')).mode & 0o077).toBe(0)
  expect(statSync(join(dataDir, 'postgres/log')).mode & 0o077).toBe(0)
})

test('a making of the database that was cut off is thrown away', async () => {
  const dataDir = temporaryFolder()
  const left = join(dataDir, 'postgres/new-0123/data')
  mkdirSync(left, { recursive: true })
  writeFileSync(join(left, 'PG_VERSION'), '18\n')
  await (await startEmbedded({ dataDir, log: silent, settings: { fsync: 'off' } })).stop()
  expect(readdirSync(join(dataDir, 'postgres')).filter(name => name.startsWith('new-'))).toEqual([])
})

test('a folder of another PostgreSQL major is refused with a sentence that says how to go on', async () => {
  const dataDir = temporaryFolder()
  const options = { dataDir, log: silent, settings: { fsync: 'off' } }
  await (await startEmbedded(options)).stop()
  writeFileSync(join(dataDir, 'postgres/data/PG_VERSION'), '17\n')
  await expect(startEmbedded(options)).rejects.toThrow(
    /made by PostgreSQL 17 .* PostgreSQL 18: .* "parhelion backup FILE", then .* "parhelion restore FILE"/,
  )
})

test('a data folder whose password is lost is refused, naming the file', async () => {
  const dataDir = temporaryFolder()
  const options = { dataDir, log: silent, settings: { fsync: 'off' } }
  await (await startEmbedded(options)).stop()
  rmSync(join(dataDir, 'postgres/password'))
  await expect(startEmbedded(options)).rejects.toThrow(`${dataDir}/postgres/password`)
})

test('a file instead of a folder stops the start with one line', async () => {
  const path = join(temporaryFolder(), 'file')
  writeFileSync(path, '')
  for (const dataDir of [path, join(path, 'below')]) {
    const server = startServer(dataDir)
    expect(await server.ended).toBe(1)
    expect(await server.complaint()).toEqual([expect.stringContaining(`The data folder ${dataDir} cannot be used`)])
  }
})

test.runIf(isRoot)('as root under a folder that others cannot enter the database runs all the same', async () => {
  const home = temporaryFolder()
  chmodSync(home, 0o700)
  const dataDir = join(home, 'state/parhelion')
  const server = startServer(dataDir)
  await server.address()
  expect(statSync(dirname(dataDir)).mode & 0o777).toBe(0o755)
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
})

test.runIf(isRoot)('as root the database belongs to another user wherever that user can enter', async () => {
  const home = temporaryFolder()
  chmodSync(home, 0o755)
  const dataDir = join(home, 'state')
  const database = await startEmbedded({ dataDir, log: silent, settings: { fsync: 'off' } })
  expect(statSync(join(dataDir, 'postgres/data')).uid).toBe(PLAIN_USER)
  expect(readFileSync(`/proc/${database.pid}/status`, 'utf8')).toMatch(new RegExp(`^Uid:\t${PLAIN_USER}\t`, 'm'))
  await database.stop()
})

test.runIf(isRoot)('as root a folder whose owner changed, as by a copy, is given back to the database', async () => {
  const home = temporaryFolder()
  const dataDir = join(home, 'state')
  chmodSync(home, 0o700)
  const options = { dataDir, log: silent, settings: { fsync: 'off' } }
  await (await startEmbedded(options)).stop()
  expect(statSync(join(dataDir, 'postgres/data')).uid).toBe(0)
  chmodSync(home, 0o755)
  await (await startEmbedded(options)).stop()
  chmodSync(home, 0o700)
  await (await startEmbedded(options)).stop()
  expect(statSync(join(dataDir, 'postgres/data/base')).uid).toBe(0)
})

test.runIf(isRoot)('as a plain user the server starts, keeps to its folder and stops', async () => {
  const home = temporaryFolder()
  chownSync(home, PLAIN_USER, PLAIN_USER)
  const dataDir = join(home, 'state')
  const server = startServer(dataDir, { spawn: { uid: PLAIN_USER, gid: PLAIN_USER, env: { HOME: home } } })
  await server.address()
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(existsSync(join(dataDir, 'postgres/data/PG_VERSION'))).toBe(true)
})

test.runIf(isRoot)('a folder that this user may not write to stops the start with one line', async () => {
  const parent = temporaryFolder()
  chmodSync(parent, 0o755)
  const folder = join(parent, 'of-root')
  mkdirSync(folder)
  for (const dataDir of [folder, join(folder, 'below')]) {
    const server = startServer(dataDir, { spawn: { uid: PLAIN_USER, gid: PLAIN_USER } })
    expect(await server.ended).toBe(1)
    expect(await server.complaint()).toEqual([expect.stringContaining(`${dataDir} cannot be used: this user may not`)])
  }
})

async function query(connection: pg.ClientConfig, text: string): Promise<unknown[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
