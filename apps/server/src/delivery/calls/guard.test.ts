import type { LookupAddress } from 'node:dns'
import { CreateWebhook, ListDeliveries } from '@parhelion/contract'
import { describe, expect, test, vi } from 'vitest'
import { parseAllowed } from '../../lib/allow-list.ts'
import { makeReceiving, postText, startReceiver } from '../../testing/delivering.ts'
import { makeApp, makeCustom, testServer } from '../../testing/test-server.ts'
import { ForbiddenAddress, Guard } from './guard.ts'
import { Outgoing } from './outgoing.ts'

const strict = new Guard({ allowed: parseAllowed([]), allowLoopback: false })
const server = await testServer({ config: { mode: 'production' } })

/** Ways to write an address that leads inside. */
const INSIDE = [
  ...[
    'http://127.0.0.1/',
    'http://127.0.0.1.',
    'http://127.1',
    'http://127.0.1',
    'http://127.255.255.254/',
    'https://127.0.0.1:8443/',
  ],
  ...[
    'http://0x7f000001/',
    'http://0x7f.0.0.1',
    'http://0X7F.1',
    'http://2130706433/',
    'http://017700000001/',
    'http://0177.0.0.1',
  ],
  ...[
    'http://0',
    'http://0.0.0.0:8080',
    'http://0.1.2.3',
    'http://①②⑦.0.0.1',
    'http://127。0。0。1',
    'http://%31%32%37.0.0.1',
  ],
  ...['http://10.0.0.1', 'http://10.255.255.255', 'http://0xa.0.0.1', 'http://167772161', 'http://012.0.0.1'],
  ...[
    'http://172.16.0.1',
    'http://172.31.255.255',
    'http://192.168.0.1',
    'http://192.168.1.1:8080',
    'http://0xc0a80001',
  ],
  ...['http://169.254.169.254/latest/meta-data/', 'http://2852039166/', 'http://0xa9fea9fe', 'http://169.254.0.1'],
  ...[
    'http://100.64.0.1',
    'http://100.127.255.254',
    'http://192.0.0.1',
    'http://192.0.2.1',
    'http://198.18.0.1',
    'http://198.51.100.7',
  ],
  ...['http://203.0.113.5', 'http://224.0.0.1', 'http://239.255.255.255', 'http://240.0.0.1', 'http://255.255.255.255'],
  ...[
    'http://[::1]/',
    'http://[::]/',
    'http://[0:0:0:0:0:0:0:1]',
    'http://[::127.0.0.1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
  ],
  ...[
    'http://[::ffff:10.0.0.1]',
    'http://[::ffff:169.254.169.254]',
    'http://[::ffff:0:127.0.0.1]',
    'http://[64:ff9b::127.0.0.1]',
    'http://[64:ff9b::a9fe:a9fe]',
  ],
  ...[
    'http://[64:ff9b:1::1]',
    'http://[2002:7f00:1::]',
    'http://[2002:a00:1::1]',
    'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
    'http://[fe80::1]',
  ],
  ...[
    'http://[febf::1]',
    'http://[fec0::1]',
    'http://[fc00::1]',
    'http://[fd00:ec2::254]',
    'http://[ff02::1]',
    'http://[2001:db8::1]',
    'http://[100::1]',
  ],
  ...[
    'http://localhost',
    'http://LOCALHOST:3000',
    'http://localhost.',
    'http://a.localhost',
    'http://metadata.google.internal/',
    'http://metadata.google.internal.',
  ],
  ...['http://printer.local', 'http://router.home.arpa'],
]

describe('a target', () => {
  test(`is refused in all of ${INSIDE.length} ways to write an address that leads inside`, () => {
    expect(INSIDE.length).toBeGreaterThanOrEqual(60)
    expect(INSIDE.filter(target => strict.objectionTo(target) === undefined)).toEqual([])
  })

  test.each([
    'https://example.com/',
    'http://8.8.8.8',
    'https://[2606:4700::1111]/a',
    'https://example.com:8443/',
    'http://1.2.3.4:80',
  ])('that is public is taken: %s', target => {
    expect(strict.objectionTo(target)).toBeUndefined()
  })

  test.each([
    ['http://127.0.0.1:3000/', 'addresses of the range loopback are not called'],
    ['http://localhost/', 'names like localhost are not called'],
    ['https://user:password@example.com/', 'should have no credentials in it'],
    ['https://user@example.com/', 'should have no credentials in it'],
    ['https://example.com:22/', 'the port 22 is not called: 80, 443 and those from 1024 are'],
    ['ftp://example.com/', 'should be an absolute http or https address'],
  ])('%s is refused when a webhook is made, with the reason', async (target, reason) => {
    const { appId, client } = await makeApp(server.account)
    const params = await makeCustom(client, appId)
    const answer = await client.call(CreateWebhook, { params, body: { target, triggers: ['*'] } })
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toContain(`target: ${reason}`)
  })
})

