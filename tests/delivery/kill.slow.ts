import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { CreateApp, CreateAppKey, CreateConversation, CreateIntegration, PostMessage } from '@parhelion/contract'
import { ApiClient, type ReceivedEvent, WebhookReceiver } from '@parhelion/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { startEmbedded } from '../../apps/server/src/db/embedded/start-embedded.ts'
import { seededRandom } from '../durability/random.ts'
import { postmasterOn, until } from '../process/processes.ts'
import { type Started, startServer, temporaryFolder } from '../process/server.ts'

const EVENTS_MIN = 5000
const KILLS_MIN = 21
const WRITERS = 8
const CONVERSATIONS = 24
const MOMENT_MS = { min: 50, max: 1500 }

/** A failure is repeated, as far as the machine allows, by setting this to the seed that was printed. */
const seed = Number(process.env.DURABILITY_SEED ?? randomInt(2 ** 31))
const random = seededRandom(seed)

const accountKey = { id: `act_${randomBytes(12).toString('hex')}`, secret: randomBytes(32).toString('hex') }

/** One server of several on the same database, which is started again whenever it is killed. */
class Killable {
  readonly #folder: string
  readonly #env: Record<string, string>
  #started: Started | undefined
  address = ''

  constructor(folder: string, env: Record<string, string>) {
    this.#folder = folder
    this.#env = env
  }

  async start(): Promise<void> {
    this.#started = startServer(this.#folder, { env: this.#env })
    this.address = await this.#started.address()
  }

  async kill(): Promise<void> {
    this.#started?.child.kill('SIGKILL')
    await this.#started?.ended
    await this.start()
  }

  async stop(): Promise<number | NodeJS.Signals | undefined> {
    this.#started?.child.kill('SIGTERM')
    return this.#started?.ended
  }
}

const messageOf = (event: ReceivedEvent): string => (event.payload as { message: { id: string } }).message.id

/** Notes what it took; refuses some events once, so that attempts are in every state when something is killed. */
class Taken {
  /** Message → id and bytes of its event. */
  readonly events = new Map<string, string>()
  readonly differing: string[] = []
  repeated = 0
  readonly #refused = new Set<string>()

  respond(events: readonly ReceivedEvent[]): number {
    const fresh = events.filter(({ id }) => !this.#refused.has(id))
    if (fresh.length === events.length && random() < 0.05) {
      for (const { id } of events) this.#refused.add(id)
      return 503
    }
    for (const event of events) {
      const bytes = JSON.stringify(event)
      const before = this.events.get(messageOf(event))
      if (before !== undefined) this.repeated++
      if (before !== undefined && before !== bytes) this.differing.push(bytes)
      this.events.set(messageOf(event), bytes)
    }
    return 200
  }
}

test('no acknowledged message is lost on its way to a webhook, whatever is killed', async () => {
  const folder = temporaryFolder()
  const embedded = await startEmbedded({ dataDir: `${folder}/database`, log: () => undefined })
  onTestFinished(() => embedded.stop())
  const { host, port, user, password, database } = embedded.connection
  const env = {
    DATABASE_URL: `postgres:///${database}?${new URLSearchParams({ host, port: String(port), user, password })}`,
    PARHELION_MASTER_KEY: randomBytes(32).toString('base64'),
    PARHELION_MODE: 'development',
    PARHELION_DEMO: 'off',
    PARHELION_ACCOUNT_KEY_ID: accountKey.id,
    PARHELION_ACCOUNT_SECRET: accountKey.secret,
    PARHELION_WEBHOOK_RETRY_DELAYS: '0.1 0.3 1 3',
    PARHELION_LOG_LEVEL: 'silent',
  }
  const servers = [new Killable(`${folder}/one`, env), new Killable(`${folder}/two`, env)]
  for (const server of servers) await server.start()

  const taken = new Taken()
  const receiver = await WebhookReceiver.start(({ events }) => taken.respond(events))
  onTestFinished(() => receiver.stop())
  const { appId, key, conversations } = await setUp(servers[0]?.address ?? '', receiver.address)

  const acknowledged = new Set<string>()
  let isOver = false
  const write = async (writer: number): Promise<void> => {
    for (let nth = writer; !isOver; nth += WRITERS) {
      const address = servers[nth % 2]?.address ?? ''
      const conversationId = conversations[nth % CONVERSATIONS] ?? ''
      const body = { author: { type: 'business' as const }, content: { type: 'text' as const, text: `${nth}` } }
      const call = new ApiClient(address, key).call(PostMessage, { params: { appId, conversationId }, body })
      const answer = await call.catch(() => undefined)
      if (answer?.status === 201) acknowledged.add(answer.body.messages[0]?.id ?? '')
      else await delay(20)
    }
  }
  const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))

  const killPostgres = async (): Promise<void> => {
    const killed = postmasterOn(`${folder}/database`)
    process.kill(killed, 'SIGKILL')
    await until(
      async () => postmasterOn(`${folder}/database`) !== killed && (await fetch(`${servers[0]?.address}/ready`)).ok,
    )
  }
  let kills = 0
  for (; kills < KILLS_MIN || acknowledged.size < EVENTS_MIN; kills++) {
    await delay(MOMENT_MS.min + random() * (MOMENT_MS.max - MOMENT_MS.min))
    const [one, two] = servers
    if (kills % 3 === 0) await one?.kill()
    else if (kills % 3 === 1) await two?.kill()
    else await killPostgres()
  }
  isOver = true
  await writing
  const lost = (): string[] => [...acknowledged].filter(id => !taken.events.has(id))
  await until(() => lost().length === 0)
  expect(taken.differing, `seed ${seed}`).toEqual([])
  for (const server of servers) expect(await server.stop()).toBe(0)
  console.log(
    `${kills} kills of two servers and of PostgreSQL, seed ${seed}\n` +
      `  ${acknowledged.size} messages acknowledged, ${taken.events.size} told, 0 lost; ` +
      `${taken.repeated} told again with the same id and bytes`,
  )
})

async function setUp(address: string, target: string) {
  const account = new ApiClient(address, accountKey)
  const { body } = await account.call(CreateApp, { body: { displayName: 'Killed' } })
  const appId = body.app.id
  const made = await account.call(CreateAppKey, { params: { appId }, body: { displayName: 'Killed' } })
  const { key } = made.body
  const client = account.as(key)
  await client.call(CreateIntegration, {
    params: { appId },
    body: { type: 'custom', displayName: 'Killed', webhooks: [{ target, triggers: ['conversation:message'] }] },
  })
  const conversations: string[] = []
  for (let n = 0; n < CONVERSATIONS; n++) {
    const conversation = await client.call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup' } })
    conversations.push(conversation.body.conversation.id)
  }
  return { appId, key, conversations }
}
