import { CreateIntegration, GetIntegration, UpdateIntegration } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { integrationSamples } from '../../testing/integration-samples.ts'
import { refused } from '../../testing/refused.ts'
import { makeApp, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { appId, client } = await makeApp(server.account)

const create = (body: unknown) => client.call(CreateIntegration, { params: { appId }, body })

/** An integration made from its sample, changed by the test. */
async function make(type: keyof typeof integrationSamples, part: object = {}) {
  const { body } = await create({ type, ...integrationSamples[type].required, ...part })
  const params = { appId, integrationId: body.integration.id }
  return {
    integration: body.integration,
    get: async () => (await client.call(GetIntegration, { params })).body.integration,
    update: (change: unknown) => client.call(UpdateIntegration, { params, body: change }),
  }
}

describe('the web messenger', () => {
  test.each(['fff', 'FFF', '0099ff', 'AbCdEf'])('takes %s as a color', async color => {
    expect((await create({ type: 'web', brandColor: color })).body.integration.brandColor).toBe(color)
  })

  test.each(['', '#fff', 'ffff', 'fffffff', 'ggg', 'red', 'fff\n', ' fff'])('refuses %j as a color', async color => {
    const { update } = await make('web')
    for (const name of ['brandColor', 'conversationColor', 'actionColor']) {
      const refusal = refused(400, 'bad_request', `.${name}: should be a color of 3 or 6 hexadecimal digits`)
      expect(await create({ type: 'web', [name]: color })).toMatchObject(refusal)
      expect(await update({ [name]: color })).toMatchObject(refusal)
    }
  })

  test.each(['example.com', 'https://example.com/', 'https://example.com/path', 'ftp://example.com', 'https://*', '*'])(
    'judges %s as an origin',
    async origin => {
      const answer = await create({ type: 'web', originWhitelist: [origin] })
      if (origin === 'https://*') expect(answer.status).toBe(201)
      else expect(answer).toMatchObject(refused(400, 'bad_request'))
    },
  )

  test('keeps nothing of its form that is not declared, and replaces the form as a whole', async () => {
    const field = { type: 'text', name: 'a', label: 'A' }
    const { integration, update } = await make('web', {
      prechatCapture: { enabled: true, unknown: 1, fields: [{ ...field, unknown: { deep: 1 } }] },
    })
    expect(integration.prechatCapture).toEqual({ enabled: true, fields: [field] })
    expect((await update({ displayName: 'x' })).body.integration.prechatCapture).toEqual(integration.prechatCapture)
    expect((await update({ prechatCapture: { enabled: false, x: 1 } })).body.integration.prechatCapture).toEqual({
      enabled: false,
    })
  })

  test('names the place of what is wrong in its form', async () => {
    const wrong = {
      fields: [
        { type: 'text', name: '', label: 'A' },
        { type: 'radio', name: 'b' },
      ],
    }
    expect(await create({ type: 'web', prechatCapture: wrong })).toMatchObject(
      refused(
        400,
        'bad_request',
        '.prechatCapture.fields[0].name: should not be shorter than 1 characters',
        ".prechatCapture.fields[1]: should have required property 'label'",
        '.prechatCapture.fields[1].type: should be equal to one of the allowed values: email, select, text',
      ),
    )
  })
})

describe('an update', () => {
  test('is judged by the stored type, though the bodies of web, iOS and Android overlap', async () => {
    const [web, ios, android] = [await make('web'), await make('ios'), await make('android')]
    // A list where iOS has a string; the web has no such property at all.
    expect((await web.update({ password: ['x'] })).status).toBe(200)
    expect((await android.update({ password: ['x'], brandColor: 7 })).status).toBe(200)
    expect(await ios.update({ password: ['x'] })).toMatchObject(
      refused(400, 'bad_request', '.password: should be string'),
    )
    for (const { integration, get, update } of [web, ios, android]) {
      const change = { canUserSeeConversationList: false }
      expect((await update(change)).body.integration).toEqual({ ...integration, ...change })
      expect(await get()).toEqual({ ...integration, ...change })
    }
  })

  test('of several properties is all or nothing', async () => {
    const { integration, get, update } = await make('web')
    expect((await update({ displayName: 'x', brandColor: 'fff', displayStyle: 'window' })).status).toBe(400)
    expect(await get()).toEqual(integration)
  })

  test('unsets by null what may be unset', async () => {
    const whatsapp = await make('whatsapp', integrationSamples.whatsapp.optional)
    expect((await whatsapp.update({ accountId: null, hsmFallbackLanguage: null })).body.integration).toMatchObject({
      accountId: null,
      hsmFallbackLanguage: null,
    })
    const mailgun = await make('mailgun', { fromAddress: 'from@example.com' })
    expect((await mailgun.update({ fromAddress: null })).body.integration.fromAddress).toBeNull()
    const secrets = await server.database.pool.query('select id from integrations where secrets_sealed is not null')
    const android = await make('android', { privateKey: 'x' })
    expect((await android.update({ privateKey: null })).status).toBe(200)
    const after = await server.database.pool.query('select id from integrations where secrets_sealed is not null')
    expect(after.rowCount).toBe(secrets.rowCount)
  })

  test.each([
    ['instagram', 'pageAccessToken'],
    ['messenger', 'pageAccessToken'],
    ['ios', 'password'],
    ['apple', 'authenticationMessageSecret'],
  ] as const)('of %s cannot unset %s', async (type, name) => {
    expect(await (await make(type)).update({ [name]: null })).toMatchObject(
      refused(400, 'bad_request', `.${name}: should be string`),
    )
  })

  test('at the same time as others loses no change', async () => {
    const { get, update } = await make('web')
    const changes = [{ brandColor: '111' }, { actionColor: '222' }, { displayName: 'x' }, { businessName: 'y' }]
    await Promise.all(changes.map(update))
    expect(await get()).toMatchObject(Object.assign({}, ...changes))
  })
})

describe('rules between properties', () => {
  const { accountSid, authToken } = integrationSamples.twilio.required

  test('twilio takes a number, a messaging service, or both', async () => {
    const twilio = { type: 'twilio', accountSid, authToken }
    expect((await create({ ...twilio, phoneNumberSid: 'PN' })).status).toBe(201)
    expect((await create({ ...twilio, messagingServiceSid: 'MG' })).status).toBe(201)
    expect((await create({ ...twilio, messagingServiceSid: 'MG', phoneNumberSid: 'PN' })).status).toBe(201)
    const title = "should have required property 'phoneNumberSid' or 'messagingServiceSid'"
    expect(await create(twilio)).toMatchObject(refused(400, 'bad_request', title))
    expect(await create({ ...twilio, phoneNumberSid: '' })).toMatchObject(refused(400, 'bad_request'))
  })

  test('line takes the id and the secret of a channel together or not at all', async () => {
    expect((await create({ type: 'line' })).status).toBe(201)
    expect((await create({ type: 'line', channelId: '1', channelSecret: 's' })).status).toBe(201)
    expect(await create({ type: 'line', channelId: '1' })).toMatchObject(
      refused(400, 'bad_request', "should have property 'channelSecret' together with 'channelId'"),
    )
    expect(await create({ type: 'line', channelSecret: 's' })).toMatchObject(
      refused(400, 'bad_request', "should have property 'channelId' together with 'channelSecret'"),
    )
  })

  test('line knows its id from the address of the QR code', async () => {
    const idOf = async (qrCodeUrl: string) => (await create({ type: 'line', qrCodeUrl })).body.integration.lineId
    expect(await idOf('https://qr-official.line.me/M/fNVqj8kMzF.png')).toBe('fNVqj8kMzF')
    expect(await idOf('https://qr-official.line.me/sid/L/abc123.png?size=2')).toBe('abc123')
    expect(await idOf('https://example.com/')).toBeUndefined()
  })

  test('telegram knows the id of the bot from the token, where it has one', async () => {
    expect((await create({ type: 'telegram', token: '42:secret' })).body.integration.botId).toBe('42')
    expect((await create({ type: 'telegram', token: 'secret' })).body.integration).not.toHaveProperty('botId')
  })

  test('mailgun receives in the domain that relays', async () => {
    const mailgun = { type: 'mailgun', ...integrationSamples.mailgun.required }
    const title = ".incomingAddress: should be an address of the domain given in 'domain'"
    for (const incomingAddress of ['help@example.org', 'help@evilmail.example.com', 'mail.example.com']) {
      expect(await create({ ...mailgun, incomingAddress })).toMatchObject(refused(400, 'bad_request', title))
    }
    expect((await create({ ...mailgun, incomingAddress: 'HELP@MAIL.example.com' })).status).toBe(201)
  })

  test('messagebird is given a secret for its webhook, another one each time, that stays', async () => {
    const [one, two] = [await make('messagebird'), await make('messagebird')]
    expect(one.integration.webhookSecret).toMatch(/^[0-9a-f]{32}$/)
    expect(two.integration.webhookSecret).not.toBe(one.integration.webhookSecret)
    const { body } = await one.update({ displayName: 'x', webhookSecret: 'mine' })
    expect(body.integration.webhookSecret).toBe(one.integration.webhookSecret)
    expect(await one.get()).toEqual(body.integration)
  })

  test('apple takes a secret of 88 characters or more', async () => {
    const { update } = await make('apple')
    expect(await update({ authenticationMessageSecret: 'x'.repeat(87) })).toMatchObject(
      refused(400, 'bad_request', '.authenticationMessageSecret: should not be shorter than 88 characters'),
    )
    expect((await update({ authenticationMessageSecret: 'x'.repeat(88) })).status).toBe(200)
  })
})
