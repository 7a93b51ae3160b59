import { once } from 'node:events'
import { connect } from 'node:net'
import { DeleteApp, DeleteWebhook, GetDelivery, ReplayDelivery } from '@parhelion/contract'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Browser, EventReader, signedIn } from '../testing/browser.ts'
import { logOf, makeReceiving, type Receiving, until, untilStates } from '../testing/delivering.ts'
import { makeApp, makeServiceAccount, type TestServer, testServer } from '../testing/test-server.ts'

const server = await testServer({ delivers: true, config: { webhookRetryDelaysMs: [50, 50, 50, 50] } })
const { account, accountKey } = server
const me = () => signedIn(server, accountKey)

type Delivery = { eventId: string; state: string; attempts: unknown[] }

const pathOf = ({ webhook: { appId, integrationId, webhookId } }: Receiving) =>
  `/hub/apps/${appId}/integrations/${integrationId}/webhooks/${webhookId}/deliveries/stream`
const deliveriesIn = (reader: EventReader) => reader.events.map(({ data }) => data as Delivery)

async function open(browser: Browser, path: string, lastEventId?: string): Promise<EventReader> {
  const reader = await EventReader.open(browser, path, lastEventId)
  onTestFinished(() => reader.close())
  // A stream says where it begins before anything happens.
  if (reader.status === 200) await until(() => reader.lastEventId !== '')
  return reader
}

