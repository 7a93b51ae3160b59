import { randomBytes } from 'node:crypto'
import {
  CreateIntegration,
  CreateOAuthClient,
  CreateServiceAccount,
  GetApp,
  GetIntegration,
  GetToken,
  ListAppKeys,
  ListApps,
  ListCustomIntegrationKeys,
  ListWebhooks,
  RotateWebhookSecret,
} from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { Seal, SealError } from '../../lib/seal.ts'
import { plantedBodies } from '../../testing/canaries.ts'
import { exportTables } from '../../testing/tables.ts'
import { makeTenant } from '../../testing/tenant.ts'
import { type TestServer, testServer } from '../../testing/test-server.ts'

/** A server with secrets of every kind, and what reads them through the API. */
async function serverWithSecrets() {
  const server = await testServer()
  const { account } = server
  const tenants = [await makeTenant(account), await makeTenant(account)]
  const first = tenants[0]?.appId ?? ''
  // Those that were replaced are good for a while longer, and sealed as well.
  for (const { appId, integrationId, webhookId } of tenants)
    for (const which of ['apiKey', 'signing'] as const)
      await account.call(RotateWebhookSecret, { params: { appId, integrationId, webhookId }, body: { which } })
  const channels: string[] = []
  for (const [, { body }] of plantedBodies()) {
    const made = await account.call(CreateIntegration, { params: { appId: first }, body })
    channels.push(made.body.integration.id)
  }
  const { body: service } = await account.call(CreateServiceAccount, { body: { displayName: 'x' } })
  const redirectUris = ['https://partner.example/callback']
  const { body: partner } = await account.call(CreateOAuthClient, { body: { displayName: 'x', redirectUris } })
  const read = async (at: TestServer) => {
    const seen: unknown[] = []
    for (const { appId, integrationId, appKey, integrationKey } of tenants) {
      const params = { appId, integrationId }
      for (const operation of [ListAppKeys, ListCustomIntegrationKeys, ListWebhooks])
        seen.push((await at.account.call(operation, { params })).body)
      seen.push((await at.account.as(appKey).call(GetApp, { params })).status)
      seen.push((await at.account.as(integrationKey).call(ListWebhooks, { params })).status)
    }
    for (const integrationId of channels)
      seen.push((await at.account.call(GetIntegration, { params: { appId: first, integrationId } })).body)
    seen.push((await at.account.as(service.key).call(ListApps)).status)
    const { oauthClient, clientSecret } = partner
    const body = {
      grant_type: 'authorization_code',
      code: 'unknown',
      client_id: oauthClient.id,
      client_secret: clientSecret,
    }
    // The code is refused, not the partner.
    const refused: unknown = (await at.anonymous.call(GetToken, { body })).body
    expect(JSON.stringify(refused)).toContain('The code is not valid')
    return seen
  }
  return { server, read }
}

/** Names of master keys that anything in the database is sealed with. */
async function sealedWith({ database }: TestServer): Promise<Set<string>> {
  const lines = [...(await exportTables(database.pool)).values()].flat()
  return new Set(
    lines.flatMap(line => [...line.matchAll(/\bv1\.([0-9a-f]{8})\.[\w-]{30,}/g)].map(match => match[1] ?? '')),
  )
}

describe('changing the master key', () => {
  test('seals everything with the new one, whatever it belongs to, and no secret is another one', async () => {
    const { server, read } = await serverWithSecrets()
    const before = await read(server)
    const next = randomBytes(32)
    expect(await sealedWith(server)).toEqual(new Set([new Seal(server.masterKey).keyId]))
    expect(await server.app.services.accountKeys.changeMasterKey(new Seal(next))).toBeGreaterThan(20)
    expect(await sealedWith(server)).toEqual(new Set([new Seal(next).keyId]))
    const after = await testServer({ beside: { ...server, masterKey: next } })
    expect(await read(after)).toEqual(before)
    await expect(testServer({ beside: server })).rejects.toThrow('The master key is not the one')
  })

  test('that meets a secret it cannot open changes nothing', async () => {
    const { server } = await serverWithSecrets()
    const { pool } = server.database
    await pool.query(
      `update webhooks set secret_sealed = left(secret_sealed, -4) || 'AAAA' where id = (select max(id) from webhooks)`,
    )
    const before = await exportTables(pool)
    const change = server.app.services.accountKeys.changeMasterKey(new Seal(randomBytes(32)))
    await expect(change).rejects.toThrow(SealError)
    expect(await exportTables(pool)).toEqual(before)
  })
})
