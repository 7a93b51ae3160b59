import { isTest, list, literal, modules, type Tree, template, type Violation, walk } from './source.ts'

const SERVER = 'apps/server/src/'

/** Folders that own tables besides the stores of features. */
const OWNING_FOLDERS = ['delivery', 'jobs', 'events', 'hub']
const MIGRATION_TABLE = 'schema_migrations'

/** One statement writes a message with its conversation's counters and its event, so that they commit in one round trip. */
const SHARED_STATEMENT = {
  file: `${SERVER}features/messages/append/statement.ts`,
  tables: ['conversations', 'participants', 'messages', 'events'],
}

/** Tables without a tenant; every other table begins its primary key with `app_id`. */
export const GLOBAL_TABLES: ReadonlySet<string> = new Set([
  'accounts',
  'account_keys',
  'service_accounts',
  'service_account_keys',
  'oauth_clients',
  'oauth_codes',
  'apps',
  'key_index',
  'jobs',
  'lanes',
  'hub_sessions',
  'hub_links',
  MIGRATION_TABLE,
])

/** Fills every table of an empty database with rows that were taken from one, and so owns none of them. */
const RESTORE = `${SERVER}backup/`

interface Write {
  readonly file: string
  /** Undefined: the statement takes its table from an expression. */
  readonly table: string | undefined
}

/** R4: a table is written by one owner. */
export function checkTableOwners(tree: Tree): Violation[] {
  const found: Violation[] = []
  const owners = new Map<string, Map<string, string>>()
  for (const file of copiers(tree)) {
    if (!file.startsWith(RESTORE)) found.push(`${file} copies rows into a table: only a restore does (R4)`)
  }
  for (const { file, table } of tableWrites(tree)) {
    if (table === undefined) {
      if (!file.startsWith(RESTORE))
        found.push(`${file} writes to a table that is not named in the statement, so its owner cannot be told (R4)`)
      continue
    }
    if (file === SHARED_STATEMENT.file && SHARED_STATEMENT.tables.includes(table)) continue
    const owner = ownerOf(file, table)
    if (owner === undefined)
      found.push(`${file} writes to ${table}: tables are written by the store of their noun (R4)`)
    else owners.set(table, (owners.get(table) ?? new Map()).set(owner, file))
  }
  for (const [table, files] of owners) {
    if (files.size > 1) found.push(`${table} is written by ${[...files.values()].sort().join(' and ')} (R4)`)
  }
  return found
}

/** R4, second half: a tenant's rows lie together because the primary key begins with the tenant. */
export function checkPrimaryKeys(schema: string): Violation[] {
  const keys = primaryKeys(schema)
  if (keys.size === 0) return ['schema.sql creates no table that could be read (R4)']
  const found: Violation[] = []
  for (const [table, first] of keys) {
    if (GLOBAL_TABLES.has(table) || first === 'app_id') continue
    const key = first === undefined ? 'has no primary key' : `begins its primary key with ${first}`
    found.push(`${table} ${key}: a tenant table begins it with app_id (R4)`)
  }
  return found
}

function ownerOf(file: string, table: string): string | undefined {
  const path = file.slice(SERVER.length)
  const noun = /^features\/([^/]+)\/store(?:\.ts$|\/)/.exec(path)?.[1]
  if (noun !== undefined) return `features/${noun}`
  const folder = path.split('/')[0] ?? ''
  if (OWNING_FOLDERS.includes(folder)) return folder
  return folder === 'db' && table === MIGRATION_TABLE ? folder : undefined
}

function tableWrites(tree: Tree): Write[] {
  return statements(tree).flatMap(({ file, sql }) => writtenTables(sql).map(table => ({ file, table })))
}

function copiers(tree: Tree): Set<string> {
  return new Set(statements(tree).flatMap(({ file, sql }) => (COPY.test(withoutComments(sql)) ? file : [])))
}

/** Every text of the server that may be SQL. */
function statements(tree: Tree): { file: string; sql: string }[] {
  const found: { file: string; sql: string }[] = []
  for (const [file, { program }] of modules(tree)) {
    if (!file.startsWith(SERVER) || file.startsWith(`${SERVER}testing/`) || isTest(file)) continue
    walk(program, node => {
      const isTemplate = node.type === 'TemplateLiteral' && list(node.quasis).length > 0
      const sql = isTemplate ? template(node, HOLE) : node.type === 'Literal' ? literal(node) : undefined
      if (sql !== undefined) found.push({ file, sql })
    })
  }
  return found
}

const HOLE = '\u0001'
const NAME = `(?:"?\\w+"?\\.)?"?(\\w+)"?`
const COPY = new RegExp(`\\bcopy\\s+(?:${NAME}|${HOLE})\\s*(?:\\([^)]*\\)\\s*)?from\\b`, 'i')
const WRITES = [
  new RegExp(`\\binsert\\s+into\\s+(?:only\\s+)?(?:${NAME}|${HOLE}|$)`, 'gi'),
  new RegExp(`\\bmerge\\s+into\\s+(?:only\\s+)?(?:${NAME}|${HOLE})(?:\\s+(?:as\\s+)?\\w+)?\\s+using\\b`, 'gi'),
  new RegExp(`\\bdelete\\s+from\\s+(?:only\\s+)?(?:${NAME}|${HOLE}|$)`, 'gi'),
  new RegExp(`\\btruncate\\s+(?:table\\s+)?(?:only\\s+)?(?:${NAME}|${HOLE})`, 'gi'),
  // `on conflict do update set` and `for update` change no further table.
  new RegExp(
    `(?<!\\b(?:do|for|key|on)\\s+)\\bupdate\\s+(?:only\\s+)?(?:${NAME}|${HOLE})(?:\\s+(?:as\\s+)?\\w+)?\\s+set\\s+(?:"?\\w+"?\\s*=|\\(|${HOLE})`,
    'gi',
  ),
]

/** The tables a piece of SQL writes to, in CTEs and upserts, too. */
export function writtenTables(sql: string): (string | undefined)[] {
  const bare = withoutComments(sql).replace(/'(?:[^']|'')*'/g, "''")
  return WRITES.flatMap(pattern => [...bare.matchAll(pattern)].map(match => match[1]?.toLowerCase()))
}

/** Table → first column of its primary key. Partitions inherit theirs and are left out. */
function primaryKeys(schema: string): Map<string, string | undefined> {
  const keys = new Map<string, string | undefined>()
  for (const statement of withoutComments(schema).split(';')) {
    const created = new RegExp(
      `^\\s*create\\s+(?:unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?${NAME}\\s*\\(([\\s\\S]*)\\)`,
      'i',
    ).exec(statement)
    if (created?.[1] !== undefined) keys.set(created[1], keyOf(created[2] ?? ''))
    const altered = new RegExp(`^\\s*alter\\s+table\\s+(?:only\\s+)?${NAME}\\s+add\\s+([\\s\\S]*)`, 'i').exec(statement)
    const key = altered && keyOf(altered[2] ?? '')
    if (altered?.[1] !== undefined && key) keys.set(altered[1], key)
  }
  return keys
}

function keyOf(definition: string): string | undefined {
  const listed = /\bprimary\s+key\s*\(\s*"?(\w+)"?/i.exec(definition)?.[1]
  return listed ?? /(?:^|,)\s*"?(\w+)"?(?:[^,(]|\([^)]*\))*?\bprimary\s+key\b/i.exec(definition)?.[1]
}

function withoutComments(sql: string): string {
  return sql.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/--[^\n]*/g, ' ')
}
