import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { boundary } from './architecture/faults/boundary.ts'
import { betweenFeatures, insideFeatures } from './architecture/faults/features.ts'
import { dependencies, packages } from './architecture/faults/packages.ts'
import { samplesLayers } from './architecture/faults/samples-layers.ts'
import { serverLayers } from './architecture/faults/server-layers.ts'
import { barrels, compilerFlags, cycles, typeCycles } from './architecture/faults/shape.ts'
import { oversizes, sizes } from './architecture/faults/sizes.ts'
import { tableOwners } from './architecture/faults/tables.ts'
import { rule } from './architecture/rule.ts'
import type { Oversize } from './architecture/sizes.ts'
import { modules } from './architecture/source.ts'
import { checkPrimaryKeys } from './architecture/tables.ts'
import { readTree } from './architecture/tree.ts'

/** Files over 300 lines and folders over 20 files, each with its reason. The list only shrinks. */
const OVERSIZES: readonly Oversize[] = []

const tree = readTree(fileURLToPath(new URL('..', import.meta.url)))

test('the rules see the whole repository', () => {
  const app = modules(tree).get('apps/server/src/app.ts')
  expect(app?.imports.map(made => made.specifier)).toContain('./config.ts')
  expect(modules(tree).has('tests/architecture/faults/features.ts')).toBe(true)
})

rule(tree, serverLayers)
rule(tree, samplesLayers)
rule(tree, insideFeatures)
rule(tree, betweenFeatures)
rule(tree, tableOwners)
rule(tree, boundary)
rule(tree, packages)
rule(tree, dependencies)
rule(tree, cycles)
rule(tree, typeCycles)
rule(tree, barrels)
rule(tree, compilerFlags)
rule(tree, sizes(OVERSIZES))
rule(tree, oversizes)

describe("R4 · the primary key of a tenant's table begins with the tenant", () => {
  const schema = tree.get('apps/server/schema.sql')

  test('holds in the repository', context => {
    if (schema === undefined) return context.skip('apps/server/schema.sql does not exist yet')
    expect(checkPrimaryKeys(schema)).toEqual([])
  })

  test('lets a clean schema pass', () => {
    expect(
      checkPrimaryKeys(`
        create table apps (id text primary key, name text not null default 'a;b'); -- create table x (id int primary key)
        create table public.users (app_id text, id text, constraint users_pkey primary key (app_id, id));
        CREATE TABLE events (app_id text NOT NULL, id text NOT NULL) PARTITION BY RANGE (id);
        ALTER TABLE ONLY public.events ADD CONSTRAINT events_pkey PRIMARY KEY (app_id, id);
        create table events_2026 partition of events for values from ('a') to ('b');`),
    ).toEqual([])
  })

  test.each([
    ['create table users (id text primary key, app_id text)', 'users begins its primary key with id'],
    ['create table users (app_id text, id text, primary key (id, app_id))', 'users begins its primary key with id'],
    ['create table users (app_id text, id text)', 'users has no primary key'],
    [
      'create table users (app_id text, id int); alter table users add primary key (id)',
      'users begins its primary key with id',
    ],
  ])('reports %s', (schema, fault) => {
    expect(checkPrimaryKeys(schema)).toEqual([`${fault}: a tenant table begins it with app_id (R4)`])
  })

  test('reports a schema in which it finds no table', () => {
    expect(checkPrimaryKeys('')).toEqual(['schema.sql creates no table that could be read (R4)'])
  })
})
