import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { type Allowed, parseAllowed } from './lib/allow-list.ts'

/** Everything the environment decides, parsed once. Units are in the names. */
export interface Config {
  readonly host: string
  /** 0 asks for a free port. */
  readonly port: number
  /** Base of links in replies, without a trailing slash. Undefined: derived from the address that was bound. */
  readonly publicUrl: string | undefined
  readonly mode: 'development' | 'production'
  readonly demo: boolean
  /** Whether there are pages, and what they need under `/hub`. */
  readonly console: boolean
  readonly dataDir: string
  /** A PostgreSQL of the operator's own; undefined: the embedded one. */
  readonly databaseUrl: string | undefined
  readonly accountKey: { readonly id: string; readonly secret: string } | undefined
  /** 32 bytes; undefined: a file in the data folder. */
  readonly masterKey: Buffer | undefined
  /** Requests per minute and key. */
  readonly rateLimit: number | 'off'
  /** Host names, addresses and ranges that webhooks may reach besides public addresses. */
  readonly webhookAllow: Allowed
  /** Between the five attempts, at most 15 minutes in all. */
  readonly webhookRetryDelaysMs: readonly number[]
  readonly webhookTimeoutMs: number
  /** Events, and what became of them at webhooks, are kept so long. */
  readonly eventRetentionDays: number
  /** Messages that a conversation may hold. */
  readonly maxConversationMessages: number
  readonly logLevel: LogLevel
  /** How the start announces itself on stdout. */
  readonly output: 'text' | 'json'
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A variable that stops the start; the message names it and says what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>

const VARIABLES = new Set([
  'PARHELION_MODE',
  'PARHELION_DEMO',
  'PARHELION_CONSOLE',
  'PARHELION_DATA_DIR',
  'PARHELION_PUBLIC_URL',
  'PARHELION_ACCOUNT_KEY_ID',
  'PARHELION_ACCOUNT_SECRET',
  'PARHELION_MASTER_KEY',
  'PARHELION_RATE_LIMIT',
  'PARHELION_MAX_CONVERSATION_MESSAGES',
  'PARHELION_WEBHOOK_ALLOW',
  'PARHELION_WEBHOOK_RETRY_DELAYS',
  'PARHELION_WEBHOOK_TIMEOUT',
  'PARHELION_EVENT_RETENTION_DAYS',
  'PARHELION_LOG_LEVEL',
  'PARHELION_OUTPUT',
])

/** Of `parhelion key rotate` alone. */
const NEW_MASTER_KEY = 'PARHELION_NEW_MASTER_KEY'

/** What a program beside the server is told: as the server, and the master key that is to be. */
export function readMaintenance(env: Environment = process.env): { config: Config; newMasterKey: Buffer | undefined } {
  const { [NEW_MASTER_KEY]: _, ...ofServer } = env
  return { config: readConfig(ofServer), newMasterKey: key32(env, NEW_MASTER_KEY) }
}

/**
 * Parses the environment.
 * @throws ConfigError when a variable is malformed, missing or, with the prefix `PARHELION_`, unknown
 */
export function readConfig(env: Environment = process.env, isRoot = process.getuid?.() === 0): Config {
  for (const name of Object.keys(env)) {
    if (name.startsWith('PARHELION_') && !VARIABLES.has(name)) {
      throw new ConfigError(`${name} is not a variable Parhelion knows; known are ${[...VARIABLES].sort().join(', ')}`)
    }
  }
  const host = text(env, 'HOST') ?? '127.0.0.1'
  const databaseUrl = postgresUrl(env)
  const mode = choice(env, 'PARHELION_MODE', ['development', 'production'])
  const development =
    (mode ?? (isLoopback(host) && databaseUrl === undefined ? 'development' : 'production')) === 'development'
  const publicUrl = httpUrl(env, 'PARHELION_PUBLIC_URL')
  if (publicUrl === undefined && (host === '0.0.0.0' || host === '::')) {
    throw new ConfigError(
      `PARHELION_PUBLIC_URL is required when HOST is ${host}: links in replies need an address that clients can reach`,
    )
  }
  const masterKey = key32(env, 'PARHELION_MASTER_KEY')
  if (databaseUrl !== undefined && masterKey === undefined) {
    throw new ConfigError(
      'PARHELION_MASTER_KEY is required with DATABASE_URL: 32 bytes, base64 (openssl rand -base64 32)',
    )
  }
  return {
    host,
    port: integer(env, 'PORT', 0, 65535) ?? 8080,
    publicUrl,
    mode: development ? 'development' : 'production',
    demo: development && (choice(env, 'PARHELION_DEMO', ['on', 'off']) ?? 'on') === 'on',
    console: (choice(env, 'PARHELION_CONSOLE', ['on', 'off']) ?? 'on') === 'on',
    dataDir: dataDir(env, isRoot),
    databaseUrl,
    accountKey: accountKey(env),
    masterKey,
    rateLimit:
      text(env, 'PARHELION_RATE_LIMIT') === 'off' ? 'off' : (integer(env, 'PARHELION_RATE_LIMIT', 1, 1e9) ?? 'off'),
    webhookAllow: allowed(env, 'PARHELION_WEBHOOK_ALLOW'),
    webhookRetryDelaysMs: retryDelaysMs(env, 'PARHELION_WEBHOOK_RETRY_DELAYS'),
    webhookTimeoutMs: seconds(env, 'PARHELION_WEBHOOK_TIMEOUT', 0.01, 60) ?? 20_000,
    eventRetentionDays: integer(env, 'PARHELION_EVENT_RETENTION_DAYS', 1, 3650) ?? 7,
    maxConversationMessages: integer(env, 'PARHELION_MAX_CONVERSATION_MESSAGES', 1, 1e9) ?? 30_000,
    logLevel: choice(env, 'PARHELION_LOG_LEVEL', LOG_LEVELS) ?? (development ? 'warn' : 'info'),
    output: choice(env, 'PARHELION_OUTPUT', ['text', 'json']) ?? 'text',
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** A variable that is set to nothing counts as not set. */
function text(env: Environment, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name]
}

function integer(env: Environment, name: string, min: number, max: number): number | undefined {
  const value = text(env, name)
  if (value === undefined) return undefined
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= min && number <= max)) {
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, not "${value}"`)
  }
  return number
}

/** In milliseconds; fractions of seconds are allowed. */
function seconds(env: Environment, name: string, min: number, max: number): number | undefined {
  const value = text(env, name)
  if (value === undefined) return undefined
  const number = /^\d{1,6}(\.\d{1,6})?$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= min && number <= max)) {
    throw new ConfigError(`${name} must be seconds from ${min} to ${max}, not "${value}"`)
  }
  return number * 1000
}

function words(env: Environment, name: string): string[] {
  return (text(env, name) ?? '').split(/[\s,]+/).filter(word => word !== '')
}

function allowed(env: Environment, name: string): Allowed {
  try {
    return parseAllowed(words(env, name))
  } catch (error) {
    throw new ConfigError(`${name}: ${(error as Error).message}`)
  }
}

/** Growing, so that the last of five attempts begins within 15 minutes, with what chance adds and what calls take. */
const RETRY_DELAYS_MS = [5_000, 25_000, 120_000, 540_000]
const RETRY_SECONDS_MAX = 15 * 60

function retryDelaysMs(env: Environment, name: string): number[] {
  const delays = words(env, name)
  if (delays.length === 0) return RETRY_DELAYS_MS
  const numbers = delays.map(word => (/^\d{1,3}(\.\d{1,6})?$/.test(word) ? Number(word) : Number.NaN))
  const sum = numbers.reduce((total, number) => total + number, 0)
  if (numbers.length !== 4 || !(sum <= RETRY_SECONDS_MAX)) {
    throw new ConfigError(
      `${name} must be four numbers of seconds, such as "5 25 120 540", at most ${RETRY_SECONDS_MAX} in all, not "${env[name]}"`,
    )
  }
  return numbers.map(number => number * 1000)
}

function choice<const T extends string>(env: Environment, name: string, allowed: readonly T[]): T | undefined {
  const value = text(env, name)
  if (value === undefined) return undefined
  const found = allowed.find(one => one === value)
  if (found === undefined) throw new ConfigError(`${name} must be one of ${allowed.join(', ')}, not "${value}"`)
  return found
}

function httpUrl(env: Environment, name: string): string | undefined {
  const value = text(env, name)
  if (value === undefined) return undefined
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new ConfigError(
      `${name} must be an http or https address without query, fragment or credentials, not "${value}"`,
    )
  }
  return url.href.replace(/\/+$/, '')
}

/** The value may hold a password, so the message does not repeat it. */
function postgresUrl(env: Environment): string | undefined {
  const value = text(env, 'DATABASE_URL')
  if (value === undefined) return undefined
  const url = URL.parse(value)
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new ConfigError('DATABASE_URL must be an address like postgres://user:password@host:5432/database')
  }
  return value
}

function key32(env: Environment, name: string): Buffer | undefined {
  const value = text(env, name)
  if (value === undefined) return undefined
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== 32 || bytes.toString('base64').replace(/=+$/, '') !== value.replace(/=+$/, '')) {
    throw new ConfigError(`${name} must be 32 bytes in base64 (openssl rand -base64 32)`)
  }
  return bytes
}

function accountKey(env: Environment): Config['accountKey'] {
  const id = text(env, 'PARHELION_ACCOUNT_KEY_ID')
  const secret = text(env, 'PARHELION_ACCOUNT_SECRET')
  if (id === undefined && secret === undefined) return undefined
  if (id === undefined) throw new ConfigError('PARHELION_ACCOUNT_KEY_ID is required with PARHELION_ACCOUNT_SECRET')
  if (secret === undefined) throw new ConfigError('PARHELION_ACCOUNT_SECRET is required with PARHELION_ACCOUNT_KEY_ID')
  if (!/^act_[0-9a-f]{24}$/.test(id)) {
    throw new ConfigError(`PARHELION_ACCOUNT_KEY_ID must be act_ and 24 lowercase hex digits, not "${id}"`)
  }
  if (!/^[\x21-\x7e]{24,512}$/.test(secret)) {
    throw new ConfigError('PARHELION_ACCOUNT_SECRET must be 24 to 512 printable ASCII characters without spaces')
  }
  return { id, secret }
}

function dataDir(env: Environment, isRoot: boolean): string {
  const set = text(env, 'PARHELION_DATA_DIR')
  if (set !== undefined) return resolve(set)
  if (isRoot) return '/var/lib/parhelion'
  const state = text(env, 'XDG_STATE_HOME')
  if (state !== undefined && !isAbsolute(state))
    throw new ConfigError(`XDG_STATE_HOME must be an absolute path, not "${state}"`)
  return join(state ?? join(homedir(), '.local', 'state'), 'parhelion')
}
