import { type Operation, operations, pathParams } from '@parhelion/contract'
import type { Answer, Credential } from '@parhelion/testkit'
import { expect, test } from 'vitest'
import { makeTenant } from '../testing/tenant.ts'
import { makeServiceAccount, testServer } from '../testing/test-server.ts'

const { account, accountKey, anonymous, database } = await testServer()
const mine = await makeTenant(account)
const foreign = await makeTenant(account)
const stranger = await makeServiceAccount(account)

const MISSING = '0123456789abcdef01234567'

const all = (operations as readonly Operation[]).map(operation => [operation.id, operation] as const)
const withIdInApp = all.flatMap(([id, operation]) =>
  pathParams(operation.path)
    .filter(name => operation.path.includes('{appId}') && name !== 'appId')
    .map(name => [id, name, operation] as const),
)
const ofAnApp = all.filter(([, operation]) => operation.path.includes('{appId}'))

async function call(operation: Operation, as: Credential, params: Readonly<Record<string, string>>) {
  return anonymous.call(operation, { params, as, ...mine.input(operation) })
}

/** What a caller can tell one answer from another by: all but the name of the request and the time. */
function seen({ status, headers, body }: Answer<unknown>) {
  const telling = [...headers].filter(([name]) => !['x-request-id', 'date'].includes(name))
  return { status, body, headers: Object.fromEntries(telling) }
}

const missingLike = (id: string) => (/^\w{3}_/.test(id) ? `${id.slice(0, 4)}${MISSING}` : MISSING)

test.each(withIdInApp)(
  "%s: another tenant's %s looks like one that does not exist",
  async (_id, name, operation: Operation) => {
    for (const as of [mine.appKey, mine.integrationKey, accountKey]) {
      const theirs = foreign.params(operation)[name] ?? ''
      const params = mine.params(operation)
      const answer = await call(operation, as, { ...params, [name]: theirs })
      const missing = await call(operation, as, { ...params, [name]: missingLike(theirs) })
      expect(seen(answer)).toEqual(seen(missing))
      expect([403, 404]).toContain(answer.status)
    }
  },
)

test.each(ofAnApp)('%s: a service account sees foreign apps exactly as missing ones', async (_, operation) => {
  const params = foreign.params(operation)
  const answer = await call(operation, stranger.key, params)
  const missing = await call(operation, stranger.key, { ...params, appId: MISSING })
  expect(seen(answer)).toEqual(seen(missing))
  expect(answer.status).toBe(404)
})

test.each(ofAnApp)('%s: keys of an app see foreign apps exactly as missing ones', async (_, operation) => {
  for (const as of [mine.appKey, mine.integrationKey]) {
    const params = foreign.params(operation)
    const answer = await call(operation, as, params)
    const missing = await call(operation, as, { ...params, appId: MISSING })
    expect(seen(answer)).toEqual(seen(missing))
    expect(answer.status).toBe(403)
  }
})

test('nothing of the other tenant was changed by any of this', async () => {
  const ofForeign = (table: string) =>
    database.pool.query(`select 1 from ${table} where app_id = $1`, [foreign.appId]).then(({ rowCount }) => rowCount)
  expect({
    app_keys: await ofForeign('app_keys'),
    integrations: await ofForeign('integrations'),
    integration_keys: await ofForeign('integration_keys'),
    webhooks: await ofForeign('webhooks'),
    switchboards: await ofForeign('switchboards'),
    switchboard_integrations: await ofForeign('switchboard_integrations'),
    users: await ofForeign('users'),
    clients: await ofForeign('clients'),
    conversations: await ofForeign('conversations'),
    participants: await ofForeign('participants'),
    messages: await ofForeign('messages'),
    attachments: await ofForeign('attachments'),
  }).toEqual({
    app_keys: 1,
    integrations: 4,
    integration_keys: 2,
    webhooks: 3,
    switchboards: 1,
    switchboard_integrations: 1,
    users: 2,
    clients: 1,
    conversations: 1,
    participants: 1,
    messages: 1,
    attachments: 1,
  })
})
