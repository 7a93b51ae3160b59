import { type Operation, operations, type Scope } from '@parhelion/contract'
import { authorizationOf, bearer, type Credential, type Refusal, signToken } from '@parhelion/testkit'
import { afterAll, describe, expect, test } from 'vitest'
import { forgedTokens } from '../testing/forged-tokens.ts'
import { makeTenant, type Tenant } from '../testing/tenant.ts'
import { makeCustom, makeServiceAccount, testServer } from '../testing/test-server.ts'

const server = await testServer()
const { account, accountKey, anonymous } = server
const other = await makeTenant(account)
const granted = await makeServiceAccount(account)
const stranger = await makeServiceAccount(account)
const ours = await makeTenant(account, granted.client)
const nowSeconds = Math.floor(Date.now() / 1000)

let cells = 0
afterAll(() => console.info(`authorization matrix: ${cells} cells over ${operations.length} operations`))

type Outcome = 'let through' | '401 unauthorized' | '403 forbidden' | '404 app_not_found' | '404 not_found'

interface Cell {
  readonly name: string
  readonly as: Credential | undefined
  readonly outcome: Outcome
}

/** What a tenant as it is makes an operation answer that was let through, where that is not its success. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  CreateSwitchboard: ['400 bad_request'],
  SyncUser: ['404 user_not_found'],
  // The integration of the tenant is no partner's.
  RevokeAccess: ['403 forbidden'],
  GetDevice: ['404 device_not_found'],
  DownloadMessageRef: ['400 bad_request'],
  PostConversionEvents: ['400 bad_request'],
  PassControl: ['400 switchboard_invalid_target'],
  OfferControl: ['400 switchboard_invalid_target'],
  // Nobody has control, so no integration can give it back or take it.
  AcceptControl: ['400 switchboard_invalid_action', '403 forbidden'],
  ReleaseControl: ['403 forbidden'],
}

async function call(
  operation: Operation,
  as: Credential | undefined,
  tenant: Tenant,
  params: Readonly<Record<string, string>> = tenant.params(operation),
) {
  cells++
  return anonymous.call(operation, { params, ...(as && { as }), ...tenant.input(operation) })
}

async function outcomeOf(operation: Operation, cell: Cell, tenant: Tenant): Promise<string> {
  const { status, body, headers } = await call(operation, cell.as, tenant)
  if (status === operation.status) return 'let through'
  const { code } = (body as Refusal).errors[0] ?? { code: 'no code' }
  if (ANSWERS[operation.id]?.includes(`${status} ${code}`) && cell.outcome === 'let through') return 'let through'
  const asksForCredentials = headers.get('www-authenticate') !== null
  return asksForCredentials === (status === 401) ? `${status} ${code}` : `${status} with a wrong www-authenticate`
}

/** Every cell with another outcome than the declared one, as text. */
async function surprises(operation: Operation, list: readonly Cell[], tenant: () => Promise<Tenant>) {
  const found: string[] = []
  for (const cell of list) {
    const outcome = await outcomeOf(operation, cell, await tenant())
    if (outcome !== cell.outcome) found.push(`${cell.name}: ${outcome} instead of ${cell.outcome}`)
  }
  return found
}

const basicOf = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

function brokenHeaders(): Record<string, string> {
  const { id, secret } = accountKey
  const good = authorizationOf(accountKey)
  return {
    'empty header': '',
    'scheme alone': 'Basic',
    'scheme and a space': 'Bearer ',
    'unknown scheme': good.replace('Basic', 'Digest'),
    'no scheme': good.replace('Basic ', ''),
    'Basic that is not base64': 'Basic ****',
    'Basic without a colon': basicOf(`${id}${secret}`),
    'Basic without a secret': basicOf(`${id}:`),
    'Basic without an id': basicOf(`:${secret}`),
    'id and secret in the wrong order': basicOf(`${secret}:${id}`),
    'a key in clear': `Basic ${id}:${secret}`,
    'a key sent as a token': `Bearer ${good.replace('Basic ', '')}`,
    'a third word': `${good} x`,
    'id in capitals': basicOf(`${id.toUpperCase()}:${secret}`),
    'id with a space behind': basicOf(`${id} :${secret}`),
    'id of a property of every object': basicOf(`constructor:${secret}`),
    'id with U+0000': basicOf(`${id}\0:${secret}`),
    'id with bytes that are not UTF-8': `Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0x78]).toString('base64')}`,
  }
}

const keys = [
  { scope: 'account', key: accountKey },
  { scope: 'account', key: granted.key },
  { scope: 'app', key: ours.appKey },
  { scope: 'integration', key: ours.integrationKey },
] as const

function refusedCredentials(): Cell[] {
  const headers = Object.entries(brokenHeaders()).map(([name, authorization]) => ({ name, as: { authorization } }))
  const ofKeys = keys.flatMap(({ scope, key }) => {
    const kind = key.id.slice(0, 3)
    const wrong = {
      'wrong secret': { id: key.id, secret: `${key.secret.slice(0, -1)}!` },
      'half of the secret': { id: key.id, secret: key.secret.slice(0, 43) },
      "another key's secret": { id: key.id, secret: other.appKey.secret },
      'unknown id': { id: `${kind}_${'0'.repeat(24)}`, secret: key.secret },
      'id without prefix': { id: key.id.slice(4), secret: key.secret },
    }
    const tokens = Object.entries(forgedTokens(key, scope, other.appKey, nowSeconds))
    return [
      ...Object.entries(wrong).map(([name, as]) => ({ name: `${kind} ${name}`, as })),
      ...tokens.map(([name, token]) => ({ name: `${kind} token, ${name}`, as: bearer(token) })),
    ]
  })
  return [{ name: 'no credentials', as: undefined }, ...headers, ...ofKeys].map(cell => ({
    ...cell,
    outcome: '401 unauthorized' as const,
  }))
}

