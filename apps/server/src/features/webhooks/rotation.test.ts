import { GetSigningSecret, RotateWebhookSecret } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { makeReceiving, textsOf, until, untilStates } from '../../testing/delivering.ts'
import { refused } from '../../testing/refused.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer({ delivers: true, config: { webhookRetryDelaysMs: [50, 50, 50, 50] } })

describe('after a rotation', () => {
  test.each(['old', 'new'] as const)('a receiver that holds the %s X-API-Key takes every event', async which => {
    const receiving = await makeReceiving(server.account)
    const { client, webhook, receiver } = receiving
    const { body } = await client.call(RotateWebhookSecret, {
      params: webhook.params,
      body: { which: 'apiKey', overlapSeconds: 3600 },
    })
    expect(body.webhook.secret).not.toBe(webhook.secret)
    const held = which === 'old' ? webhook.secret : body.webhook.secret
    receiver.respond = ({ headers }) => (headers['x-api-key'] === held ? 200 : 401)
    for (const text of ['a', 'b', 'c']) {
      await receiving.post(text)
      await until(() => textsOf(receiver).includes(text))
    }
    const deliveries = await untilStates(receiving, 'delivered', 'delivered', 'delivered')
    for (const { attempts } of deliveries) expect(attempts).toHaveLength(1)
    // It is asked with the other one only once.
    expect(receiver.calls.filter(({ headers }) => headers['x-api-key'] !== held).length).toBeLessThanOrEqual(1)
  })

  test('without an overlap the old X-API-Key is never sent again', async () => {
    const receiving = await makeReceiving(server.account, { respond: () => 401 })
    const { client, webhook, receiver } = receiving
    await client.call(RotateWebhookSecret, { params: webhook.params, body: { which: 'apiKey', overlapSeconds: 0 } })
    await receiving.post('a')
    await untilStates(receiving, 'failed')
    expect(receiver.calls.map(({ headers }) => headers['x-api-key'] === webhook.secret)).toEqual([false])
  })

  test('of the signing secret calls are signed with both', async () => {
    const receiving = await makeReceiving(server.account)
    const { client, webhook } = receiving
    const before = await client.call(GetSigningSecret, { params: webhook.params })
    const { body } = await client.call(RotateWebhookSecret, { params: webhook.params, body: { which: 'signing' } })
    expect(body.signingSecret.secret).not.toBe(before.body.signingSecret.secret)
    expect(body.signingSecret.previousUntil).toMatch(/Z$/)
    expect(body.webhook.secret).toBe(webhook.secret)
    await receiving.post('a')
    await until(() => receiving.receiver.calls.length > 0)
    const signatures = String(receiving.receiver.calls[0]?.headers['webhook-signature']).split(' ')
    expect(signatures).toHaveLength(2)
    expect(new Set(signatures).size).toBe(2)
  })

  test.each([
    { which: 'both' },
    { which: 'apiKey', overlapSeconds: -1 },
    { which: 'signing', overlapSeconds: 2_592_001 },
    {},
  ])('%j is refused', async body => {
    const { client, webhook } = await makeReceiving(server.account)
    expect(await client.call(RotateWebhookSecret, { params: webhook.params, body })).toMatchObject(
      refused(400, 'bad_request'),
    )
  })

  test('a webhook that is older than signatures has a secret as soon as it is asked for', async () => {
    const { client, webhook } = await makeReceiving(server.account)
    await server.database.pool.query('update webhooks set signing_secret_sealed = null where id = $1', [
      webhook.webhookId,
    ])
    const [one, other] = await Promise.all([
      client.call(GetSigningSecret, { params: webhook.params }),
      client.call(GetSigningSecret, { params: webhook.params }),
    ])
    expect(one.body.signingSecret.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(other.body).toEqual(one.body)
  })
})
