import { randomBytes } from 'node:crypto'
import {
  CreateApp,
  CreateAppKey,
  DeleteApp,
  GetApp,
  GetIntegration,
  ListAppKeys,
  ListIntegrations,
  ListWebhooks,
  limits,
  metadataBytes,
  type Operation,
  UpdateApp,
} from '@parhelion/contract'
import { bearer, signToken } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { refused } from '../../testing/refused.ts'
import { makeApp, makeCustom, makeServiceAccount, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { account } = server
const missing = 'ffffffffffffffffffffffff'
const settings = {
  appLocalizationEnabled: true,
  echoPostback: false,
  maskCreditCardNumbers: true,
  multiConvoEnabled: false,
  useAnimalNames: false,
}

const create = (body: unknown) => account.call(CreateApp, { body })
const update = (appId: string, body: unknown) => account.call(UpdateApp, { params: { appId }, body })
const get = (appId: string) => account.call(GetApp, { params: { appId } })
const bodyFor = ({ body }: Operation) => (body === undefined ? {} : { body: { displayName: 'x' } })
const ofBytes = (bytes: number) => ({ ключ: 'é'.repeat((bytes - 8) / 2) + (bytes % 2 === 0 ? '' : 'x') })

describe('creating an app', () => {
  test('answers with an id and the settings every app begins with', async () => {
    const { status, body } = await create({ displayName: 'My App' })
    expect(status).toBe(201)
    expect(body).toEqual({
      app: { id: expect.stringMatching(/^[0-9a-f]{24}$/), displayName: 'My App', settings },
    })
  })

  test('takes every setting, metadata, and any Unicode', async () => {
    const all = {
      conversationRetentionSeconds: 0,
      maskCreditCardNumbers: false,
      useAnimalNames: true,
      echoPostback: true,
      ignoreAutoConversationStart: true,
      multiConvoEnabled: true,
      appLocalizationEnabled: false,
      endSessionEnabled: true,
      disableConversationReopen: true,
    }
    const metadata = { 'the "key"': '日本 🌞', number: -1.5, flag: false, empty: '' }
    const { status, body } = await create({ displayName: '🌞 ünï\n\\', settings: all, metadata })
    expect(status).toBe(201)
    expect(body.app).toEqual({ id: expect.any(String), displayName: '🌞 ünï\n\\', settings: all, metadata })
    expect((await get(body.app.id)).body.app).toMatchObject({ displayName: '🌞 ünï\n\\', settings: all, metadata })
  })

  test('leaves out what clients cannot write and what it does not know', async () => {
    const { status, body } = await create({
      id: missing,
      subdomain: 'mine',
      displayName: 'x',
      settings: { multiConvoEnabled: true, unknown: 1 },
      unknown: { deep: true },
    })
    expect(status).toBe(201)
    expect(body.app).toEqual({
      id: expect.not.stringMatching(missing),
      displayName: 'x',
      settings: { ...settings, multiConvoEnabled: true },
    })
  })

  test('without a name names the property in the words clients know', async () => {
    expect(await create({})).toMatchObject(refused(400, 'bad_request', "should have required property 'displayName'"))
    expect(await create(undefined)).toMatchObject(refused(400, 'bad_request', 'should be object'))
  })

  test.each([
    [{ displayName: '' }, '.displayName: should not be shorter than 1 characters'],
    [{ displayName: 'x'.repeat(101) }, '.displayName: should not be longer than 100 characters'],
    [{ displayName: null }, '.displayName: should be string'],
    [{ displayName: 7 }, '.displayName: should be string'],
    [{ displayName: 'x', settings: null }, '.settings: should be object'],
    [{ displayName: 'x', settings: { echoPostback: 'true' } }, '.settings.echoPostback: should be boolean'],
    [
      { displayName: 'x', settings: { conversationRetentionSeconds: -1 } },
      '.settings.conversationRetentionSeconds: should be >= 0',
    ],
    [
      { displayName: 'x', settings: { conversationRetentionSeconds: 1.5 } },
      '.settings.conversationRetentionSeconds: should be integer',
    ],
    [{ displayName: 'x', metadata: [] }, '.metadata: should be object or null'],
    [{ displayName: 'x', metadata: { deep: {} } }, '.metadata.deep: should be string or number or boolean'],
    [{ displayName: 'x', metadata: { nothing: null } }, '.metadata.nothing: should be string or number or boolean'],
  ])('refuses %j', async (body, title) => {
    expect(await create(body)).toMatchObject(refused(400, 'bad_request', title))
  })

  test('counts the characters of a name, not their bytes', async () => {
    expect((await create({ displayName: '🌞'.repeat(100) })).status).toBe(201)
  })

  test('takes 4096 bytes of metadata and not one more', async () => {
    const [fits, exceeds] = [ofBytes(limits.metadataBytes), ofBytes(limits.metadataBytes + 1)]
    expect([metadataBytes(fits), metadataBytes(exceeds)]).toEqual([4096, 4097])
    expect(await create({ displayName: 'x', metadata: fits })).toMatchObject({
      status: 201,
      body: { app: { metadata: fits } },
    })
    expect(await create({ displayName: 'x', metadata: exceeds })).toMatchObject(
      refused(400, 'bad_request', 'App metadata is limited to 4096 bytes in size.'),
    )
  })

  test.each(['endSessionEnabled', 'disableConversationReopen'])(
    'allows %s only together with multiConvoEnabled',
    async name => {
      const title = `.settings.${name}: should be true only with multiConvoEnabled`
      expect(await create({ displayName: 'x', settings: { [name]: true } })).toMatchObject(
        refused(400, 'bad_request', title),
      )
      expect((await create({ displayName: 'x', settings: { [name]: false } })).status).toBe(201)
      expect((await create({ displayName: 'x', settings: { [name]: true, multiConvoEnabled: true } })).status).toBe(201)
    },
  )
})

describe('getting an app', () => {
  test('adds the subdomain, which no other reply has', async () => {
    const { appId, client } = await makeApp(account)
    const app = { id: appId, displayName: 'Test app', settings }
    expect((await get(appId)).body).toEqual({ app: { ...app, subdomain: 'localhost' } })
    expect((await client.call(GetApp, { params: { appId } })).body.app.subdomain).toBe('localhost')
    expect((await update(appId, {})).body).toEqual({ app })
  })

  test('that does not exist says so, whatever the id looks like', async () => {
    for (const appId of [missing, 'x', ' ', '../apps', 'ä'.repeat(1000)]) {
      expect(await get(appId)).toMatchObject(refused(404, 'app_not_found', 'App not found'))
    }
  })
})

describe('updating an app', () => {
  test('changes what is sent and leaves the rest', async () => {
    const { body } = await create({
      displayName: 'Before',
      metadata: { a: 1, b: 2 },
      settings: { useAnimalNames: true },
    })
    const { id } = body.app
    expect((await update(id, { displayName: 'After' })).body.app).toEqual({ ...body.app, displayName: 'After' })
    expect((await update(id, { settings: { echoPostback: true } })).body.app).toEqual({
      ...body.app,
      displayName: 'After',
      settings: { ...settings, useAnimalNames: true, echoPostback: true },
    })
    expect((await update(id, { id: missing, unknown: 1, settings: { unknown: 1 } })).body.app.id).toBe(id)
    expect((await get(id)).body.app.settings).toEqual({ ...settings, useAnimalNames: true, echoPostback: true })
  })

  test('replaces metadata as a whole, and null clears it', async () => {
    const { body } = await create({ displayName: 'x', metadata: { a: 1, b: 2 } })
    const { id } = body.app
    expect((await update(id, { metadata: { c: true } })).body.app.metadata).toEqual({ c: true })
    expect((await update(id, { displayName: 'y' })).body.app.metadata).toEqual({ c: true })
    expect((await update(id, { metadata: {} })).body.app.metadata).toEqual({})
    expect((await update(id, { metadata: null })).body.app).not.toHaveProperty('metadata')
    expect((await get(id)).body.app).not.toHaveProperty('metadata')
  })

  test('never turns multiConvoEnabled off again', async () => {
    const { body } = await create({ displayName: 'x', settings: { multiConvoEnabled: true } })
    const { id } = body.app
    const title = '.settings.multiConvoEnabled: should stay true once it is'
    expect(await update(id, { displayName: 'y', settings: { multiConvoEnabled: false } })).toMatchObject(
      refused(400, 'bad_request', title),
    )
    expect((await get(id)).body.app).toMatchObject({ displayName: 'x', settings: { multiConvoEnabled: true } })
    expect((await update(id, { settings: { endSessionEnabled: true } })).status).toBe(200)
  })

  test('refuses what creating refuses', async () => {
    const { appId } = await makeApp(account)
    for (const name of ['endSessionEnabled', 'disableConversationReopen']) {
      const title = `.settings.${name}: should be true only with multiConvoEnabled`
      expect(await update(appId, { settings: { [name]: true } })).toMatchObject(refused(400, 'bad_request', title))
    }
    expect(await update(appId, { displayName: null })).toMatchObject(refused(400, 'bad_request'))
    expect(await update(appId, { metadata: ofBytes(4097) })).toMatchObject(
      refused(400, 'bad_request', 'App metadata is limited to 4096 bytes in size.'),
    )
    expect(await update(appId, undefined)).toMatchObject(refused(400, 'bad_request', 'should be object'))
    expect(await update(missing, {})).toMatchObject(refused(404, 'app_not_found', 'App not found'))
  })

  test('at the same time as others loses no change', async () => {
    const { appId } = await makeApp(account)
    const names = ['echoPostback', 'useAnimalNames', 'multiConvoEnabled', 'ignoreAutoConversationStart']
    await Promise.all(names.map(name => update(appId, { settings: { [name]: true } })))
    const { body } = await get(appId)
    expect(body.app.settings).toMatchObject(Object.fromEntries(names.map(name => [name, true])))
  })

  test('is for the app itself, too, but not for another one', async () => {
    const { appId, client } = await makeApp(account)
    const other = await makeApp(account)
    expect((await client.call(UpdateApp, { params: { appId }, body: { displayName: 'Mine' } })).status).toBe(200)
    for (const operation of [GetApp, UpdateApp]) {
      expect(await other.client.call(operation, { params: { appId }, ...bodyFor(operation) })).toMatchObject(
        refused(403, 'forbidden'),
      )
    }
    expect((await get(appId)).body.app.displayName).toBe('Mine')
  })
})

describe('deleting an app', () => {
  test('takes integrations, keys and webhooks, and ends credentials at once', async () => {
    const { appId, key, client } = await makeApp(account)
    const { integrationId, client: integration, key: integrationKey } = await makeCustom(client, appId)
    const params = { appId, integrationId }
    const token = client.as(bearer(await signToken(key, { scope: 'app' })))
    const tokenOfIntegration = client.as(bearer(await signToken(integrationKey, { scope: 'integration' })))
    const callers = [
      () => client.call(GetApp, { params }),
      () => token.call(GetApp, { params }),
      () => integration.call(ListWebhooks, { params }),
      () => tokenOfIntegration.call(ListWebhooks, { params }),
    ]
    for (const call of callers) expect((await call()).status).toBe(200)

    expect(await account.call(DeleteApp, { params })).toMatchObject({ status: 200, body: {} })
    for (const call of callers) expect(await call()).toMatchObject(refused(401, 'unauthorized'))
    for (const operation of [
      GetApp,
      UpdateApp,
      DeleteApp,
      ListAppKeys,
      ListIntegrations,
      GetIntegration,
      ListWebhooks,
    ]) {
      expect(await account.call(operation, { params, ...bodyFor(operation) })).toMatchObject(
        refused(404, 'app_not_found', 'App not found'),
      )
    }
    expect(await account.call(CreateAppKey, { params, body: { displayName: 'x' } })).toMatchObject(
      refused(404, 'app_not_found'),
    )
    const { pool } = server.database
    for (const table of ['app_keys', 'integrations', 'integration_keys', 'webhooks', 'key_index']) {
      expect((await pool.query(`select from ${table} where app_id = $1`, [appId])).rowCount).toBe(0)
    }
  })

  test('leaves the other apps alone', async () => {
    const [gone, left] = [await makeApp(account), await makeApp(account)]
    const { integrationId } = await makeCustom(left.client, left.appId)
    await account.call(DeleteApp, { params: { appId: gone.appId } })
    expect((await left.client.call(GetIntegration, { params: { appId: left.appId, integrationId } })).status).toBe(200)
  })

  test('is not for the app itself, and another service account does not find it', async () => {
    const { appId, client } = await makeApp(account)
    const { client: stranger } = await makeServiceAccount(account)
    expect(await client.call(DeleteApp, { params: { appId } })).toMatchObject(refused(403, 'forbidden'))
    expect(await stranger.call(DeleteApp, { params: { appId } })).toMatchObject(refused(404, 'app_not_found'))
    expect((await get(appId)).status).toBe(200)
  })

  test('while things are being made in it leaves nothing behind', async () => {
    const { appId, client } = await makeApp(account)
    const making = Array.from({ length: 12 }, () =>
      client.send<unknown>('POST', `/v2/apps/${appId}/integrations`, { body: { type: 'unity' } }),
    )
    const [gone, ...made] = await Promise.all([account.call(DeleteApp, { params: { appId } }), ...making])
    expect(gone.status).toBe(200)
    for (const { status } of made) expect([201, 401, 404]).toContain(status)
    const { rowCount } = await server.database.pool.query('select from integrations where app_id = $1', [appId])
    expect(rowCount).toBe(0)
  })
})

test('an unknown key of an app that never was is told nothing', async () => {
  const nobody = account.as({ id: `app_${randomBytes(12).toString('hex')}`, secret: 'x' })
  expect(await nobody.call(GetApp, { params: { appId: missing } })).toMatchObject(
    refused(401, 'unauthorized', 'Authorization is required'),
  )
})
