import {
  CreateSwitchboard,
  CreateSwitchboardIntegration,
  DeleteSwitchboard,
  ListSwitchboards,
  UpdateSwitchboard,
} from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { makeApp, makeCustom, testServer } from '../../testing/test-server.ts'

const server = await testServer()

describe('a switchboard', () => {
  test('is born disabled and without a default', async () => {
    const { appId, client } = await makeApp(server.account)
    const { status, body } = await client.call(CreateSwitchboard, { params: { appId } })
    expect(status).toBe(201)
    expect(body).toEqual({ switchboard: { id: expect.stringMatching(/^[0-9a-f]{24}$/), enabled: false } })
    expect((await client.call(ListSwitchboards, { params: { appId } })).body).toEqual({
      switchboards: [body.switchboard],
    })
  })

  test('comes once for each app, also with creates at once', async () => {
    const { appId, client } = await makeApp(server.account)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => client.call(CreateSwitchboard, { params: { appId } })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.find(({ status }) => status === 400)?.body).toEqual({
      errors: [{ code: 'bad_request', title: 'Only one switchboard can be created per app' }],
    })
  })

  test('is enabled only with a default of its own', async () => {
    const { appId, client } = await makeApp(server.account)
    const { body } = await client.call(CreateSwitchboard, { params: { appId } })
    const params = { appId, switchboardId: body.switchboard.id }
    expect(await client.call(UpdateSwitchboard, { params, body: { enabled: true } })).toMatchObject({
      status: 404,
      body: {
        errors: [
          {
            code: 'switchboard_integration_not_found',
            title: 'Enabled switchboard must have an associated default switchboardIntegration',
          },
        ],
      },
    })
    const unknown = { enabled: true, defaultSwitchboardIntegrationId: '0'.repeat(24) }
    expect((await client.call(UpdateSwitchboard, { params, body: unknown })).status).toBe(400)

    const { integrationId } = await makeCustom(client, appId)
    const made = await client.call(CreateSwitchboardIntegration, { params, body: { name: 'bot', integrationId } })
    const defaultSwitchboardIntegrationId = made.body.switchboardIntegration.id
    const enabled = await client.call(UpdateSwitchboard, {
      params,
      body: { enabled: true, defaultSwitchboardIntegrationId },
    })
    expect(enabled).toMatchObject({
      status: 200,
      body: { switchboard: { id: params.switchboardId, enabled: true, defaultSwitchboardIntegrationId } },
    })
  })

  test('of another app does not exist', async () => {
    const one = await makeApp(server.account)
    const two = await makeApp(server.account)
    const { body } = await one.client.call(CreateSwitchboard, { params: { appId: one.appId } })
    const params = { appId: two.appId, switchboardId: body.switchboard.id }
    const missing = {
      status: 404,
      body: { errors: [{ code: 'switchboard_not_found', title: 'Switchboard not found' }] },
    }
    expect(await two.client.call(UpdateSwitchboard, { params, body: { enabled: false } })).toMatchObject(missing)
    expect(await two.client.call(DeleteSwitchboard, { params })).toMatchObject(missing)
  })

  test('makes room for another one once it is deleted', async () => {
    const { appId, client } = await makeApp(server.account)
    const { body } = await client.call(CreateSwitchboard, { params: { appId } })
    expect(
      (await client.call(DeleteSwitchboard, { params: { appId, switchboardId: body.switchboard.id } })).status,
    ).toBe(200)
    expect((await client.call(ListSwitchboards, { params: { appId } })).body).toEqual({ switchboards: [] })
    expect((await client.call(CreateSwitchboard, { params: { appId } })).status).toBe(201)
  })
})
