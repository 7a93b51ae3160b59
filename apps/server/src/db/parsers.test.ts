import sql from 'sql-template-tag'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../testing/test-database.ts'
import { queryPrepared } from './prepared-query.ts'
import { Db } from './tx.ts'

const database = await testDatabase()
afterAll(() => database.drop())
const db = new Db(database.pool)

/** The same value by our way and by that of `pg`. */
async function both(expression: string, zone = 'UTC'): Promise<{ ours: unknown; theirs: unknown }> {
  const client = await database.pool.connect()
  try {
    await client.query(`set time zone '${zone}'`)
    const text = `select ${expression} as value`
    const theirs = (await client.query<{ value: unknown }>(text)).rows[0]?.value
    const ours = (await queryPrepared<{ value: unknown }>(client, 'asked', text, [])).rows[0]?.value
    return { ours, theirs }
  } finally {
    client.release(true)
  }
}

const times = [
  '2026-12-01 02:04:17.123456+00',
  '2026-12-01 02:04:17+00',
  '2026-12-01 02:04:17.1+00',
  '1969-12-31 23:59:59.999999+00',
  '0099-03-01 00:00:00+00',
  '10000-01-01 00:00:00+00',
  '0044-03-15 12:00:00+00 BC',
  'infinity',
  '-infinity',
]

test.each(times)('a time is read as what it is: %s', async time => {
  const { ours, theirs } = await both(`timestamptz '${time}'`)
  expect(ours).toEqual(theirs)
})

test.each(['Asia/Kathmandu', 'America/St_Johns', 'Europe/London'])('a time is the same in the zone %s', async zone => {
  const { ours } = await both(`timestamptz '2026-07-01 02:04:17.123456+00'`, zone)
  expect(ours).toEqual(new Date('2026-07-01T02:04:17.123Z'))
})

const lists: readonly (readonly (string | null)[])[] = [
  [],
  ['conversation:message'],
  ['a', 'b', 'c'],
  ['', ' ', 'a b'],
  ['a,b', '{a}', '"', '\\', "'"],
  [null, 'NULL', 'null', 'nullable', 'x'],
  ['ü', '日本語', '🦜', 'line\nbreak'],
]

test.each(lists.map(list => [list]))('a list of texts is read as it was written: %j', async list => {
  const rows = await db.single.rows<{ list: unknown }>(sql`select ${list}::text[] as list`)
  expect(rows).toEqual([{ list }])
})

test('lists of lists, and those that begin elsewhere, are read as well', async () => {
  const { ours, theirs } = await both(`array[['a', 'b'], ['c', 'd']]`)
  expect(ours).toEqual(theirs)
  expect((await both(`'[0:1]={a,b}'::text[]`)).ours).toEqual(['a', 'b'])
})
