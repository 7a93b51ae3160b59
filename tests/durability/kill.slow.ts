import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { postmasterOn, until, untilNothingRunsOn } from '../process/processes.ts'
import { type Started, startServer, temporaryFolder } from '../process/server.ts'
import { countRows, findLost, findUnsound } from './audit.ts'
import { seededRandom } from './random.ts'
import { Writers } from './writers.ts'

const KILLS = 20
const WRITERS = 16
const MOMENT_MS = { min: 20, max: 1000 }

/** A failure is repeated, as far as the machine allows, by setting this to the seed that was printed. */
const seed = Number(process.env.DURABILITY_SEED ?? randomInt(2 ** 31))

interface Serving {
  readonly server: Started
  readonly address: string
  readonly account: { readonly id: string; readonly secret: string }
}

async function serve(dataDir: string): Promise<Serving> {
  const server = startServer(dataDir, { env: { PARHELION_OUTPUT: 'json', PARHELION_DEMO: 'off' } })
  await server.address()
  const { address, account } = JSON.parse(server.stdout)
  return { server, address, account }
}

/** Kills with writers at work, again and again, and looks after each time at what was acknowledged since the last one. */
async function killOften(title: string, dataDir: string, kill: (serving: Serving) => Promise<Serving>): Promise<void> {
  const random = seededRandom(seed)
  const writers = new Writers(random)
  const { ledger } = writers
  let serving = await serve(dataDir)
  let fewest = Number.POSITIVE_INFINITY
  for (let kills = 1; kills <= KILLS; kills++) {
    const before = { keys: ledger.keys.length, integrations: ledger.integrations.length }
    const writing = writers.run(WRITERS, serving.address, serving.account)
    await delay(MOMENT_MS.min + random() * (MOMENT_MS.max - MOMENT_MS.min))
    const killed = kill(serving)
    await writing
    serving = await killed
    const since = { keys: ledger.keys.slice(before.keys), integrations: ledger.integrations.slice(before.integrations) }
    fewest = Math.min(fewest, since.keys.length + since.integrations.length)
    const where = `after kill ${kills}, seed ${seed}`
    expect(await findLost(serving.address, since), where).toEqual([])
    expect(await findUnsound(dataDir), where).toEqual([])
  }
  expect(await findLost(serving.address, ledger), `at the end, seed ${seed}`).toEqual([])
  const rows = await countRows(dataDir)
  const unanswered = rows.keys + rows.integrations - ledger.keys.length - ledger.integrations.length
  console.log(
    `${title}: ${KILLS} kills, ${WRITERS} writers, seed ${seed}\n` +
      `  acknowledged ${ledger.keys.length} keys and ${ledger.integrations.length} integrations, lost 0, half-made 0\n` +
      `  between two kills at least ${fewest}; refused by a limit ${ledger.refused}; ` +
      `cut off ${ledger.cut}, of which ${unanswered} are there although nobody was told`,
  )
  expect(ledger.keys.length).toBeGreaterThan(0)
  serving.server.child.kill('SIGTERM')
  expect(await serving.server.ended).toBe(0)
}

test('what was acknowledged is there, whole, after the server is killed again and again', async () => {
  const dataDir = temporaryFolder()
  await killOften('kill -9 of the server', dataDir, async ({ server }) => {
    server.child.kill('SIGKILL')
    await server.ended
    await untilNothingRunsOn(dataDir)
    return serve(dataDir)
  })
})

test('what was acknowledged is there, whole, after PostgreSQL is killed again and again', async () => {
  const dataDir = temporaryFolder()
  await killOften('kill -9 of PostgreSQL', dataDir, async serving => {
    const killed = postmasterOn(dataDir)
    process.kill(killed, 'SIGKILL')
    await until(async () => postmasterOn(dataDir) !== killed && (await fetch(`${serving.address}/ready`)).ok)
    return serving
  })
})
