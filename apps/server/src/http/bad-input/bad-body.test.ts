import { CreateApp, CreateIntegration, CreateWebhook, limits, type Operation, UpdateApp } from '@parhelion/contract'
import type { Refusal } from '@parhelion/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exportTables, rowCounts } from '../../testing/tables.ts'
import { makeTenant } from '../../testing/tenant.ts'
import { testServer } from '../../testing/test-server.ts'

const { account, database } = await testServer()
const tenant = await makeTenant(account)

let before: unknown
const state = async () => ({ counts: await rowCounts(database.pool), rows: await exportTables(database.pool) })
beforeEach(async () => {
  before = await state()
})
afterEach(async () => {
  // Whatever a test here sends: nothing of it is stored, in part or in whole.
  expect(await state()).toEqual(before)
})

const refusal = (...titles: string[]) => ({
  status: 400,
  body: { errors: titles.map(title => ({ code: 'bad_request', title })) },
})

const send = (operation: Operation, body: unknown) =>
  account.call(operation, { params: tenant.params(operation), body })

describe('a body that is no JSON', () => {
  const text = (path: string, body: string | Uint8Array, method = 'POST') =>
    account.send<Refusal>(method, path, { body, headers: { 'content-type': 'application/json' } })

  test.each([
    ['broken', '{"displayName":'],
    ['two values', '{"displayName":"a"} {}'],
    ['a trailing comma', '{"displayName":"a",}'],
    ['single quotes', "{'displayName':'a'}"],
    ['a comment', '{"displayName":"a"} // x'],
    ['spaces', '   '],
    ['NaN', '{"displayName":"a","metadata":{"n":NaN}}'],
    ['a bare control character', '{"displayName":"a\nb"}'],
    ['a half escape', '{"displayName":"\\u12"}'],
    ['two BOMs', '\ufeff\ufeff{"displayName":"a"}'],
  ])('is refused with a sentence that says so: %s', async (_, body) => {
    const answer = await text('/v2/apps', body)
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'bad_request' }] } })
    expect(answer.body.errors[0]?.title).toMatch(/^The body is not valid JSON: ./)
  })

  test.each([
    '{"secret": "canary" canary}',
    '{"secret": canary}',
    '"canary',
    'canary',
    '{"secret": "canary"',
    `{"padding": "${'x'.repeat(100)}", "secret": "canary", y}`,
    '{"secret": "\n", "is not valid JSON", canary}',
  ])('is refused without repeating what was sent: %s', async body => {
    const answer = await text('/v2/apps', body)
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).not.toMatch(/canary|secret/)
  })

  test.each([
    ['a lone continuation byte', [0x80]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a cut character', [0xf0, 0x9f, 0x98]],
    ['Latin-1', [0xe9]],
  ])('is refused as no UTF-8: %s', async (_, bytes) => {
    const body = Buffer.concat([Buffer.from('{"displayName":"'), Buffer.from(bytes), Buffer.from('"}')])
    expect(await text('/v2/apps', body)).toMatchObject(refusal('The body is not valid UTF-8'))
  })

  test.each(['', 'null', '"text"', '7', 'true', '[]', '[{"displayName":"a"}]'])('is no object: %s', async body => {
    expect(await text('/v2/apps', body)).toMatchObject(refusal('should be object'))
    expect(await text(`/v2/apps/${tenant.appId}`, body, 'PATCH')).toMatchObject(refusal('should be object'))
    const { appId, integrationId, webhookId } = tenant
    const integration = `/v2/apps/${appId}/integrations/${integrationId}`
    expect(await text(integration, body, 'PATCH')).toMatchObject(refusal('should be object'))
    expect(await text(`${integration}/webhooks/${webhookId}`, body, 'PATCH')).toMatchObject(refusal('should be object'))
    expect(await text(`/v2/apps/${appId}/integrations`, body)).toMatchObject(refusal('should be object'))
  })
})

