import {
  CreateAppKey,
  DeleteApp,
  DeleteAppKey,
  DeleteCustomIntegrationKey,
  DeleteIntegration,
  DeleteServiceAccount,
  GetApp,
  ListAppKeys,
  ListApps,
  ListWebhooks,
} from '@parhelion/contract'
import { type ApiClient, bearer, type Credential, signToken } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { movableClock } from '../testing/movable-clock.ts'
import { makeApp, makeCustom, makeServiceAccount, testServer } from '../testing/test-server.ts'

const clock = movableClock()
const here = await testServer({ clock })
const there = await testServer({ clock, beside: here })
const { account } = here
const seconds = () => Math.floor(clock.now().getTime() / 1000)

describe('a token', () => {
  const status = async (claims: { exp?: number; nbf?: number; iat?: number }) => {
    const { appId, key, client } = await makeApp(account)
    const token = client.as(bearer(await signToken(key, { scope: 'app', ...claims })))
    return async () => (await token.call(GetApp, { params: { appId } })).status
  }

  test('is good until it expires, and at most a minute longer', async () => {
    const ask = await status({ exp: seconds() + 100 })
    expect(await ask()).toBe(200)
    clock.forward(99_000)
    expect(await ask()).toBe(200)
    clock.forward(61_000)
    expect(await ask()).toBe(401)
    expect(await ask()).toBe(401)
  })

  test('that expires while its key is still held in memory is refused all the same', async () => {
    const ask = await status({ exp: seconds() })
    clock.forward(4_500)
    expect(await ask()).toBe(200)
    clock.forward(600)
    expect(await ask()).toBe(401)
  })

  test('is not good before its time, and becomes good then', async () => {
    const ask = await status({ nbf: seconds() + 100 })
    expect(await ask()).toBe(401)
    clock.forward(39_000)
    expect(await ask()).toBe(401)
    clock.forward(61_000)
    expect(await ask()).toBe(200)
  })

  test('needs no end', async () => {
    const ask = await status({ iat: seconds() })
    expect(await ask()).toBe(200)
    clock.forward(365 * 24 * 3600_000)
    expect(await ask()).toBe(200)
  })
})

/** Credentials of one owner, what they are for, and what ends them. */
interface Case {
  readonly ways: readonly Credential[]
  call(client: ApiClient): Promise<{ readonly status: number }>
  end(): Promise<{ readonly status: number }>
}

async function bothWays(key: { id: string; secret: string }, scope: string): Promise<Credential[]> {
  return [key, bearer(await signToken(key, { scope }))]
}

const cases: Record<string, () => Promise<Case>> = {
  'an app key': async () => {
    const { appId, key } = await makeApp(account)
    return {
      ways: await bothWays(key, 'app'),
      call: client => client.call(GetApp, { params: { appId } }),
      end: () => account.call(DeleteAppKey, { params: { appId, keyId: key.id } }),
    }
  },
  'an integration key': async () => {
    const { appId, client } = await makeApp(account)
    const { integrationId, key } = await makeCustom(client, appId)
    const params = { appId, integrationId }
    return {
      ways: await bothWays(key, 'integration'),
      call: caller => caller.call(ListWebhooks, { params }),
      end: () => client.call(DeleteCustomIntegrationKey, { params: { ...params, keyId: key.id } }),
    }
  },
  'a key of a removed integration': async () => {
    const { appId, client } = await makeApp(account)
    const { integrationId, key } = await makeCustom(client, appId)
    const params = { appId, integrationId }
    return {
      ways: await bothWays(key, 'integration'),
      call: caller => caller.call(ListWebhooks, { params }),
      end: () => client.call(DeleteIntegration, { params }),
    }
  },
  'a key of a removed app': async () => {
    const { appId, key } = await makeApp(account)
    return {
      ways: await bothWays(key, 'app'),
      call: client => client.call(GetApp, { params: { appId } }),
      end: () => account.call(DeleteApp, { params: { appId } }),
    }
  },
  'an integration key of a removed app': async () => {
    const { appId, client } = await makeApp(account)
    const { integrationId, key } = await makeCustom(client, appId)
    return {
      ways: await bothWays(key, 'integration'),
      call: caller => caller.call(ListWebhooks, { params: { appId, integrationId } }),
      end: () => account.call(DeleteApp, { params: { appId } }),
    }
  },
  'a key of a removed service account': async () => {
    const { id, key } = await makeServiceAccount(account)
    return {
      ways: await bothWays(key, 'account'),
      call: client => client.call(ListApps),
      end: () => account.call(DeleteServiceAccount, { params: { serviceAccountId: id } }),
    }
  },
}

