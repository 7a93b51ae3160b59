import { readFile, writeFile } from 'node:fs/promises'
import { targetsTable, withTable } from './targets-table.ts'

/** Writes the table of targets into the README. */
const readme = new URL('../../../README.md', import.meta.url)
await writeFile(readme, withTable(await readFile(readme, 'utf8'), targetsTable()))
