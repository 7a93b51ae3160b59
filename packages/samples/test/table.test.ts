import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { targetsTable, withTable } from '../run/targets-table.ts'

test('the README lists the targets as they are', () => {
  const page = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  expect(withTable(page, targetsTable())).toBe(page)
})

test('a page without a place for the table is refused', () => {
  expect(() => withTable('# A page', targetsTable())).toThrow('the page has no place for the table')
})
