import {
  CreateOAuthClient,
  CreateSwitchboardIntegration,
  DeleteSwitchboard,
  GetToken,
  OfferControl,
  type Operation,
  operations,
  pathParams,
  UpdateSwitchboard,
} from '@parhelion/contract'
import type { ApiClient } from '@parhelion/testkit'
import { consentPage } from '../../apps/server/src/testing/consent-page.ts'
import { makeTenant, type Tenant } from '../../apps/server/src/testing/tenant.ts'
import { makeApp } from '../../apps/server/src/testing/test-server.ts'

/** What a call of an operation finds: ids for its path, and values for what its query and body have of these names. */
interface World {
  readonly path: Readonly<Record<string, string>>
  readonly named: Readonly<Record<string, string>>
}

export interface Worlds {
  /** By operation. */
  readonly worlds: Readonly<Record<string, readonly World[]>>
  /** Token of a partner, for one app. */
  readonly partnerToken: string
}

/** Operations that change things are given so many apps, in turn. */
const WORLDS_OF_CHANGES = 4
const MAKERS = 8
const REDIRECT_URI = 'https://partner.example/callback'

/** Apps with one of everything, for each operation its own, so that none takes away what another one needs. */
export async function makeWorlds(account: ApiClient): Promise<Worlds> {
  const wanted = (operations as readonly Operation[])
    .filter(({ path }) => pathParams(path).length > 0)
    .flatMap(operation => Array.from({ length: operation.method === 'GET' ? 1 : WORLDS_OF_CHANGES }, () => operation))
  const partner = await makePartner(account)
  const worlds: Record<string, World[]> = {
    Authorize: [{ path: {}, named: { client_id: partner.named.client_id, redirect_uri: REDIRECT_URI } }],
    GetToken: [],
  }
  for (let made = 0; made < WORLDS_OF_CHANGES; made++)
    worlds.GetToken?.push({ path: {}, named: { ...partner.named, code: await partner.code() } })
  const left = wanted.values()
  const make = async (): Promise<void> => {
    for (const operation of left) {
      const world = await makeWorld(account, operation)
      worlds[operation.id] = [...(worlds[operation.id] ?? []), world]
    }
  }
  await Promise.all(Array.from({ length: MAKERS }, make))
  return { worlds, partnerToken: await partner.token() }
}

async function makeWorld(account: ApiClient, operation: Operation): Promise<World> {
  const tenant = await makeTenant(account)
  await prepare(account, tenant, operation)
  const named = { ...tenant.ids, switchboardIntegration: 'desk', ...namesIn(tenant.input(operation).body) }
  return { path: tenant.params(operation), named }
}

/** What an operation needs to be there, or not to be there, beside one of everything. */
async function prepare(account: ApiClient, tenant: Tenant, { id, path }: Operation): Promise<void> {
  const { appId, integrationId } = tenant
  const params = tenant.params(UpdateSwitchboard)
  if (id === 'CreateSwitchboard') await account.call(DeleteSwitchboard, { params })
  if (!path.endsWith('Control')) return
  await account.call(CreateSwitchboardIntegration, { params, body: { name: 'desk', integrationId } })
  await account.call(UpdateSwitchboard, { params, ...tenant.input(UpdateSwitchboard) })
  const at = { appId, conversationId: tenant.ids.conversationId ?? '' }
  if (id === 'AcceptControl') await account.call(OfferControl, { params: at, body: { switchboardIntegration: 'desk' } })
}

/** The ids and addresses in a body that is let through, by their names. */
function namesIn(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) return {}
  const named = Object.entries(body).map(([name, value]) =>
    typeof value === 'string' && /(Id|Url)$/.test(name) ? { [name]: value } : namesIn(value),
  )
  return Object.assign({}, ...named)
}

/** A partner to whom an app gives access, as often as somebody asks. */
async function makePartner(account: ApiClient) {
  const { body } = await account.call(CreateOAuthClient, {
    body: { displayName: 'Partner', redirectUris: [REDIRECT_URI] },
  })
  const named = {
    client_id: body.oauthClient.id,
    client_secret: body.clientSecret,
    grant_type: 'authorization_code',
  }
  const { codeFor } = consentPage(account.address, named.client_id)
  const code = async () => codeFor((await makeApp(account)).key)
  const token = async () => (await account.call(GetToken, { body: { ...named, code: await code() } })).body.access_token
  return { named, code, token }
}
