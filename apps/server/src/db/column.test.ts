import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { column } from './column.ts'

const { pool } = (await testServer()).database

test.each([
  ['text, a missing value among it', ['a', null, 'ü "quoted" \\ {braces}, NULL']],
  ['nothing but missing values', [null, null]],
  ['an empty text', ['a', '', null]],
  ['text with line breaks', ['one\ntwo', null, 'three']],
  ['one value', ['only']],
  ['one missing value', [null]],
])('what is sent as a column arrives as it is: %s', async (_, values) => {
  const { rows } = await pool.query(sql`
    select v from unnest(${column(values, value => value)}, ${values.map((_, index) => index)}::int[]) as t(v, nth) order by nth`)
  expect(rows.map(({ v }) => v)).toEqual(values)
})
