import {
  CreateUser,
  DeleteApp,
  DeleteUser,
  DeleteUserPersonalInformation,
  GetUser,
  ListUsers,
  SyncUser,
  UpdateUser,
} from '@parhelion/contract'
import { describe, expect, test, vi } from 'vitest'
import { makeApp, makeCustom, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { appId, client } = await makeApp(server.account)

const refused = (status: number, code: string, title: unknown = expect.any(String)) => ({
  status,
  body: { errors: [{ code, title }] },
})
const missing = refused(404, 'user_not_found', 'User not found')

async function makeUser(body: Record<string, unknown> = {}) {
  const made = await client.call(CreateUser, { params: { appId }, body })
  return made.body.user
}

describe('a user', () => {
  test('is made with what is sent, signed up now', async () => {
    const before = Date.now()
    const { status, body } = await client.call(CreateUser, {
      params: { appId },
      body: {
        externalId: 'steve',
        profile: {
          givenName: 'Steve',
          surname: null,
          email: 'steve@example.com',
          avatarUrl: 'https://example.com/s.png',
          locale: 'fr-CA',
        },
        metadata: { vip: true, level: 3, note: '🌞' },
        toBeRetained: true,
      },
    })
    expect(status).toBe(201)
    expect(body.user).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      authenticated: false,
      externalId: 'steve',
      signedUpAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      toBeRetained: true,
      profile: {
        givenName: 'Steve',
        email: 'steve@example.com',
        avatarUrl: 'https://example.com/s.png',
        locale: 'fr-CA',
      },
      metadata: { vip: true, level: 3, note: '🌞' },
      identities: [],
    })
    expect(Date.parse(body.user.signedUpAt)).toBeGreaterThanOrEqual(before - 1)
  })

  test('can be nobody in particular', async () => {
    const user = await makeUser()
    expect(user).not.toHaveProperty('externalId')
    expect(user).toMatchObject({ profile: {}, metadata: {} })
  })

  test('is found by its id and by its external id, whatever that is made of', async () => {
    const externalId = `a/b c%?#[ü]🌞${'x'.repeat(1000)}`
    const user = await makeUser({ externalId })
    for (const userIdOrExternalId of [user.id, externalId]) {
      const found = await client.call(GetUser, { params: { appId, userIdOrExternalId } })
      expect(found).toMatchObject({ status: 200, body: { user: { id: user.id, externalId } } })
    }
  })

  test('is taken by its id where that is the external id of another one', async () => {
    const one = await makeUser()
    await makeUser({ externalId: one.id })
    const found = await client.call(GetUser, { params: { appId, userIdOrExternalId: one.id } })
    expect(found.body.user.id).toBe(one.id)
    expect(found.body.user).not.toHaveProperty('externalId')
  })

  test('has an external id of 1024 characters at most', async () => {
    expect((await client.call(CreateUser, { params: { appId }, body: { externalId: '🌞'.repeat(1024) } })).status).toBe(
      201,
    )
    const answer = await client.call(CreateUser, { params: { appId }, body: { externalId: 'x'.repeat(1025) } })
    expect(answer).toMatchObject(refused(400, 'bad_request', '.externalId: should not be longer than 1024 characters'))
  })

  test('exists once for each external id, also with creates at once', async () => {
    const body = { externalId: 'only-one' }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.call(CreateUser, { params: { appId }, body })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const refusals = answers.filter(({ status }) => status !== 201)
    expect(refusals).toHaveLength(19)
    for (const refusal of refusals) expect(refusal).toMatchObject(refused(409, 'conflict', 'User already exists'))
  })

  test('exists once in each brand and app', async () => {
    const other = await makeApp(server.account)
    const create = (body: object) => client.call(CreateUser, { params: { appId }, body })
    const answers = [
      await create({ externalId: 'branded' }),
      await create({ externalId: 'branded', brandId: '1' }),
      await create({ externalId: 'branded', brandId: '2' }),
      await other.client.call(CreateUser, { params: { appId: other.appId }, body: { externalId: 'branded' } }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    const params = { appId, userIdOrExternalId: 'branded' }
    const second = await client.call(GetUser, { params, query: 'brandId=2' })
    expect(second.body.user).toMatchObject({ id: answers[2]?.body.user.id, brandId: '2' })
    expect((await client.call(GetUser, { params })).body.user.id).toBe(answers[0]?.body.user.id)
    expect((await create({ externalId: 'branded', brandId: '2' })).status).toBe(409)
  })

  test.each([
    ['.profile.email', { profile: { email: 'nobody' } }],
    ['.profile.givenName', { profile: { givenName: '' } }],
    ['.profile.avatarUrl', { profile: { avatarUrl: 'picture' } }],
    ['.signedUpAt', { signedUpAt: 'yesterday' }],
    ['.metadata.deep', { metadata: { deep: {} } }],
    ['.toBeRetained', { toBeRetained: 'yes' }],
    ['.brandId', { brandId: 'x'.repeat(25) }],
  ])('is refused with a wrong %s', async (field, body) => {
    const answer = await client.call(CreateUser, { params: { appId }, body })
    expect(answer).toMatchObject(refused(400, 'bad_request', expect.stringMatching(new RegExp(`^\\${field}: `))))
  })

  test('keeps what an update does not send, and clears what is null', async () => {
    const user = await makeUser({
      externalId: 'patched',
      profile: { givenName: 'A', surname: 'B' },
      metadata: { a: 1, b: 2 },
    })
    const params = { appId, userIdOrExternalId: 'patched' }
    const body = {
      profile: { surname: null, locale: 'de' },
      metadata: { b: 3, c: 4 },
      externalId: 'other',
      authenticated: true,
    }
    const { body: after } = await client.call(UpdateUser, { params, body })
    expect(after.user).toEqual({ ...user, profile: { givenName: 'A', locale: 'de' }, metadata: { a: 1, b: 3, c: 4 } })
    expect((await client.call(UpdateUser, { params, body: { metadata: null } })).body.user.metadata).toEqual({})
  })

  test('has metadata of 4096 bytes at most, also when they come bit by bit', async () => {
    const { id } = await makeUser({ metadata: { a: 'x'.repeat(4000) } })
    const params = { appId, userIdOrExternalId: id }
    expect((await client.call(UpdateUser, { params, body: { metadata: { b: 'x'.repeat(94) } } })).status).toBe(200)
    const answer = await client.call(UpdateUser, { params, body: { metadata: { b: 'x'.repeat(95) } } })
    expect(answer).toMatchObject(refused(400, 'bad_request', 'User metadata is limited to 4096 bytes in size.'))
  })

  test('takes in two updates at once without losing either', async () => {
    const { id } = await makeUser()
    const params = { appId, userIdOrExternalId: id }
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => client.call(UpdateUser, { params, body: { metadata: { [`k${i}`]: i } } })),
    )
    const { body } = await client.call(GetUser, { params })
    expect(Object.keys(body.user.metadata)).toHaveLength(10)
  })

  test('is reached by keys of an integration too', async () => {
    const integration = await makeCustom(client, appId)
    const { status } = await integration.client.call(CreateUser, { params: { appId }, body: {} })
    expect(status).toBe(201)
  })

  test('of another app does not exist', async () => {
    const other = await makeApp(server.account)
    const { id } = await makeUser({ externalId: 'hidden' })
    for (const userIdOrExternalId of [id, 'hidden']) {
      const params = { appId: other.appId, userIdOrExternalId }
      expect(await other.client.call(GetUser, { params })).toMatchObject(missing)
      expect(await other.client.call(UpdateUser, { params, body: {} })).toMatchObject(missing)
      expect(await other.client.call(DeleteUser, { params })).toMatchObject(missing)
      expect(await other.client.call(DeleteUserPersonalInformation, { params })).toMatchObject(missing)
    }
  })

  test('is listed by proven mail addresses only', async () => {
    await makeUser({ profile: { email: 'listed@example.com' } })
    const list = (query: string) => client.call(ListUsers, { params: { appId }, query })
    expect((await list('filter[identities.email]=listed@example.com')).body).toEqual({ users: [] })
    expect(await list('')).toMatchObject(refused(400, 'bad_request', "should have required property 'filter'"))
  })

  test('is not known to a directory, since there is none', async () => {
    expect(await client.call(SyncUser, { params: { appId, zendeskId: '35436' } })).toMatchObject(missing)
  })
})

