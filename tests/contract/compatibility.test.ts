import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { notes, withTable } from './compatibility-table.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/compatibility.md'), 'utf8')

test('the table of all operations is current; `npm run compatibility` writes it', () => {
  expect(page, 'docs/compatibility.md is out of date: run `npm run compatibility` and review what changed').toBe(
    withTable(page),
  )
})

test('has a row for each of the 68 operations, and every note has its row', () => {
  const rows = [...page.matchAll(/^\| (\w+)<br>/gm)].map(([, id]) => id)
  expect(rows).toHaveLength(68)
  expect(Object.keys(notes).filter(id => !rows.includes(id))).toEqual([])
})
