import { setTimeout as delay } from 'node:timers/promises'
import sql from 'sql-template-tag'
import { afterAll, expect, test } from 'vitest'
import { remoteDatabase } from '../testing/remote-database.ts'
import { testDatabase } from '../testing/test-database.ts'
import { DatabaseUnavailable } from './errors.ts'
import { breakOffSilent } from './silent-connections.ts'
import { Db } from './tx.ts'

const MS = 400
const database = await testDatabase()
const { pool } = database
breakOffSilent(pool, MS)
afterAll(() => database.drop())

const sleep = (seconds: number) => sql`select pg_sleep(${seconds})`

test('a statement that is not answered fails as if the database were away', async () => {
  await expect(new Db(pool).transaction(tx => tx.rows(sleep(60)))).rejects.toThrow(DatabaseUnavailable)
})

test('those that travel behind it fail with it', async () => {
  const client = await pool.connect()
  const both = await Promise.allSettled([client.query(sleep(60)), client.query(sleep(0))])
  client.release(true)
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('a connection that nobody asks anything is kept, and so is one that is between two statements', async () => {
  const { rows: before } = await pool.query('select pg_backend_pid()')
  await delay(MS * 2)
  const client = await pool.connect()
  await client.query('begin')
  await delay(MS * 2)
  const { rows: after } = await client.query('select pg_backend_pid()')
  client.release()
  expect(after).toEqual(before)
})

test('an answer that comes bit by bit is waited for', async () => {
  // Large enough to leave PostgreSQL one by one.
  const text = `select repeat('x', 20000), pg_sleep(0.1) from generate_series(1, $1)`
  const { rowCount } = await pool.query(text, [10])
  expect(rowCount).toBe(10)
})

test('a database of which the network tells nothing any more is given up', async () => {
  const remote = await remoteDatabase()
  breakOffSilent(remote.pool, MS)
  const db = new Db(remote.pool)
  await db.ping()
  remote.freeze()
  await expect(db.ping()).rejects.toThrow(DatabaseUnavailable)
  await remote.drop()
})
