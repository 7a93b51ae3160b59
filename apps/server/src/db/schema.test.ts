import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { schemaText } from '../testing/schema-text.ts'

const GOLDEN = join(import.meta.dirname, '../../schema.sql')

test('schema.sql is the schema after all migrations; `npm run schema` writes it', async () => {
  const client = new pg.Client({ ...inject('admin'), database: inject('template') })
  await client.connect()
  const schema = await schemaText(client).finally(() => client.end())
  expect(schema, 'apps/server/schema.sql is out of date: run `npm run schema` and review what changed').toBe(
    await readFile(GOLDEN, 'utf8'),
  )
})
