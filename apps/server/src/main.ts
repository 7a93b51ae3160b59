import './start/memory.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { lockDataDir } from './db/data-dir.ts'
import { announcement } from './start/announce.ts'
import { CredentialsFile } from './start/credentials.ts'
import { openDatabase } from './start/database.ts'
import { prepareDemo } from './start/demo.ts'
import { describeFailure, listenFailure } from './start/failure.ts'
import { openInstallation, prepareAccountKey } from './start/installation.ts'
import { announceRunning } from './start/running.js'
import { signInLink } from './start/sign-in-link.ts'

/** Requests in flight get this long at the end; a client that never finishes must not keep the process. */
const DRAIN_MS_MAX = 10_000

const log = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** A signal to the group and npm's own come within a millisecond, so further ones change nothing. */
function whenAskedToStop(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
}

async function run(asked: Promise<void>): Promise<void> {
  // Closed from the last to the first: requests, pool, database, lock.
  await using open = new AsyncDisposableStack()
  const config = readConfig()
  await announceRunning()
  const lock = await lockDataDir(config.dataDir)
  open.defer(() => lock.release())
  const { pool } = open.use(await openDatabase(config, log))
  const seal = await openInstallation(config, pool)
  const app = await createApp({ config, pool, seal })
  const file = new CredentialsFile(config.dataDir)
  const account = await prepareAccountKey(app, config, file)
  open.defer(() => Promise.race([app.close(), delay(DRAIN_MS_MAX, undefined, { ref: false })]))
  const address = await app.listen().catch(error => {
    throw listenFailure(error, config)
  })
  const demo = config.demo ? await prepareDemo(app.services, file, address) : undefined
  app.hub.demo = demo
  const isTerminal = process.stdout.isTTY
  const link = await signInLink(app, { config, address, accountKey: account.key, isTerminal })
  process.stdout.write(announcement({ config, address, credentialsPath: file.path, account, demo, link }))
  await asked
}

// Whoever read our output may have gone; the server has not.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

try {
  await run(whenAskedToStop())
  process.exit(0)
} catch (error) {
  log(describeFailure(error))
  process.exit(1)
}