describe('what the database cannot hold is refused', () => {
  const raw = (body: string) =>
    account.send<Refusal>('POST', '/v2/apps', { body, headers: { 'content-type': 'application/json' } })

  test.each([
    ['\\u0000', 'The body has a string with U+0000 or a lone surrogate'],
    ['a\\ud800', 'The body has a string with U+0000 or a lone surrogate'],
    ['\\udc00a', 'The body has a string with U+0000 or a lone surrogate'],
    ['\\udc00\\ud800', 'The body has a string with U+0000 or a lone surrogate'],
  ])('as a value: %s', async (value, title) => {
    expect(await raw(`{"displayName":"${value}"}`)).toMatchObject(refusal(title))
    expect(await raw(`{"displayName":"a","unknown":[{"x":"${value}"}]}`)).toMatchObject(refusal(title))
  })

  test.each(['\\u0000', '\\ud800', 'a\\udfff'])('as a name: %s', async name => {
    const title = 'The body has a property name with U+0000 or a lone surrogate'
    expect(await raw(`{"displayName":"a","metadata":{"${name}":1}}`)).toMatchObject(refusal(title))
  })

  test.each(['1e400', '-1e400'])('as a number: %s', async number => {
    const title = 'The body has a number that is too large'
    expect(await raw(`{"displayName":"a","metadata":{"n":${number}}}`)).toMatchObject(refusal(title))
  })

  test("as a property '__proto__', at any depth", async () => {
    const title = "The body has a property named '__proto__'"
    expect(await raw('{"displayName":"a","__proto__":{"admin":true}}')).toMatchObject(refusal(title))
    expect(await raw('{"displayName":"a","metadata":{"__proto__":"x"}}')).toMatchObject(refusal(title))
  })
})

