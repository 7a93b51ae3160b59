import { GetCustomIntegrationKey, GetIntegration, ListWebhooks, limits } from '@parhelion/contract'
import { ApiClient } from '@parhelion/testkit'
import pg from 'pg'
import { runningConnection } from '../../apps/server/src/db/embedded/running.ts'
import type { Ledger } from './writers.ts'

/** Sentences about what was acknowledged and is not there, or not as it was; through the API, as its clients see it. */
export async function findLost(address: string, { keys, integrations }: Pick<Ledger, 'keys' | 'integrations'>) {
  const lost: string[] = []
  const checks = [
    ...keys.map(({ app, integrationId, key }) => async () => {
      const params = { appId: app.appId, integrationId, keyId: key.id }
      const { status, body } = await new ApiClient(address, app.key).call(GetCustomIntegrationKey, { params })
      if (status !== 200 || body.key.secret !== key.secret) lost.push(`key ${key.id} (${status})`)
      const own = await new ApiClient(address, key).call(ListWebhooks, { params })
      if (own.status !== 200) lost.push(`key ${key.id} does not authenticate (${own.status})`)
    }),
    ...integrations.map(({ app, integrationId }) => async () => {
      const params = { appId: app.appId, integrationId }
      const { status, body } = await new ApiClient(address, app.key).call(GetIntegration, { params })
      const { webhooks } = (body.integration ?? {}) as { webhooks?: readonly unknown[] }
      if (status !== 200 || webhooks?.length !== 1) lost.push(`integration ${integrationId} (${status})`)
    }),
  ].values()
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const check of checks) await check()
    }),
  )
  return lost
}

/** Each query gives what must not be, and finds nothing in a sound database. */
const MUST_NOT_BE = {
  'an entry of the key index without its key': `
    select key_id from key_index
    where key_id not in (select id from integration_keys union all select id from app_keys)`,
  'a key without its entry in the key index': `
    select app_id, id from (select app_id, id from integration_keys union all select app_id, id from app_keys) as keys
    where (id, app_id) not in (select key_id, app_id from key_index)`,
  'a custom integration without exactly one webhook': `
    select id from integrations
    where type = 'custom' and 1 <> (
      select count(*) from webhooks where webhooks.app_id = integrations.app_id and integration_id = integrations.id)`,
  'an integration with too many keys': `
    select integration_id from integration_keys group by app_id, integration_id
    having count(*) > ${limits.integrationKeys}`,
  'an app with too many webhooks': `
    select app_id from webhooks group by app_id having count(*) > ${limits.webhooksPerApp}`,
}

/** Sentences about rows that are half-made or too many, from the database of a running server. */
export async function findUnsound(dataDir: string): Promise<string[]> {
  const client = new pg.Client({ ...(await runningConnection(dataDir)) })
  await client.connect()
  try {
    const unsound: string[] = []
    for (const [what, query] of Object.entries(MUST_NOT_BE)) {
      const { rows } = await client.query(query)
      unsound.push(...rows.map(row => `${what}: ${JSON.stringify(row)}`))
    }
    return unsound
  } finally {
    await client.end()
  }
}

export async function countRows(dataDir: string): Promise<{ keys: number; integrations: number }> {
  const client = new pg.Client({ ...(await runningConnection(dataDir)) })
  await client.connect()
  const text = `select (select count(*)::int from integration_keys) as keys,
                       (select count(*)::int from integrations) as integrations`
  const { rows } = await client.query(text).finally(() => client.end())
  return rows[0]
}
