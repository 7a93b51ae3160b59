import {
  CreateApp,
  CreateAppKey,
  CreateCustomIntegrationKey,
  CreateIntegration,
  CreateWebhook,
  DeleteApp,
  DeleteAppKey,
  DeleteIntegration,
  DeleteServiceAccount,
  DeleteWebhook,
  GetIntegration,
  ListAppKeys,
  ListApps,
  ListServiceAccounts,
  UpdateApp,
  UpdateIntegration,
  UpdateWebhook,
} from '@parhelion/contract'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { makeApp, makeCustom, makeServiceAccount, testServer, webhookBody } from '../testing/test-server.ts'

const { account, database } = await testServer()

type Answers = readonly { readonly status: number }[]

const statuses = (answers: Answers) => answers.map(({ status }) => status)
const times = <T>(count: number, run: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)))

/** Rows that belong to something that is no more, by table. */
async function orphans(): Promise<Record<string, number>> {
  const queries = {
    app_keys: 'app_id not in (select id from apps)',
    app_grants: 'app_id not in (select id from apps) or service_account_id not in (select id from service_accounts)',
    integrations: 'app_id not in (select id from apps)',
    integration_keys: '(app_id, integration_id) not in (select app_id, id from integrations)',
    webhooks: '(app_id, integration_id) not in (select app_id, id from integrations)',
    key_index: `(app_id, key_id) not in (select app_id, id from app_keys union all select app_id, id from integration_keys)`,
    'app_keys ': '(app_id, id) not in (select app_id, key_id from key_index)',
    'integration_keys ': '(app_id, id) not in (select app_id, key_id from key_index)',
    'integrations ': `type = 'custom' and not exists (select from webhooks w where (w.app_id, w.integration_id) = (t.app_id, t.id))`,
  }
  const found: Record<string, number> = {}
  for (const [table, condition] of Object.entries(queries)) {
    const { rowCount } = await database.pool.query(`select from ${table} t where ${condition}`)
    if (rowCount !== 0) found[table] = rowCount ?? -1
  }
  return found
}

afterEach(async () => {
  expect(await orphans()).toEqual({})
})

describe('changes of one thing at once', () => {
  test('of an integration: each one is whole, none undoes another, and removal ends them', async () => {
    const { appId, client } = await makeApp(account)
    for (let round = 0; round < 5; round++) {
      const made = await client.call(CreateIntegration, { params: { appId }, body: { type: 'web' } })
      const params = { appId, integrationId: made.body.integration.id }
      const names = ['brandColor', 'conversationColor', 'actionColor', 'businessName', 'buttonWidth', 'buttonHeight']
      const answers = await times(names.length, index =>
        client.call(UpdateIntegration, { params, body: { [names[index] ?? '']: `00000${index}` } }),
      )
      expect(statuses(answers)).toEqual(names.map(() => 200))
      const { body } = await client.call(GetIntegration, { params })
      expect(body.integration).toMatchObject(Object.fromEntries(names.map((name, i) => [name, `00000${i}`])))

      const racing = await times(20, index =>
        index === 10
          ? client.call(DeleteIntegration, { params })
          : client.call(UpdateIntegration, { params, body: { displayName: `Name ${index}` } }),
      )
      expect(new Set(statuses(racing)).isSubsetOf(new Set([200, 404]))).toBe(true)
      expect((await client.call(GetIntegration, { params })).status).toBe(404)
    }
  })

  test('of an app: none undoes another', async () => {
    const { appId, client } = await makeApp(account)
    const params = { appId }
    const bodies = [
      { displayName: 'Changed' },
      { metadata: { a: 1 } },
      { settings: { echoPostback: true } },
      { settings: { useAnimalNames: true } },
      { settings: { multiConvoEnabled: true } },
    ]
    expect(statuses(await Promise.all(bodies.map(body => client.call(UpdateApp, { params, body }))))).toEqual(
      bodies.map(() => 200),
    )
    const { body } = await client.call(UpdateApp, { params, body: {} })
    expect(body.app).toMatchObject({
      displayName: 'Changed',
      metadata: { a: 1 },
      settings: { echoPostback: true, useAnimalNames: true, multiConvoEnabled: true },
    })
  })

  test('of one thing that is removed many times: one removal counts', async () => {
    const { appId, client, key } = await makeApp(account)
    const { integrationId, integration } = await makeCustom(client, appId)
    const [webhook] = integration.webhooks as readonly { id: string }[]
    const params = { appId, integrationId, webhookId: webhook?.id ?? '', keyId: key.id }
    const added = await client.call(CreateWebhook, { params, body: webhookBody })
    for (const operation of [DeleteWebhook, DeleteIntegration, DeleteAppKey, DeleteApp]) {
      const at = operation === DeleteWebhook ? { ...params, webhookId: added.body.webhook.id } : params
      const answers = await times(10, () => account.call(operation, { params: at }))
      expect(statuses(answers).filter(status => status === 200)).toHaveLength(1)
      expect(statuses(answers).filter(status => status === 404)).toHaveLength(9)
    }
  })

  test('of a webhook that goes with its integration meanwhile', async () => {
    const { appId, client } = await makeApp(account)
    for (let round = 0; round < 5; round++) {
      const { integrationId, integration } = await makeCustom(client, appId)
      const [webhook] = integration.webhooks as readonly { id: string }[]
      const params = { appId, integrationId, webhookId: webhook?.id ?? '' }
      const answers = await times(16, index => {
        if (index === 8) return client.call(DeleteIntegration, { params })
        return index % 2 === 0
          ? client.call(CreateWebhook, { params, body: webhookBody })
          : client.call(UpdateWebhook, { params, body: { triggers: ['*'] } })
      })
      expect(new Set(statuses(answers)).isSubsetOf(new Set([200, 201, 404]))).toBe(true)
    }
  })
})