describe('nesting', () => {
  const nested = (levels: number, open: string, close: string) =>
    `{"displayName":7,"x":${open.repeat(levels - 1)}1${close.repeat(levels - 1)}}`
  const raw = (body: string) =>
    account.send<Refusal>('POST', '/v2/apps', { body, headers: { 'content-type': 'application/json' } })

  test.each([
    ['arrays', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('of %s is taken to the limit and not beyond, however deep', async (_, open, close) => {
    // What nests no deeper than allowed is refused for its name only.
    expect(await raw(nested(limits.jsonDepth, open, close))).toMatchObject(refusal('.displayName: should be string'))
    const title = `The body nests deeper than ${limits.jsonDepth} levels`
    expect(await raw(nested(limits.jsonDepth + 1, open, close))).toMatchObject(refusal(title))
    const deepest = Math.floor((limits.jsonBodyBytes - 30) / (open.length + close.length))
    expect(await raw(nested(deepest, open, close))).toMatchObject(refusal(title))
  })
})

describe('the sentence names the property and the rule', () => {
  const webhook = { target: 'https://example.com/', triggers: ['*'] }
  const custom = { type: 'custom', webhooks: [webhook] }
  const cases: [Operation, unknown, string[]][] = [
    [CreateApp, {}, ["should have required property 'displayName'"]],
    [CreateApp, { displayName: null }, ['.displayName: should be string']],
    [CreateApp, { displayName: 7 }, ['.displayName: should be string']],
    [CreateApp, { displayName: '' }, ['.displayName: should not be shorter than 1 characters']],
    [CreateApp, { displayName: 'a', settings: [] }, ['.settings: should be object']],
    [
      CreateApp,
      { displayName: 'a', settings: { echoPostback: 'true' } },
      ['.settings.echoPostback: should be boolean'],
    ],
    [
      CreateApp,
      { displayName: 'a', settings: { conversationRetentionSeconds: 1.5 } },
      ['.settings.conversationRetentionSeconds: should be integer'],
    ],
    [
      CreateApp,
      { displayName: 'a', settings: { conversationRetentionSeconds: -1 } },
      ['.settings.conversationRetentionSeconds: should be >= 0'],
    ],
    [CreateApp, { displayName: 'a', metadata: { a: {} } }, ['.metadata.a: should be string or number or boolean']],
    [CreateApp, { displayName: 'a', metadata: { a: null } }, ['.metadata.a: should be string or number or boolean']],
    [CreateApp, { displayName: 'a', metadata: { 'odd name': [] } }, ["['odd name']: should be string"]],
    [UpdateApp, { metadata: { a: 'x'.repeat(4096) } }, ['App metadata is limited to 4096 bytes in size.']],
    [UpdateApp, { metadata: { ä: '😀'.repeat(1024) } }, ['App metadata is limited to 4096 bytes in size.']],
    [CreateIntegration, {}, ["should have required property 'type'"]],
    [CreateIntegration, { type: 7 }, ['.type: should be string']],
    [CreateIntegration, { type: 'fax' }, ['Invalid integration type']],
    [CreateIntegration, { type: 'constructor' }, ['Invalid integration type']],
    [CreateIntegration, { type: 'toString' }, ['Invalid integration type']],
    [CreateIntegration, { type: 'wechat' }, ['Invalid integration type']],
    [CreateIntegration, { type: 'Custom' }, ['Invalid integration type']],
    [CreateIntegration, { type: 'custom' }, ["should have required property 'webhooks'"]],
    [CreateIntegration, { type: 'custom', webhooks: {} }, ['.webhooks: should be array']],
    [
      CreateIntegration,
      { type: 'custom', webhooks: [webhook, webhook] },
      ['.webhooks: should not have more than 1 items'],
    ],
    [CreateIntegration, { type: 'custom', webhooks: [null] }, ['.webhooks[0]: should be object']],
    [
      CreateIntegration,
      { type: 'custom', webhooks: [{ ...webhook, triggers: '*' }] },
      ['.webhooks[0].triggers: should be array'],
    ],
    [CreateIntegration, { ...custom, displayName: 7 }, ['.displayName: should be string or null']],
    [
      CreateIntegration,
      { type: 'web', brandColor: 'red' },
      ['.brandColor: should be a color of 3 or 6 hexadecimal digits'],
    ],
    [CreateIntegration, { type: 'web', showAIDisclaimer: 'yes' }, ['.showAIDisclaimer: should be boolean']],
    [CreateWebhook, { ...webhook, triggers: [] }, ['.triggers: should not have less than 1 items']],
    [
      CreateWebhook,
      { ...webhook, triggers: ['conversation:Message'] },
      ['.triggers[0]: should be equal to one of the allowed values: *'],
    ],
    [
      CreateWebhook,
      { ...webhook, target: 'ftp://example.com' },
      ['.target: should be an absolute http or https address'],
    ],
    [CreateWebhook, { ...webhook, target: '/callback' }, ['.target: should be an absolute http or https address']],
    [CreateWebhook, { ...webhook, target: 'http://' }, ['.target: should be an absolute http or https address']],
    [
      CreateWebhook,
      { ...webhook, target: 'https://exa mple.com/' },
      ['.target: should be an absolute http or https address'],
    ],
    [CreateWebhook, { ...webhook, includeFullUser: 1 }, ['.includeFullUser: should be boolean']],
  ]

  test.each(
    cases.map(
      ([operation, body, titles]) =>
        [operation.id, JSON.stringify(body).slice(0, 80), titles, operation, body] as const,
    ),
  )('%s %s: %s', async (_id, _body, titles, operation, body) => {
    const answer = await send(operation, body)
    expect(answer.status).toBe(400)
    const { errors } = answer.body as Refusal
    expect(errors.map(({ code }) => code)).toEqual(errors.map(() => 'bad_request'))
    expect(errors.map(({ title }) => title)).toEqual(titles.map(title => expect.stringContaining(title)))
  })

  test('and all problems are told at once, at most ten', async () => {
    expect(await send(CreateWebhook, {})).toMatchObject(
      refusal("should have required property 'target'", "should have required property 'triggers'"),
    )
    const metadata = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`n${i}`, []]))
    const many = await send(UpdateApp, { metadata })
    const { length } = (many.body as Refusal).errors
    expect(length).toBeGreaterThan(1)
    expect(length).toBeLessThanOrEqual(limits.problems)
  })
})
