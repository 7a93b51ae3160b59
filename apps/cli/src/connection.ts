import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Client } from './client.ts'
import type { Surroundings } from './command.ts'
import { Refusal, UsageError } from './failure.ts'
import type { Values } from './options.ts'
import { readSecret } from './secret.ts'

const LOCAL = 'http://127.0.0.1:8080'

/**
 * Where to talk to and who as: options, then the environment, then a local server and what it left in its data folder.
 * The variables do not begin with `PARHELION_`, because the server refuses those it does not know.
 */
export async function connect(values: Values, surroundings: Surroundings): Promise<Client> {
  const { env } = surroundings
  const url = parseUrl(values.url ?? nonEmpty(env.SUNCO_URL) ?? LOCAL)
  const id = values['key-id'] ?? nonEmpty(env.SUNCO_KEY_ID)
  const secret = await readSecret(values['key-secret'], surroundings)
  const base = url.href.replace(/\/+$/, '')
  if (id !== undefined && secret !== undefined) return new Client(base, { id, secret })
  if (values['key-id'] !== undefined) throw new UsageError('--key-id also needs --key-secret or SUNCO_KEY_SECRET')
  if (values['key-secret'] !== undefined) throw new UsageError('--key-secret also needs --key-id or SUNCO_KEY_ID')
  if (id !== undefined) throw new UsageError('SUNCO_KEY_ID is set and SUNCO_KEY_SECRET is not')
  if (secret !== undefined) throw new UsageError('SUNCO_KEY_SECRET is set and SUNCO_KEY_ID is not')
  // The key of the server here is not for others to see.
  if (!isLoopback(url.hostname)) {
    throw new UsageError(
      `For ${url.origin} say who calls: --key-id and --key-secret, or SUNCO_KEY_ID and SUNCO_KEY_SECRET`,
    )
  }
  return new Client(base, await accountKeyOnFile(values['data-dir'] ?? dataDir(env)))
}

function parseUrl(text: string): URL {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new UsageError(
      'The URL of the server must be an http or https address without query, fragment or credentials',
    )
  }
  return url
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

async function accountKeyOnFile(folder: string): Promise<{ id: string; secret: string }> {
  const path = join(folder, 'credentials')
  const { id, secret } = parseAccount(await read(path), path)
  if (typeof id === 'string' && typeof secret === 'string') return { id, secret }
  throw new UsageError(`${path} holds no account key: give --key-id and --key-secret`)
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const what = code === 'ENOENT' || code === 'ENOTDIR' ? `there is no ${path}` : `${path} cannot be read (${code})`
    throw new UsageError(`No key to call with: ${what}. Give --key-id and --key-secret, or the server's --data-dir`)
  }
}

function parseAccount(text: string, path: string): { id?: unknown; secret?: unknown } {
  try {
    return JSON.parse(text).account ?? {}
  } catch {
    throw new Refusal(`${path} is not valid JSON`)
  }
}

/** The folder that the server takes without PARHELION_DATA_DIR, too. */
function dataDir(env: Surroundings['env']): string {
  const set = nonEmpty(env.PARHELION_DATA_DIR)
  if (set !== undefined) return set
  if (process.getuid?.() === 0) return '/var/lib/parhelion'
  return join(nonEmpty(env.XDG_STATE_HOME) ?? join(homedir(), '.local', 'state'), 'parhelion')
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