describe('the stream of deliveries', () => {
  test('tells of a delivery as the log shows it, and of nothing that was before', async () => {
    const receiving = await makeReceiving(account)
    await receiving.post('before')
    await untilStates(receiving, 'delivered')
    const reader = await open(await me(), pathOf(receiving))
    expect(reader.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    await receiving.post('now')
    await until(() => deliveriesIn(reader).some(({ state }) => state === 'delivered'))
    const [newest] = (await logOf(receiving)).deliveries
    expect(reader.events.at(-1)).toMatchObject({ event: 'delivery', data: newest })
    expect(new Set(deliveriesIn(reader).map(({ eventId }) => eventId))).toEqual(new Set([newest?.eventId]))
  })

  test('tells each state of a delivery that fails, and that it is sent again', async () => {
    const receiving = await makeReceiving(account, { respond: () => 404 })
    const reader = await open(await me(), pathOf(receiving))
    await receiving.post('x')
    await until(() => deliveriesIn(reader).at(-1)?.state === 'failed')
    const failed = deliveriesIn(reader).at(-1)
    receiving.receiver.respond = () => 200
    const params = { ...receiving.webhook.params, eventId: failed?.eventId ?? '' }
    await receiving.client.call(ReplayDelivery, { params })
    await until(() => deliveriesIn(reader).at(-1)?.state === 'delivered')
    const now = (await receiving.client.call(GetDelivery, { params })).body.delivery
    expect(deliveriesIn(reader).at(-1)).toEqual({ ...now, event: undefined })
  })

  test('goes on, after another server came, with what happened in between', async () => {
    const receiving = await makeReceiving(account)
    const first = await testServer({ beside: server })
    const browser = await me()
    const reader = await open(new Browser(first.anonymous.address, browser.cookie), pathOf(receiving))
    await receiving.post('one')
    await until(() => deliveriesIn(reader).some(({ state }) => state === 'delivered'))
    await first.app.close()
    await reader.ended
    await receiving.post('two')
    await untilStates(receiving, 'delivered', 'delivered')
    const again = await open(browser, pathOf(receiving), reader.lastEventId)
    const [newest] = (await logOf(receiving)).deliveries
    await until(() => deliveriesIn(again).some(({ eventId }) => eventId === newest?.eventId))
  })

  test('begins with what happens now when somebody comes back with what is no place in it', async () => {
    const receiving = await makeReceiving(account)
    await receiving.post('before')
    await untilStates(receiving, 'delivered')
    for (const wrong of ['-1', '1e9', 'x'.repeat(2000), '../..', '9'.repeat(20)]) {
      const reader = await open(await me(), pathOf(receiving), wrong)
      expect([reader.status, reader.events]).toEqual([200, []])
    }
  })

  test('ends with the session, within moments', async () => {
    const browser = await me()
    const reader = await open(browser, pathOf(await makeReceiving(account)))
    await browser.send('DELETE', '/hub/session')
    await reader.ended
    expect((await EventReader.open(browser, pathOf(await makeReceiving(account)))).status).toBe(401)
  })

  test('ends with the webhook', async () => {
    const receiving = await makeReceiving(account)
    const reader = await open(await me(), pathOf(receiving))
    await receiving.client.call(DeleteWebhook, { params: receiving.webhook.params })
    await reader.ended
    expect((await open(await me(), pathOf(receiving))).status).toBe(404)
  })

  test('holds no stop up', async () => {
    const other = await testServer({ beside: server })
    const browser = new Browser(other.anonymous.address, (await me()).cookie)
    const readers = [
      await open(browser, pathOf(await makeReceiving(account))),
      await open(browser, '/hub/receiver/stream'),
    ]
    await other.app.close()
    await Promise.all(readers.map(({ ended }) => ended))
  })

  test('and a connection that a browser opened ahead and never used hold no stop up', async () => {
    const other = await testServer({ beside: server })
    const { port } = new URL(other.anonymous.address)
    const unused = connect(Number(port), '127.0.0.1')
    await once(unused, 'connect')
    // Whatever came before it is answered, so the server knows the connection.
    await other.anonymous.send('GET', '/health')
    const gone = once(unused, 'close')
    await other.app.close()
    await gone
  })

  test('is for eight at a time of one session, and free again when one of them goes', async () => {
    const path = pathOf(await makeReceiving(account))
    const browser = await me()
    const readers = await Promise.all(Array.from({ length: 8 }, () => open(browser, path)))
    expect(readers.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect((await open(browser, path)).status).toBe(429)
    expect((await open(await me(), path)).status).toBe(200)
    readers[0]?.close()
    await until(async () => (await open(browser, path)).status === 200)
  })

  test('is of nobody else', async () => {
    const mine = await makeReceiving(account)
    const theirs = await makeApp(account)
    const stranger = await makeServiceAccount(account)
    const statusOf = async (browser: Browser, path: string) => (await open(browser, path)).status
    expect(await statusOf(await signedIn(server, theirs.key), pathOf(mine))).toBe(403)
    expect(await statusOf(await signedIn(server, stranger.key), pathOf(mine))).toBe(404)
    expect(await statusOf(new Browser(server.anonymous.address), pathOf(mine))).toBe(401)
    const foreign = pathOf(mine).replace(mine.appId, theirs.appId)
    expect(await statusOf(await signedIn(server, theirs.key), foreign)).toBe(404)
    expect(await statusOf(await me(), pathOf(mine).replace(mine.webhook.webhookId, '%00'))).toBe(404)
  })
})

describe('the receiver', () => {
  const call = (at: TestServer, body: unknown) => at.anonymous.send('POST', '/demo/webhook', { body })
  type Call = {
    id: string
    receivedAt: string
    headers: Record<string, string>
    body: { app?: { id: string }; n?: number | string }
  }
  const callsOf = async (browser: Browser) =>
    (await browser.send<{ calls: Call[] }>('GET', '/hub/receiver/calls')).body.calls

  test('shows who is signed in the last 50 calls with their headers, newest first', async () => {
    const one = await testServer({ beside: server })
    for (let n = 0; n < 51; n++)
      await one.anonymous.send('POST', '/demo/webhook', { body: { n }, headers: { 'x-api-key': `secret ${n}` } })
    const browser = new Browser(one.anonymous.address, (await me()).cookie)
    const calls = await callsOf(browser)
    expect(calls.map(({ body }) => body.n)).toEqual(Array.from({ length: 50 }, (_, i) => 50 - i))
    expect(calls[0]).toMatchObject({
      id: expect.any(String),
      receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      headers: { 'x-api-key': 'secret 50', 'content-type': 'application/json' },
    })
    expect((await new Browser(one.anonymous.address).send('GET', '/hub/receiver/calls')).status).toBe(401)
    const open = await one.anonymous.send<{ calls: object[] }>('GET', '/demo/webhook')
    expect(Object.keys(open.body.calls[0] ?? {})).toEqual(['receivedAt', 'body'])
  })

  test('tells of a call as it comes, and of what came while nobody listened', async () => {
    const browser = await me()
    const reader = await open(browser, '/hub/receiver/stream')
    await call(server, { n: 1 })
    await until(() => reader.events.length === 1)
    reader.close()
    await call(server, { n: 2 })
    await call(server, { n: 3 })
    const again = await open(browser, '/hub/receiver/stream', reader.lastEventId)
    await until(() => again.events.length === 2)
    expect(again.events.map(({ event, data }) => [event, (data as Call).body.n])).toEqual([
      ['call', 2],
      ['call', 3],
    ])
    expect(again.events[1]?.data as Call | undefined).toEqual((await callsOf(browser))[0])
  })

  test('begins with the next call when somebody comes back with what is no place in it', async () => {
    const browser = await me()
    await call(server, { n: 'before' })
    for (const wrong of ['', '-1', '1e9', '0x1', '1.0', '../..', '9'.repeat(20)]) {
      const reader = await open(browser, '/hub/receiver/stream', wrong)
      await call(server, { n: wrong })
      await until(() => reader.events.length > 0)
      expect(reader.events.map(({ data }) => (data as Call).body.n)).toEqual([wrong])
      reader.close()
    }
  })

  test('shows an app its own calls only, and lets it remove no others', async () => {
    const [mine, theirs] = [await makeApp(account), await makeApp(account)]
    const stranger = await makeServiceAccount(account)
    for (const { appId } of [mine, theirs]) await call(server, { app: { id: appId } })
    for (const body of ['{}', 'null', '[]', '{"app":null}', '{"app":{"id":1}}']) await call(server, body)
    const one = await signedIn(server, mine.key)
    expect((await callsOf(one)).map(({ body }) => body.app?.id)).toEqual([mine.appId])
    expect(await callsOf(await signedIn(server, stranger.key))).toEqual([])
    expect((await one.send('DELETE', '/hub/receiver/calls')).status).toBe(204)
    expect(await callsOf(one)).toEqual([])
    const left = await callsOf(await me())
    expect(left.map(({ body }) => body?.app?.id)).toContain(theirs.appId)
    expect((await (await me()).send('DELETE', '/hub/receiver/calls')).status).toBe(204)
    expect(await callsOf(await me())).toEqual([])
  })

  test('is called by a webhook that points there, whose call is seen at once', async () => {
    const receiving = await makeReceiving(account, { webhook: { target: `${server.anonymous.address}/demo/webhook` } })
    const reader = await open(await signedIn(server, await makeKey(receiving)), '/hub/receiver/stream')
    await receiving.post('seen')
    await until(() => reader.events.length === 1)
    expect(reader.events[0]?.data).toMatchObject({
      headers: { 'x-api-key': receiving.webhook.secret },
      body: { app: { id: receiving.appId }, events: [{ payload: { message: { content: { text: 'seen' } } } }] },
    })
    await account.call(DeleteApp, { params: { appId: receiving.appId } })
    await reader.ended
  })

  test('is not there outside development mode', async () => {
    const production = await testServer({ beside: server, config: { demo: false, mode: 'production' } })
    const browser = new Browser(production.anonymous.address, (await me()).cookie)
    for (const path of ['/hub/receiver/calls', '/hub/receiver/stream', '/demo/webhook'])
      expect((await browser.send('GET', path)).status).toBe(404)
  })

  async function makeKey({ appId }: Receiving) {
    return (
      await account.send<{ key: { id: string; secret: string } }>('POST', `/v2/apps/${appId}/keys`, {
        body: { displayName: 'x' },
      })
    ).body.key
  }
})
