import {
  CreateApp,
  CreateAppKey,
  CreateCustomIntegrationKey,
  CreateIntegration,
  CreateServiceAccount,
  CreateWebhook,
  GetIntegration,
  integrationTypes,
  UpdateApp,
  UpdateIntegration,
  UpdateWebhook,
} from '@parhelion/contract'
import { expect, test } from 'vitest'
import { plantedBodies } from '../testing/canaries.ts'
import { exportTables } from '../testing/tables.ts'
import { makeTenant } from '../testing/tenant.ts'
import { makeApp, testServer } from '../testing/test-server.ts'

const { account, database } = await testServer()
const FORGED = 'forgedbyclient0123456789'

/** Whether a forged value reached any table. */
async function isStored(): Promise<boolean> {
  return [...(await exportTables(database.pool)).values()].flat().some(row => row.includes(FORGED))
}

/** Names of things that only the server decides, on whatever they might be tried. */
const DECIDED_BY_US = [
  'id',
  'status',
  'appId',
  'app_id',
  'integrationId',
  'createdAt',
  'secret',
  'secretSealed',
  'version',
]
const forged = (...names: readonly string[]) =>
  Object.fromEntries([...DECIDED_BY_US, ...names].map(name => [name, FORGED]))

test.each([...plantedBodies()])(
  'what only the server decides cannot be sent for an integration: %s',
  async (type, { body }) => {
    const { appId, client } = await makeApp(account)
    const { fields } = integrationTypes[type as keyof typeof integrationTypes]
    const readOnly = Object.entries(fields)
      .filter(([, { kind }]) => kind === 'readOnly')
      .map(([name]) => name)
    const claims = forged(...readOnly, 'defaultResponder')
    const made = await client.call(CreateIntegration, { params: { appId }, body: { ...claims, ...body } })
    expect(made.status).toBe(201)
    const params = { appId, integrationId: made.body.integration.id }
    expect((await client.call(UpdateIntegration, { params, body: claims })).status).toBe(200)
    const read = await client.call(GetIntegration, { params })
    expect(read.body).toEqual(made.body)
    expect(JSON.stringify(read.body)).not.toContain(FORGED)
    expect(await isStored()).toBe(false)
  },
)

test('what only the server decides cannot be sent for anything else', async () => {
  const tenant = await makeTenant(account)
  const { appId, integrationId, webhookId } = tenant
  const params = { appId, integrationId, webhookId }
  const webhook = { target: 'https://example.com/', triggers: ['*'] }
  const answers = [
    await account.call(CreateApp, { body: { ...forged('subdomain'), displayName: 'x' } }),
    await account.call(UpdateApp, { params, body: forged('subdomain') }),
    await account.call(CreateAppKey, { params, body: { ...forged(), displayName: 'x' } }),
    await account.call(CreateCustomIntegrationKey, { params, body: { ...forged(), displayName: 'x' } }),
    await account.call(CreateWebhook, { params, body: { ...forged(), ...webhook } }),
    await account.call(UpdateWebhook, { params, body: forged() }),
    await account.call(CreateServiceAccount, { body: { ...forged('keyId'), displayName: 'x' } }),
  ]
  for (const { status, body } of answers) {
    expect([200, 201]).toContain(status)
    expect(JSON.stringify(body)).not.toContain(FORGED)
  }
  expect(await isStored()).toBe(false)
})

test('an update changes nothing of what a type does not let one change', async () => {
  const { appId, client } = await makeApp(account)
  for (const [type, { body }] of plantedBodies()) {
    const made = await client.call(CreateIntegration, { params: { appId }, body })
    const { fields } = integrationTypes[type as keyof typeof integrationTypes]
    const fixed = Object.entries(fields).filter(([, field]) => field.kind === 'plain' && field.update === undefined)
    const params = { appId, integrationId: made.body.integration.id }
    const claims = { ...Object.fromEntries(fixed.map(([name]) => [name, FORGED])), type: FORGED }
    const changed = await client.call(UpdateIntegration, { params, body: claims })
    expect(changed).toMatchObject({ status: 200 })
    expect(changed.body).toEqual(made.body)
  }
  expect(await isStored()).toBe(false)
})