describe('what the operator allows', () => {
  const guardOf = (...entries: string[]) => new Guard({ allowed: parseAllowed(entries), allowLoopback: false })

  test.each([
    ['10.0.0.0/8', 'http://10.1.2.3'],
    ['10.1.2.3', 'http://10.1.2.3:81/'],
    ['fd00::/8', 'http://[fd12::1]'],
    ['127.0.0.1', 'http://127.0.0.1:3000'],
    ['127.0.0.0/8', 'http://127.9.9.9'],
    ['169.254.169.254', 'http://169.254.169.254'],
    ['hook', 'http://hook:9000'],
    ['localhost', 'http://localhost:9000'],
  ])('%s opens %s', (entry, target) => {
    expect(guardOf(entry).objectionTo(target)).toBeUndefined()
  })

  test.each([
    ['10.0.0.0/8', 'http://11.0.0.1:81'],
    ['10.1.2.3', 'http://10.1.2.4'],
    ['0.0.0.0/0', 'http://127.0.0.1'],
    ['0.0.0.0/0', 'http://169.254.169.254'],
    ['::/0', 'http://[::1]'],
    ['::/0', 'http://[fe80::1]'],
    ['hook', 'http://hook.localhost'],
  ])('%s does not open %s', (entry, target) => {
    expect(guardOf(entry).objectionTo(target)).toBeDefined()
  })

  test('a name that is allowed may lead inside, and not to what rules the machine', () => {
    const guard = guardOf('hook')
    expect(() => guard.accept('hook', '172.18.0.3')).not.toThrow()
    expect(() => guard.accept('other', '172.18.0.3')).toThrow(ForbiddenAddress)
    expect(() => guard.accept('hook', '169.254.169.254')).toThrow(ForbiddenAddress)
  })
})

describe('a call', () => {
  test('goes to no address that a name leads to later', async () => {
    const receiver = await startReceiver()
    const { port } = new URL(receiver.address)
    const answers: LookupAddress[][] = [
      [{ address: '93.184.216.34', family: 4 }],
      [{ address: '127.0.0.1', family: 4 }],
    ]
    const outgoing = new Outgoing({
      guard: strict,
      timeoutMs: 300,
      resolve: (_name, _options, done) => done(null, answers.shift() ?? []),
    })
    const url = `http://rebinding.example:${port}/`
    expect(strict.objectionTo(url)).toBeUndefined()
    // The first answer is public, and nobody is there; the second one leads to this machine.
    await expect(outgoing.post(url, '{}')).rejects.not.toThrow(ForbiddenAddress)
    await expect(outgoing.post(url, '{}')).rejects.toThrow(ForbiddenAddress)
    expect(receiver.calls).toHaveLength(0)
    await outgoing.close()
  })

  test('goes nowhere when one of several addresses leads inside', async () => {
    const outgoing = new Outgoing({
      guard: strict,
      timeoutMs: 300,
      resolve: (_name, _options, done) =>
        done(null, [
          { address: '93.184.216.34', family: 4 },
          { address: '::1', family: 6 },
        ]),
    })
    await expect(outgoing.post('http://mixed.example/', '{}')).rejects.toThrow('addresses of the range loopback')
    await outgoing.close()
  })

  test('that the guard forbids is logged as an attempt', async () => {
    const producing = await testServer({
      delivers: true,
      beside: server,
      config: { mode: 'production', webhookRetryDelaysMs: [1, 1, 1, 1] },
    })
    // Made while this machine could be called.
    const developing = await testServer({ beside: server })
    const { client, webhook, appId, conversationId, receiver } = await makeReceiving(developing.account)
    await postText(client, { appId, conversationId }, 'Hello')
    const log = async () => (await client.call(ListDeliveries, { params: webhook.params })).body.deliveries
    await vi.waitUntil(async () => (await log())[0]?.state === 'failed', 60_000)
    expect((await log())[0]?.attempts[0]?.problem).toBe('addresses of the range loopback are not called')
    expect(receiver.calls).toHaveLength(0)
    expect(producing.logged.join('')).not.toContain('ForbiddenAddress')
  })
})
