import {
  CreateApp,
  CreateAppKey,
  CreateServiceAccount,
  DeleteApp,
  DeleteAppKey,
  DeleteServiceAccount,
  GetApp,
  GetAppKey,
  ListAppKeys,
  ListApps,
  ListServiceAccounts,
  type Operation,
  UpdateApp,
} from '@parhelion/contract'
import { bearer, signToken } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { refused } from '../../testing/refused.ts'
import { makeApp, makeServiceAccount, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { account } = server

const bodyFor = ({ body }: Operation) => (body === undefined ? {} : { body: { displayName: 'x' } })

describe('a service account', () => {
  test('is made with a key whose secret is shown this once', async () => {
    const { status, body } = await account.call(CreateServiceAccount, {
      body: { displayName: 'Provisioning 🌞', id: 'mine', key: { secret: 'mine' } },
    })
    expect(status).toBe(201)
    const id = expect.stringMatching(/^[0-9a-f]{24}$/)
    const keyId = expect.stringMatching(/^svc_[0-9a-f]{24}$/)
    const secret = expect.stringMatching(/^[\w-]{86}$/)
    expect(body).toEqual({
      serviceAccount: { id, displayName: 'Provisioning 🌞' },
      key: { id: keyId, displayName: 'Provisioning 🌞', secret },
    })
    const list = await account.call(ListServiceAccounts)
    expect(list.status).toBe(200)
    expect(list.body.serviceAccounts).toContainEqual(body.serviceAccount)
    expect(JSON.stringify(list.body)).not.toContain(body.key.secret)
  })

  test('has a name of 1 to 100 characters', async () => {
    for (const body of [{}, { displayName: '' }, { displayName: 'x'.repeat(101) }, { displayName: null }, undefined]) {
      expect(await account.call(CreateServiceAccount, { body })).toMatchObject(refused(400, 'bad_request'))
    }
  })

  test('sees only the apps it made', async () => {
    const { appId: foreign } = await makeApp(account)
    const [one, two] = [await makeServiceAccount(account), await makeServiceAccount(account)]
    const { body } = await one.client.call(CreateApp, { body: { displayName: 'Mine' } })
    expect((await one.client.call(ListApps)).body.apps).toEqual([body.app])
    expect((await two.client.call(ListApps)).body.apps).toEqual([])
    expect((await account.call(GetApp, { params: { appId: body.app.id } })).status).toBe(200)
    for (const appId of [foreign, body.app.id, 'f'.repeat(24)]) {
      for (const operation of [GetApp, UpdateApp, DeleteApp, ListAppKeys, CreateAppKey]) {
        const answer = await two.client.call(operation, { params: { appId }, ...bodyFor(operation) })
        expect(answer).toMatchObject(refused(404, 'app_not_found', 'App not found'))
      }
    }
  })

  test('manages its apps and their keys', async () => {
    const { client } = await makeServiceAccount(account)
    const { appId, client: asApp } = await makeApp(client)
    const { body } = await client.call(CreateAppKey, { params: { appId }, body: { displayName: 'Second' } })
    const params = { appId, keyId: body.key.id }
    expect((await client.call(ListAppKeys, { params })).body.keys).toHaveLength(2)
    expect((await client.call(GetAppKey, { params })).body).toEqual(body)
    expect((await client.call(DeleteAppKey, { params })).status).toBe(200)
    expect((await client.call(UpdateApp, { params, body: { displayName: 'New' } })).status).toBe(200)
    expect((await asApp.call(GetApp, { params })).body.app.displayName).toBe('New')
    expect((await client.call(DeleteApp, { params })).status).toBe(200)
    expect((await client.call(ListApps)).body.apps).toEqual([])
  })

  test('may not touch service accounts, nor may apps', async () => {
    const { id, client } = await makeServiceAccount(account)
    const app = await makeApp(account)
    for (const caller of [client, app.client]) {
      const params = { serviceAccountId: id }
      expect(await caller.call(CreateServiceAccount, { body: { displayName: 'x' } })).toMatchObject(
        refused(403, 'forbidden'),
      )
      expect(await caller.call(ListServiceAccounts)).toMatchObject(refused(403, 'forbidden'))
      expect(await caller.call(DeleteServiceAccount, { params })).toMatchObject(refused(403, 'forbidden'))
    }
  })
})

describe('deleting a service account', () => {
  test('ends its key at once and leaves its apps', async () => {
    const { id, key, client } = await makeServiceAccount(account)
    const token = client.as(bearer(await signToken(key, { scope: 'account' })))
    const { appId, client: asApp } = await makeApp(client)
    expect((await token.call(ListApps)).status).toBe(200)
    const params = { serviceAccountId: id }
    expect(await account.call(DeleteServiceAccount, { params })).toMatchObject({ status: 200, body: {} })
    for (const caller of [client, token])
      expect(await caller.call(ListApps)).toMatchObject(refused(401, 'unauthorized'))
    expect((await account.call(GetApp, { params: { appId } })).status).toBe(200)
    expect((await asApp.call(GetApp, { params: { appId } })).status).toBe(200)
    expect((await account.call(ListServiceAccounts)).body.serviceAccounts).not.toContainEqual(
      expect.objectContaining({ id }),
    )
    expect(await account.call(DeleteServiceAccount, { params })).toMatchObject(
      refused(404, 'not_found', 'Resource not found'),
    )
  })

  test('succeeds also while it makes apps', async () => {
    for (let round = 0; round < 8; round++) {
      const { id, client } = await makeServiceAccount(account)
      await client.call(ListApps)
      const making = Array.from({ length: 8 }, () => client.call(CreateApp, { body: { displayName: 'x' } }))
      const [gone, ...made] = await Promise.all([
        account.call(DeleteServiceAccount, { params: { serviceAccountId: id } }),
        ...making,
      ])
      expect(gone.status).toBe(200)
      for (const { status } of made) expect([201, 401]).toContain(status)
    }
  })
})