test.each(Object.entries(cases))(
  '%s ends at once here, and within a second in every other process',
  async (_, make) => {
    const { ways, call, end } = await make()
    const statuses = (client: ApiClient) =>
      Promise.all(ways.map(way => call(client.as(way)).then(({ status }) => status)))
    expect(await statuses(here.anonymous)).toEqual([200, 200])
    expect(await statuses(there.anonymous)).toEqual([200, 200])

    expect((await end()).status).toBe(200)
    expect(await statuses(here.anonymous)).toEqual([401, 401])
    clock.forward(1000)
    expect(await statuses(there.anonymous)).toEqual([401, 401])
  },
)

test('two keys of one owner live together, and one goes without the other', async () => {
  const { appId, key } = await makeApp(account)
  const params = { appId }
  const second = await account.call(CreateAppKey, { params, body: { displayName: 'Second' } })
  const status = async (as: Credential) => (await here.anonymous.call(GetApp, { params, as })).status
  for (const way of [...(await bothWays(key, 'app')), ...(await bothWays(second.body.key, 'app'))]) {
    expect(await status(way)).toBe(200)
  }
  await account.call(DeleteAppKey, { params: { ...params, keyId: key.id } })
  for (const way of await bothWays(key, 'app')) expect(await status(way)).toBe(401)
  for (const way of await bothWays(second.body.key, 'app')) expect(await status(way)).toBe(200)
})

test('a key whose id was guessed before it was made works within a second of the guess', async () => {
  const { appId } = await makeApp(account)
  const params = { appId }
  // The ids of a process count up, so the next ones can be guessed.
  const { body } = await account.call(CreateAppKey, { params, body: { displayName: 'First' } })
  const next = (by: number) => `app_${(BigInt(`0x${body.key.id.slice(4)}`) + BigInt(by)).toString(16)}`
  for (let by = 1; by < 5; by++) {
    const as = { id: next(by), secret: 'guess' }
    expect((await here.anonymous.call(GetApp, { params, as })).status).toBe(401)
  }
  const made = await account.call(CreateAppKey, { params, body: { displayName: 'Second' } })
  clock.forward(1000)
  expect((await here.anonymous.call(GetApp, { params, as: made.body.key })).status).toBe(200)
})

test('guesses at key ids cost the database one look-up a second for each id, and none for what is no id', async () => {
  let queries = 0
  const { pool } = here.database
  const { query } = pool
  pool.query = ((...args: Parameters<typeof query>) => {
    queries++
    return query.apply(pool, args)
  }) as typeof query
  const guess = async (id: string) => {
    for (let i = 0; i < 10; i++) {
      const answer = await here.anonymous.call(ListAppKeys, {
        params: { appId: 'x' },
        as: { id, secret: `guess ${i}` },
      })
      expect(answer.status).toBe(401)
    }
  }
  try {
    await guess(`app_${'a'.repeat(24)}`)
    expect(queries).toBe(1)
    await guess('no id at all')
    await guess(`app_${'a'.repeat(5000)}`)
    expect(queries).toBe(1)
    clock.forward(1000)
    await guess(`app_${'a'.repeat(24)}`)
    expect(queries).toBe(2)
  } finally {
    pool.query = query
  }
})
