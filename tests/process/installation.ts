import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApiClient } from '@parhelion/testkit'
import { expect } from 'vitest'
import { until } from './processes.ts'
import { environment, ROOT, run, type Started, startServer } from './server.ts'

export const BIN = join(ROOT, 'apps/cli/bin/parhelion.js')

export interface Key {
  readonly id: string
  readonly secret: string
}

interface Ready {
  readonly address: string
  readonly account: Key
  /** Signs one browser in. */
  readonly console?: string
  readonly demo: { readonly appId: string; readonly appKey: Key }
}

/** A server that says in JSON where it is, and a client that speaks as its account. */
export async function serve(
  dataDir: string,
  { env = {}, spawn = {} } = {},
): Promise<{ server: Started; ready: Ready; account: ApiClient }> {
  const server = startServer(dataDir, { env: { PARHELION_OUTPUT: 'json', ...env }, spawn })
  await server.address()
  await until(() => server.stdout.endsWith('\n'))
  const ready: Ready = JSON.parse(server.stdout)
  return { server, ready, account: new ApiClient(ready.address, ready.account) }
}

export async function stop(server: Started): Promise<void> {
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
}

export const parhelion = (
  dataDir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  spawn = {},
): Started => run(process.execPath, [BIN, ...args], environment(dataDir, env), spawn)

/** Exit code, standard output and complaint. */
export async function result(command: Started): Promise<[unknown, string, string]> {
  return [await command.ended, command.stdout, command.stderr]
}

/** A fresh folder with the master key of another one. */
export function freshWithKeyOf(dataDir: string, folder: string, name = 'master-key'): string {
  mkdirSync(folder, { mode: 0o700 })
  writeFileSync(join(folder, 'master-key'), readFileSync(join(dataDir, name)), { mode: 0o600 })
  return folder
}
