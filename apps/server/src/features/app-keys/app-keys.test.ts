import { CreateAppKey, DeleteAppKey, GetApp, GetAppKey, ListAppKeys } from '@parhelion/contract'
import { bearer, signToken } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { refused } from '../../testing/refused.ts'
import { makeApp, makeCustom, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { account } = server
const missing = `app_${'f'.repeat(24)}`

const create = (appId: string, body: unknown) => account.call(CreateAppKey, { params: { appId }, body })

describe('an app key', () => {
  test('is made with an id, a name and a secret, whatever else is sent', async () => {
    const { appId } = await makeApp(account)
    const { status, body } = await create(appId, { displayName: 'Ключ 🌞', id: missing, secret: 'mine', unknown: 1 })
    expect(status).toBe(201)
    expect(body).toEqual({
      key: {
        id: expect.stringMatching(/^app_[0-9a-f]{24}$/),
        displayName: 'Ключ 🌞',
        secret: expect.stringMatching(/^[\w-]{86}$/),
      },
    })
    expect(body.key.id).not.toBe(missing)
  })

  test('is got and listed with its secret, oldest first', async () => {
    const { appId, key: first } = await makeApp(account)
    const { key: second } = (await create(appId, { displayName: 'Second' })).body
    const params = { appId, keyId: second.id }
    expect(await account.call(GetAppKey, { params })).toMatchObject({ status: 200, body: { key: second } })
    const list = await account.call(ListAppKeys, { params })
    expect(list.status).toBe(200)
    expect(list.body).toEqual({ keys: [first, second] })
  })

  test.each([
    [{}, "should have required property 'displayName'"],
    [{ displayName: '' }, '.displayName: should not be shorter than 1 characters'],
    [{ displayName: 'x'.repeat(101) }, '.displayName: should not be longer than 100 characters'],
    [{ displayName: null }, '.displayName: should be string'],
    [undefined, 'should be object'],
    [[], 'should be object'],
  ])('is not made from %j', async (body, title) => {
    const { appId } = await makeApp(account)
    expect(await create(appId, body)).toMatchObject(refused(400, 'bad_request', title))
  })

  test('speaks for its app until it is deleted, and so do its tokens; other keys go on', async () => {
    const { appId, key, client } = await makeApp(account)
    const other = (await create(appId, { displayName: 'Other' })).body.key
    const token = client.as(bearer(await signToken(key, { scope: 'app' })))
    const params = { appId, keyId: key.id }
    for (const caller of [client, token]) expect((await caller.call(GetApp, { params })).status).toBe(200)

    expect(await account.call(DeleteAppKey, { params })).toMatchObject({ status: 200, body: {} })
    for (const caller of [client, token])
      expect(await caller.call(GetApp, { params })).toMatchObject(refused(401, 'unauthorized'))
    expect((await client.as(other).call(GetApp, { params })).status).toBe(200)
    for (const operation of [GetAppKey, DeleteAppKey]) {
      expect(await account.call(operation, { params })).toMatchObject(refused(404, 'not_found', 'Resource not found'))
    }
  })

  test('is not to be found under another app, nor is one of an integration', async () => {
    const [one, two] = [await makeApp(account), await makeApp(account)]
    const { key: ofIntegration } = await makeCustom(one.client, one.appId)
    for (const [appId, keyId] of [
      [two.appId, one.key.id],
      [one.appId, ofIntegration.id],
      [one.appId, missing],
      [one.appId, 'x'],
      [one.appId, one.key.id.toUpperCase()],
    ] as const) {
      for (const operation of [GetAppKey, DeleteAppKey]) {
        expect(await account.call(operation, { params: { appId, keyId } })).toMatchObject(refused(404, 'not_found'))
      }
    }
    expect((await one.client.call(GetApp, { params: one })).status).toBe(200)
  })

  test('of an app that does not exist is not there and cannot be made', async () => {
    const params = { appId: 'f'.repeat(24), keyId: missing }
    const gone = refused(404, 'app_not_found', 'App not found')
    expect(await create(params.appId, { displayName: 'x' })).toMatchObject(gone)
    for (const operation of [ListAppKeys, GetAppKey, DeleteAppKey]) {
      expect(await account.call(operation, { params })).toMatchObject(gone)
    }
  })

  test('may not manage app keys, its own included', async () => {
    const { appId, key, client } = await makeApp(account)
    const params = { appId, keyId: key.id }
    const { client: integration } = await makeCustom(client, appId)
    for (const caller of [client, integration]) {
      expect(await caller.call(CreateAppKey, { params, body: { displayName: 'x' } })).toMatchObject(
        refused(403, 'forbidden'),
      )
      for (const operation of [ListAppKeys, GetAppKey, DeleteAppKey]) {
        expect(await caller.call(operation, { params })).toMatchObject(refused(403, 'forbidden', 'Forbidden'))
      }
    }
  })

  test('comes ten times at most, also with twenty creates at once, and one that goes makes room', async () => {
    const { appId, key } = await makeApp(account)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => create(appId, { displayName: `Key ${i}` })))
    // One was made with the app.
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(9)
    const refusals = answers.filter(({ status }) => status !== 201)
    for (const refusal of refusals)
      expect(refusal).toMatchObject(refused(400, 'bad_request', 'Limit of 10 API keys reached'))
    expect((await account.call(ListAppKeys, { params: { appId } })).body.keys).toHaveLength(10)

    await account.call(DeleteAppKey, { params: { appId, keyId: key.id } })
    expect((await create(appId, { displayName: 'Room' })).status).toBe(201)
  })
})
