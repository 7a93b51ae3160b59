import {
  CreateIntegration,
  type Field,
  GetIntegration,
  type IntegrationType,
  type IntegrationTypeName,
  integrationTypes,
  ListIntegrations,
  UpdateIntegration,
} from '@parhelion/contract'
import type { Refusal } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { CANARY, integrationSamples } from '../../testing/integration-samples.ts'
import { refused } from '../../testing/refused.ts'
import { makeApp, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { account } = server
const missing = 'f'.repeat(24)
/** Fits no property of any type: the only objects among them hold booleans here. */
const wrongType = { enabled: [null] }
const names = Object.keys(integrationTypes) as IntegrationTypeName[]

const create = async (appId: string, body: unknown) => account.call(CreateIntegration, { params: { appId }, body })

/** Each type in an app of its own, since custom ones need room for webhooks. */
const appOf: Record<string, string> = {}
for (const name of names) appOf[name] = (await makeApp(account)).appId

test('there are 16 types', () => {
  expect(names).toHaveLength(16)
  expect(Object.keys(integrationSamples).sort()).toEqual([...names].sort())
})

describe.each(names)('an integration of type %s', type => {
  const appId = String(appOf[type])
  const sample = integrationSamples[type]
  const { fields, shared }: IntegrationType = integrationTypes[type]
  const ofKind = (kind: Field['kind']) => Object.keys(fields).filter(name => fields[name]?.kind === kind)
  const withoutSecrets = (properties: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(properties).filter(([name]) => fields[name]?.kind !== 'secret'))
  const reply = (...parts: Readonly<Record<string, unknown>>[]) => ({
    id: expect.stringMatching(/^[0-9a-f]{24}$/),
    type,
    status: 'active',
    ...withoutSecrets(Object.assign({}, ...parts)),
    ...(type === 'custom' ? { webhooks: [expect.objectContaining({ version: 'v2' })] } : {}),
  })
  const derived = type === 'line' ? { lineId: 'fNVqj8kMzF' } : {}
  const sharedFull = shared ? { defaultResponderId: null, showAIDisclaimer: false } : {}
  const sharedReply = shared ? { showAIDisclaimer: false } : {}
  const full = { type, displayName: 'Größe 🌞', ...sharedFull, ...sample.required, ...sample.optional }
  const fullReply = reply(
    { displayName: 'Größe 🌞' },
    sharedReply,
    sample.added,
    sample.required,
    sample.optional,
    derived,
  )

  test('has every property of the contract in these tests', () => {
    const written = [...ofKind('plain'), ...ofKind('secret')]
    expect(Object.keys({ ...sample.required, ...sample.optional }).sort()).toEqual(written.sort())
    const changeable = Object.keys(fields).filter(name => fields[name]?.update !== undefined)
    expect(Object.keys(sample.changes).sort()).toEqual(changeable.sort())
  })

  test('is made from what it requires, with what the server adds', async () => {
    const { status, body } = await create(appId, { type, ...sample.required })
    expect(status).toBe(201)
    expect(body).toEqual({ integration: reply(sample.added, sample.required) })
    const params = { appId, integrationId: body.integration.id }
    expect((await account.call(GetIntegration, { params })).body).toEqual(body)
  })

  test('is made from everything it takes, and no reply ever shows a secret', async () => {
    const created = await create(appId, full)
    expect(created.status).toBe(201)
    expect(created.body).toEqual({ integration: fullReply })
    const params = { appId, integrationId: created.body.integration.id }
    const got = await account.call(GetIntegration, { params })
    expect(got.body).toEqual(created.body)
    const listed = await account.call(ListIntegrations, { params })
    expect(listed.body.integrations).toContainEqual(got.body.integration)
    const updated = await account.call(UpdateIntegration, { params, body: {} })
    expect(updated.body).toEqual(created.body)
    for (const { body } of [created, got, listed, updated]) {
      const bare = JSON.stringify(body).replaceAll(String(sample.added.botId), '')
      expect(bare).not.toMatch(CANARY)
      for (const name of [...ofKind('secret'), 'defaultResponderId']) expect(bare).not.toContain(`"${name}"`)
    }
  })

  test('keeps its secrets sealed', async () => {
    const { body } = await create(appId, full)
    const { rows } = await server.database.pool.query('select * from integrations where id = $1', [body.integration.id])
    expect(JSON.stringify(rows)).not.toMatch(CANARY)
    expect(rows[0].secrets_sealed === null).toBe(ofKind('secret').length === 0)
  })

  test('leaves out what the server makes and what it does not know', async () => {
    const made = Object.fromEntries(ofKind('readOnly').map(name => [name, 'mine']))
    const { status, body } = await create(appId, {
      type,
      ...sample.required,
      ...made,
      id: missing,
      status: 'inactive',
      defaultResponder: { name: 'mine' },
      unknown: { deep: 1 },
    })
    expect(status).toBe(201)
    expect(body.integration).toEqual(reply(sample.added, sample.required))
    expect(body.integration.id).not.toBe(missing)
    const params = { appId, integrationId: body.integration.id }
    const changed = await account.call(UpdateIntegration, {
      params,
      body: { ...made, id: missing, type: 'x', status: 1, unknown: 1 },
    })
    expect(changed).toMatchObject({ status: 200, body: { integration: body.integration } })
    expect(changed.body).toEqual(body)
  })

  test.each(Object.keys(sample.required))('is not made without %s', async name => {
    const { [name]: _, ...rest } = sample.required
    // Twilio takes one of two, so that neither of them alone is required.
    const title =
      name === 'messagingServiceSid'
        ? "should have required property 'phoneNumberSid' or 'messagingServiceSid'"
        : `should have required property '${name}'`
    expect(await create(appId, { type, ...rest })).toMatchObject(refused(400, 'bad_request', title))
  })

  test.each(Object.keys({ ...sample.required, ...sample.optional }))(
    'refuses %s of another type, naming it',
    async name => {
      const wrong = await create(appId, { ...full, [name]: wrongType })
      expect(wrong.status).toBe(400)
      const { errors } = wrong.body as unknown as Refusal
      for (const { title } of errors) expect(title).toMatch(new RegExp(`^\\.${name}\\b`))
    },
  )

  test('changes all that may be changed, and nothing else', async () => {
    const { body } = await create(appId, full)
    const params = { appId, integrationId: body.integration.id }
    const changes = { displayName: 'New', ...(shared ? { showAIDisclaimer: true } : {}), ...sample.changes }
    const others = Object.keys({ ...sample.required, ...sample.optional }).filter(name => !(name in sample.changes))
    const fixed = Object.fromEntries(others.map(name => [name, 'changed']))
    const updated = await account.call(UpdateIntegration, { params, body: { ...fixed, ...changes } })
    expect(updated.status).toBe(200)
    expect(updated.body.integration).toEqual({ ...body.integration, ...withoutSecrets(changes) })
    expect((await account.call(GetIntegration, { params })).body).toEqual(updated.body)
    expect(JSON.stringify(updated.body)).not.toMatch(CANARY)
  })

  test.each(Object.keys(sample.changes))('leaves the rest when only %s changes', async name => {
    const { body } = await create(appId, full)
    const params = { appId, integrationId: body.integration.id }
    const change = { [name]: sample.changes[name] }
    const updated = await account.call(UpdateIntegration, { params, body: change })
    expect(updated.status).toBe(200)
    expect(updated.body.integration).toEqual({ ...body.integration, ...withoutSecrets(change) })
    const wrong = await account.call(UpdateIntegration, {
      params,
      body: { [name]: wrongType, displayName: 'x' },
    })
    expect(wrong.status).toBe(400)
    expect((await account.call(GetIntegration, { params })).body).toEqual(updated.body)
  })

  test('has a name that null unsets', async () => {
    const { body } = await create(appId, { type, ...sample.required, displayName: 'Before' })
    const params = { appId, integrationId: body.integration.id }
    const update = (displayName: unknown) => account.call(UpdateIntegration, { params, body: { displayName } })
    expect((await update(null)).body.integration).not.toHaveProperty('displayName')
    expect((await update('x'.repeat(100))).body.integration.displayName).toHaveLength(100)
    for (const wrong of ['', 'x'.repeat(101), 7]) expect(await update(wrong)).toMatchObject(refused(400, 'bad_request'))
  })
})
