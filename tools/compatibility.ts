import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withTable } from '../tests/contract/compatibility-table.ts'

const FILE = join(import.meta.dirname, '../docs/compatibility.md')

/** Writes the table of all operations into the page, from the contract and what is known of the specification. */
writeFileSync(FILE, withTable(readFileSync(FILE, 'utf8')))