/** Basic, and a token that is good for an hour. */
async function bothWays(name: string, scope: Scope, key: { id: string; secret: string }, outcome: Outcome) {
  const token = await signToken(key, { scope, exp: nowSeconds + 3600, nbf: nowSeconds - 60 })
  return [
    { name: `${name}, Basic`, as: key, outcome },
    { name: `${name}, token`, as: bearer(token), outcome },
  ]
}

/** What a scope may do stands on the operation; only the account itself sees service accounts. */
function allowed(operation: Operation, scope: Scope, isServiceAccount = false): Outcome {
  const isOffLimits = isServiceAccount && /^\/v2\/(serviceAccounts|oauthClients)/.test(operation.path)
  return operation.access.includes(scope) && !isOffLimits ? 'let through' : '403 forbidden'
}

const isOfAnApp = ({ path }: Operation) => path.includes('{appId}')

/** What names no app is for the app of the key. */
const ofOtherApp = (operation: Operation, scope: Scope): Outcome =>
  isOfAnApp(operation) ? '403 forbidden' : allowed(operation, scope)

function ofStranger(operation: Operation): Outcome {
  return isOfAnApp(operation) && operation.access.includes('account')
    ? '404 app_not_found'
    : allowed(operation, 'account', true)
}

const refused = refusedCredentials()
const all = (operations as readonly Operation[]).map(operation => [operation.id, operation] as const)

describe.each(all.filter(([, { access }]) => access.length === 0))('%s', (_, operation) => {
  test('is for anybody: credentials of ours, good or forged, change nothing', async () => {
    const telling = ({ status, body }: { status: number; body: unknown }) => JSON.stringify({ status, body })
    const answers = await Promise.all(
      [...refused, ...(await bothWays('app', 'app', ours.appKey, 'let through'))].map(cell =>
        call(operation, cell.as, ours),
      ),
    )
    // What a page says differs in what is made for each one.
    const steady = answers.map(answer => (typeof answer.body === 'string' ? String(answer.status) : telling(answer)))
    expect(new Set(steady).size).toBe(1)
  })
})

describe.each(all.filter(([, { access }]) => access.length > 0))('%s', (_, operation) => {
  test('asks for credentials when there are none or they are forged', async () => {
    expect(await surprises(operation, refused, async () => ours)).toEqual([])
  })

  test('refuses the keys of others, and a service account that was not granted the app', async () => {
    const list = [
      ...(await bothWays("other app's key", 'app', other.appKey, ofOtherApp(operation, 'app'))),
      ...(await bothWays(
        "other app's integration key",
        'integration',
        other.integrationKey,
        ofOtherApp(operation, 'integration'),
      )),
      ...(await bothWays('service account without grant', 'account', stranger.key, ofStranger(operation))),
    ].filter(cell => cell.outcome !== 'let through')
    expect(await surprises(operation, list, async () => ours)).toEqual([])
  })

  test('lets through whom its access names, and nobody else', async () => {
    // A fresh tenant for each, since an operation that is let through may remove what the next one names.
    const fresh = () => makeTenant(account, granted.client)
    for (const kind of ['account', 'service account', 'app', 'integration'] as const) {
      for (const way of [0, 1]) {
        const tenant = await fresh()
        const scope = kind === 'service account' ? 'account' : kind
        const key = {
          account: accountKey,
          'service account': granted.key,
          app: tenant.appKey,
          integration: tenant.integrationKey,
        }[kind]
        const outcome = allowed(operation, scope, kind === 'service account')
        const cell = (await bothWays(kind, scope, key, outcome))[way]
        expect(cell && (await surprises(operation, [cell], async () => tenant))).toEqual([])
      }
    }
  })
})

describe('a key of integration scope', () => {
  const ofWebhooks = (operations as readonly Operation[]).filter(
    ({ access, path }) => access.includes('integration') && path.includes('{integrationId}'),
  )

  test.each(ofWebhooks.map(operation => [operation.id, operation] as const))(
    '%s: knows itself as me, and other integrations as nothing, whether or not they exist',
    async (_, operation) => {
      const tenant = await makeTenant(account)
      const sibling = await makeCustom(account, tenant.appId)
      const at = (integrationId: string) =>
        call(operation, tenant.integrationKey, tenant, { ...tenant.params(operation), integrationId })
      const missing = await at('0'.repeat(24))
      const namesOne = operation.path.includes('{webhookId}')
      expect(missing).toMatchObject({
        status: namesOne ? 404 : 403,
        body: { errors: [{ code: namesOne ? 'not_found' : 'forbidden' }] },
      })
      expect(await at(sibling.integrationId)).toMatchObject({ status: missing.status, body: missing.body })
      expect((await at('me')).status).toBe(operation.status)
    },
  )

  test.each(ofWebhooks.map(operation => [operation.id, operation] as const))(
    '%s: me is nobody to the key of an app and to the account',
    async (_, operation) => {
      const params = { ...ours.params(operation), integrationId: 'me' }
      for (const as of [ours.appKey, accountKey, granted.key]) {
        expect(await call(operation, as, ours, params)).toMatchObject({
          status: 404,
          body: { errors: [{ code: 'integration_not_found' }] },
        })
      }
    },
  )
})
