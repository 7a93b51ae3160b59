import { targets } from '../src/targets/index.ts'

const PROOFS = {
  executed: 'built and run in every case',
  compiled: 'compiled in every case',
  parsed: 'parsed in every case',
} as const

/** The targets as a table, in the order of their list. */
export function targetsTable(): string {
  const rows = targets.map(({ id, title, proof }) => `| \`${id}\` | ${title} | ${PROOFS[proof]} |`)
  return ['| target | programs in | what our tests do with them |', '|---|---|---|', ...rows].join('\n')
}

const PLACE = /(<!-- targets: [^\n]* -->\n)[\s\S]*?(<!-- \/targets -->)/

/** The page with the table in its place. */
export function withTable(page: string, table: string): string {
  if (!PLACE.test(page)) throw new Error('the page has no place for the table')
  return page.replace(PLACE, (_whole, open: string, close: string) => `${open}${table}\n${close}`)
}
