import type { Rule } from '../rule.ts'
import { checkTableOwners } from '../tables.ts'

const S = 'apps/server/src'
const F = `${S}/features`
/** The dollar of a hole, kept apart so that the planted template is not one of this file. */
const HOLE = '$' + '{table}'

export const tableOwners: Rule = {
  name: 'R4 · a table is written by one owner',
  check: checkTableOwners,
  clean: {
    [`${F}/users/store.ts`]:
      'sql`insert into users (id) values (1) on conflict (id) do update set signed_up_at = 2`; sql`select * from apps for update`',
    [`${F}/users/store/profile.ts`]: 'sql`update only users as u set a = 1`',
    [`${F}/apps/store.ts`]:
      "sql`with gone as (delete from apps returning id) select 'delete from users' -- update users set a = 1\n`",
    [`${F}/conversations/store.ts`]: 'sql`update conversations set a = 1`',
    [`${F}/messages/append/statement.ts`]:
      'sql`with c as (update conversations set seq = seq + 1), m as (insert into messages values (1)) insert into events values (1)`',
    [`${S}/events/outbox.ts`]: "db.query('insert into events values ($1)')",
    [`${S}/db/migrate.ts`]: "db.query('insert into schema_migrations values ($1)')",
    [`${S}/backup/tables.ts`]: `client.query(\`copy ${HOLE} (${HOLE}) from stdin\`); client.query(\`delete from ${HOLE}\`); 'copy (select a from apps) to stdout'`,
    [`${F}/users/users.test.ts`]: 'sql`delete from apps`',
    [`${F}/users/service.ts`]: '/* insert into apps */ throw new Error("The update was set aside")',
  },
  faults: [
    [
      'two stores that write one table, the second in a CTE of an upsert',
      {
        [`${F}/clients/store.ts`]:
          'sql`with moved as (insert into public."users" values (1) on conflict do update set a = 2 returning id) select 1`',
      },
      [`users is written by ${F}/clients/store.ts and ${F}/users/store/profile.ts (R4)`],
    ],
    [
      'a service that writes',
      { [`${F}/users/service.ts`]: 'tx.query(`\n  DELETE FROM\n    users`)' },
      [`${F}/users/service.ts writes to users: tables are written by the store of their noun (R4)`],
    ],
    [
      'a table of a feature that delivery writes, too',
      { [`${S}/delivery/lanes.ts`]: 'sql`update users u set a = 1`' },
      [`users is written by ${S}/delivery/lanes.ts and ${F}/users/store/profile.ts (R4)`],
    ],
    [
      'the shared statement when it reaches further than its three tables',
      { [`${F}/messages/append/statement.ts`]: 'sql`update users set a = 1`' },
      [`${F}/messages/append/statement.ts writes to users: tables are written by the store of their noun (R4)`],
    ],
    [
      'a store that copies rows into its table',
      { [`${F}/clients/store.ts`]: "db.query('copy clients (id) from stdin')" },
      [`${F}/clients/store.ts copies rows into a table: only a restore does (R4)`],
    ],
    [
      'a statement that hides its table',
      { [`${F}/apps/store.ts`]: `sql\`truncate ${HOLE}\`; const a = 'insert into ' + table` },
      [
        `${F}/apps/store.ts writes to a table that is not named in the statement, so its owner cannot be told (R4)`,
        `${F}/apps/store.ts writes to a table that is not named in the statement, so its owner cannot be told (R4)`,
      ],
    ],
  ],
}