describe('what is made while its owner goes', () => {
  test('goes too: an app with keys, integrations, integration keys and webhooks being made', async () => {
    for (let round = 0; round < 8; round++) {
      const { appId, client } = await makeApp(account)
      const { integrationId } = await makeCustom(client, appId)
      const params = { appId, integrationId }
      const answers = await times(25, index => {
        switch (index === 12 ? 'remove' : index % 5) {
          case 'remove':
            return account.call(DeleteApp, { params })
          case 0:
            return account.call(CreateAppKey, { params, body: { displayName: 'Race' } })
          case 1:
            return account.call(CreateCustomIntegrationKey, { params, body: { displayName: 'Race' } })
          case 2:
            return account.call(CreateIntegration, { params, body: { type: 'custom', webhooks: [webhookBody] } })
          case 3:
            return account.call(CreateWebhook, { params, body: webhookBody })
          default:
            return account.call(DeleteIntegration, { params })
        }
      })
      // Also 400: a limit of ten may be reached before the app goes.
      expect(new Set(statuses(answers)).isSubsetOf(new Set([200, 201, 400, 404]))).toBe(true)
      expect((await account.call(ListAppKeys, { params })).status).toBe(404)
    }
  })

  test('goes too: an integration with keys being made', async () => {
    const { appId, client } = await makeApp(account)
    for (let round = 0; round < 5; round++) {
      const { integrationId } = await makeCustom(client, appId)
      const params = { appId, integrationId }
      const answers = await times(9, index =>
        index === 4
          ? client.call(DeleteIntegration, { params })
          : client.call(CreateCustomIntegrationKey, { params, body: { displayName: 'Race' } }),
      )
      expect(new Set(statuses(answers)).isSubsetOf(new Set([200, 201, 404]))).toBe(true)
    }
  })

  test('stays: apps being made by a service account that is removed, which is removed for sure', async () => {
    for (let round = 0; round < 10; round++) {
      const { id, client } = await makeServiceAccount(account)
      const params = { serviceAccountId: id }
      // Known to the server beforehand, so that what is made meets the removal and not the check of the key.
      expect((await client.call(ListApps)).status).toBe(200)
      const made: string[] = []
      const answers = await times(16, async index => {
        if (index === 4) return account.call(DeleteServiceAccount, { params })
        const answer = await client.call(CreateApp, { body: { displayName: 'Race' } })
        if (answer.status === 201) made.push(answer.body.app.id)
        return answer
      })
      expect(answers[4]?.status).toBe(200)
      expect(new Set(statuses(answers)).isSubsetOf(new Set([200, 201, 401]))).toBe(true)
      const { body } = await account.call(ListServiceAccounts)
      expect(body.serviceAccounts.map(one => one.id)).not.toContain(id)
      const { rows } = await database.pool.query<{ id: string }>('select id from apps where id = any($1)', [made])
      expect(rows).toHaveLength(made.length)
    }
  })
})

test('a service account is removed for sure, also when an app of it is just being committed', async () => {
  const { id } = await makeServiceAccount(account)
  const { body } = await account.call(CreateApp, { body: { displayName: 'Granted' } })
  const writer = await database.pool.connect()
  try {
    // What a creation does in another process, held open before its commit.
    await writer.query('begin')
    await writer.query('insert into app_grants (app_id, service_account_id) values ($1, $2)', [body.app.id, id])
    const removal = account.call(DeleteServiceAccount, { params: { serviceAccountId: id } })
    await vi.waitFor(async () => {
      const waiting = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      expect(waiting.rowCount).toBe(1)
    })
    await writer.query('commit')
    expect((await removal).status).toBe(200)
  } finally {
    writer.release()
  }
  const list = await account.call(ListServiceAccounts)
  expect(list.body.serviceAccounts.map(one => one.id)).not.toContain(id)
})

describe('a limit of ten holds when twenty come at once', () => {
  const tenOf = (answers: Answers) => [
    statuses(answers).filter(status => status === 201).length,
    statuses(answers).filter(status => status === 400).length,
  ]

  test('for the webhooks of an app, over two integrations', async () => {
    const { appId, client } = await makeApp(account)
    const one = await makeCustom(client, appId)
    const two = await makeCustom(client, appId)
    const answers = await times(20, index =>
      client.call(CreateWebhook, { params: index % 2 === 0 ? one : two, body: webhookBody }),
    )
    expect(tenOf(answers)).toEqual([8, 12])
    const { rowCount } = await database.pool.query('select from webhooks where app_id = $1', [appId])
    expect(rowCount).toBe(10)
  })

  test('for webhooks that are born with integrations; none is left without', async () => {
    const { appId, client } = await makeApp(account)
    const body = { type: 'custom', webhooks: [webhookBody] }
    const answers = await times(20, () => client.call(CreateIntegration, { params: { appId }, body }))
    expect(tenOf(answers)).toEqual([10, 10])
    const { rowCount } = await database.pool.query('select from integrations where app_id = $1', [appId])
    expect(rowCount).toBe(10)
  })

  test('for the keys of an app', async () => {
    const { appId } = await makeApp(account)
    const params = { appId }
    const answers = await times(20, index =>
      account.call(CreateAppKey, { params, body: { displayName: `Key ${index}` } }),
    )
    expect(tenOf(answers)).toEqual([9, 11])
    expect((await account.call(ListAppKeys, { params })).body.keys).toHaveLength(10)
  })
})