describe('the personal information of a user', () => {
  test('is erased, and who it is stays', async () => {
    const user = await makeUser({ externalId: 'erased', profile: { givenName: 'Secret' }, metadata: { secret: 'yes' } })
    const { body } = await client.call(DeleteUserPersonalInformation, {
      params: { appId, userIdOrExternalId: 'erased' },
    })
    expect(body.user).toEqual({ ...user, profile: {}, metadata: {} })
  })
})

describe('a deleted user', () => {
  test('is gone at once, frees its external id, and is told of when it is gone for good', async () => {
    const user = await makeUser({ externalId: 'gone', profile: { givenName: 'Gone' } })
    const params = { appId, userIdOrExternalId: user.id }
    expect(await client.call(DeleteUser, { params })).toMatchObject({ status: 200, body: {} })
    expect(await client.call(GetUser, { params })).toMatchObject(missing)
    expect((await makeUser({ externalId: 'gone' })).id).not.toBe(user.id)
    const events = await vi.waitUntil(async () => {
      const { rows } = await server.database.pool.query('select type, payload from events where $1 = any(user_ids)', [
        user.id,
      ])
      return rows.length > 0 ? rows : undefined
    }, 60_000)
    expect(events).toEqual([{ type: 'user:remove', payload: expect.any(String) }])
    expect(JSON.parse(events[0].payload)).toEqual({ user: { id: user.id, authenticated: false, externalId: 'gone' } })
    const { rows } = await server.database.pool.query('select from users where id = $1', [user.id])
    expect(rows).toHaveLength(0)
  })

  test('is told of once, also when it is deleted many times at once', async () => {
    const user = await makeUser()
    const params = { appId, userIdOrExternalId: user.id }
    const answers = await Promise.all(Array.from({ length: 8 }, () => client.call(DeleteUser, { params })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    await vi.waitUntil(async () => {
      const { rows } = await server.database.pool.query(`select from jobs where payload->>'userId' = $1`, [user.id])
      return rows.length === 0
    }, 60_000)
    const { rows } = await server.database.pool.query('select from events where $1 = any(user_ids)', [user.id])
    expect(rows).toHaveLength(1)
  })

  test('goes with its app, events and all', async () => {
    const other = await makeApp(server.account)
    const params = { appId: other.appId }
    await other.client.call(CreateUser, { params, body: { externalId: 'x' } })
    expect((await server.account.call(DeleteApp, { params })).status).toBe(200)
    const { rows } = await server.database.pool.query('select from users where app_id = $1', [other.appId])
    expect(rows).toHaveLength(0)
  })
})
