import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Config, ConfigError, readConfig } from './config.ts'

type Environment = Record<string, string>

const read = (env: Environment, isRoot = false): Config => readConfig(env, isRoot)
const refusal = (env: Environment): string => {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('it was not refused')
}

const masterKey = Buffer.alloc(32, 7).toString('base64')
const own = { DATABASE_URL: 'postgres://u:hidden@db:5432/p', PARHELION_MASTER_KEY: masterKey }
const accountKey = { PARHELION_ACCOUNT_KEY_ID: `act_${'0a'.repeat(12)}`, PARHELION_ACCOUNT_SECRET: 's'.repeat(24) }

describe('without any variable', () => {
  const nothingSet: Config = {
    host: '127.0.0.1',
    port: 8080,
    publicUrl: undefined,
    mode: 'development',
    demo: true,
    console: true,
    dataDir: join(homedir(), '.local/state/parhelion'),
    databaseUrl: undefined,
    accountKey: undefined,
    masterKey: undefined,
    rateLimit: 'off',
    webhookAllow: { hosts: new Set(), ranges: [] },
    webhookRetryDelaysMs: [5000, 25_000, 120_000, 540_000],
    webhookTimeoutMs: 20_000,
    eventRetentionDays: 7,
    maxConversationMessages: 30_000,
    logLevel: 'warn',
    output: 'text',
  }

  test('Parhelion runs for its developer', () => {
    expect(read({})).toMatchObject(nothingSet)
  })

  test('or with variables that are set to nothing', () => {
    const names = ['PORT', 'HOST', 'DATABASE_URL', 'XDG_STATE_HOME', ...known]
    expect(read(Object.fromEntries(names.map(name => [name, ''])))).toMatchObject(nothingSet)
  })

  test('as root the data lies where those of services do', () => {
    expect(read({}, true).dataDir).toBe('/var/lib/parhelion')
  })
})

const known = [
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
]

describe('a variable that is set', () => {
  test.each<[Environment, Partial<Config>]>([
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: '65535' }, { port: 65535 }],
    [{ HOST: 'localhost' }, { host: 'localhost', mode: 'development' }],
    [{ HOST: '::1' }, { mode: 'development' }],
    [{ HOST: '127.1.2.3' }, { mode: 'development' }],
    [{ HOST: '10.0.0.1' }, { host: '10.0.0.1', mode: 'production', demo: false, logLevel: 'info' }],
    [{ HOST: '0.0.0.0', PARHELION_PUBLIC_URL: 'https://chat.example.com' }, { mode: 'production' }],
    [
      { HOST: '10.0.0.1', PARHELION_MODE: 'development' },
      { mode: 'development', demo: true },
    ],
    [{ PARHELION_MODE: 'production' }, { mode: 'production', demo: false, logLevel: 'info' }],
    [{ PARHELION_DEMO: 'off' }, { mode: 'development', demo: false }],
    [{ PARHELION_DEMO: 'on' }, { demo: true }],
    [{ PARHELION_DATA_DIR: '/data/here' }, { dataDir: '/data/here' }],
    [{ PARHELION_DATA_DIR: 'here' }, { dataDir: join(process.cwd(), 'here') }],
    [{ XDG_STATE_HOME: '/state' }, { dataDir: '/state/parhelion' }],
    [{ PARHELION_PUBLIC_URL: 'https://chat.example.com' }, { publicUrl: 'https://chat.example.com' }],
    [{ PARHELION_PUBLIC_URL: 'http://h:81/a/b//' }, { publicUrl: 'http://h:81/a/b' }],
    [own, { databaseUrl: own.DATABASE_URL, masterKey: Buffer.alloc(32, 7), mode: 'production' }],
    [{ ...own, DATABASE_URL: 'postgresql:///p?host=/run' }, { databaseUrl: 'postgresql:///p?host=/run' }],
    [{ PARHELION_MASTER_KEY: masterKey.replace('=', '') }, { masterKey: Buffer.alloc(32, 7) }],
    [accountKey, { accountKey: { id: accountKey.PARHELION_ACCOUNT_KEY_ID, secret: 's'.repeat(24) } }],
    [{ PARHELION_RATE_LIMIT: '1' }, { rateLimit: 1 }],
    [{ PARHELION_RATE_LIMIT: 'off' }, { rateLimit: 'off' }],
    [{ PARHELION_WEBHOOK_RETRY_DELAYS: '0.1 1, 2.5,60' }, { webhookRetryDelaysMs: [100, 1000, 2500, 60_000] }],
    [{ PARHELION_WEBHOOK_TIMEOUT: '0.25' }, { webhookTimeoutMs: 250 }],
    [{ PARHELION_EVENT_RETENTION_DAYS: '30' }, { eventRetentionDays: 30 }],
    [
      { PARHELION_WEBHOOK_ALLOW: 'Hooks.example.com, 10.0.0.0/8' },
      { webhookAllow: { hosts: new Set(['hooks.example.com']), ranges: [[expect.anything(), 8]] } },
    ],
    [{ PARHELION_LOG_LEVEL: 'trace' }, { logLevel: 'trace' }],
    [{ PARHELION_LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
    [{ PARHELION_OUTPUT: 'json' }, { output: 'json' }],
    [{ PATH: '/bin', NODE_ENV: 'x', parhelion_mode: 'x' }, { mode: 'development' }],
  ])('counts: %j', (env, expected) => {
    expect(read(env)).toMatchObject(expected)
  })
})

describe('a variable that is malformed', () => {
  test.each<[Environment, string]>([
    [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535, not "http"'],
    [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535, not "65536"'],
    [{ PORT: '-1' }, 'PORT must be'],
    [{ PORT: '80.5' }, 'PORT must be'],
    [{ PORT: '1e3' }, 'PORT must be'],
    [{ PORT: ' 80' }, 'PORT must be'],
    [{ PARHELION_MODE: 'prod' }, 'PARHELION_MODE must be one of development, production, not "prod"'],
    [{ PARHELION_MODE: 'Production' }, 'PARHELION_MODE must be one of'],
    [{ PARHELION_DEMO: 'false' }, 'PARHELION_DEMO must be one of on, off, not "false"'],
    [{ PARHELION_WEBHOOK_RETRY_DELAYS: '1 2 3' }, 'PARHELION_WEBHOOK_RETRY_DELAYS must be four numbers of seconds'],
    [{ PARHELION_WEBHOOK_RETRY_DELAYS: '1 2 3 895' }, 'at most 900 in all, not "1 2 3 895"'],
    [{ PARHELION_WEBHOOK_RETRY_DELAYS: '1 2 3 x' }, 'PARHELION_WEBHOOK_RETRY_DELAYS must be four numbers'],
    [{ PARHELION_WEBHOOK_TIMEOUT: '0' }, 'PARHELION_WEBHOOK_TIMEOUT must be seconds from 0.01 to 60, not "0"'],
    [{ PARHELION_WEBHOOK_TIMEOUT: '20s' }, 'PARHELION_WEBHOOK_TIMEOUT must be seconds'],
    [{ PARHELION_WEBHOOK_ALLOW: 'http://hook' }, 'PARHELION_WEBHOOK_ALLOW: "http://hook" is neither a host name'],
    [{ PARHELION_WEBHOOK_ALLOW: '10.0.0.0/33' }, 'PARHELION_WEBHOOK_ALLOW: "10.0.0.0/33" is neither'],
    [{ PARHELION_EVENT_RETENTION_DAYS: '0' }, 'PARHELION_EVENT_RETENTION_DAYS must be a whole number from 1'],
    [{ PARHELION_PUBLIC_URL: 'chat.example.com' }, 'PARHELION_PUBLIC_URL must be an http or https address'],
    [{ PARHELION_PUBLIC_URL: 'ftp://h' }, 'PARHELION_PUBLIC_URL must be'],
    [{ PARHELION_PUBLIC_URL: 'https://u:p@h' }, 'PARHELION_PUBLIC_URL must be'],
    [{ PARHELION_PUBLIC_URL: 'https://h/?a' }, 'PARHELION_PUBLIC_URL must be'],
    [{ PARHELION_PUBLIC_URL: 'https://h/#a' }, 'PARHELION_PUBLIC_URL must be'],
    [{ PARHELION_ACCOUNT_KEY_ID: accountKey.PARHELION_ACCOUNT_KEY_ID }, 'PARHELION_ACCOUNT_SECRET is required with'],
    [{ PARHELION_ACCOUNT_SECRET: 's'.repeat(24) }, 'PARHELION_ACCOUNT_KEY_ID is required with'],
    [
      { ...accountKey, PARHELION_ACCOUNT_KEY_ID: 'act_1' },
      'PARHELION_ACCOUNT_KEY_ID must be act_ and 24 lowercase hex',
    ],
    [{ ...accountKey, PARHELION_ACCOUNT_KEY_ID: `app_${'0'.repeat(24)}` }, 'PARHELION_ACCOUNT_KEY_ID must be'],
    [{ ...accountKey, PARHELION_ACCOUNT_KEY_ID: `act_${'A'.repeat(24)}` }, 'PARHELION_ACCOUNT_KEY_ID must be'],
    [{ ...accountKey, PARHELION_ACCOUNT_SECRET: 'short' }, 'PARHELION_ACCOUNT_SECRET must be 24 to 512'],
    [{ ...accountKey, PARHELION_ACCOUNT_SECRET: 's'.repeat(513) }, 'PARHELION_ACCOUNT_SECRET must be'],
    [{ ...accountKey, PARHELION_ACCOUNT_SECRET: `${'s'.repeat(24)} ` }, 'PARHELION_ACCOUNT_SECRET must be'],
    [{ PARHELION_MASTER_KEY: 'hidden' }, 'PARHELION_MASTER_KEY must be 32 bytes in base64'],
    [{ PARHELION_MASTER_KEY: Buffer.alloc(31).toString('base64') }, 'PARHELION_MASTER_KEY must be'],
    [{ PARHELION_MASTER_KEY: Buffer.alloc(33).toString('base64') }, 'PARHELION_MASTER_KEY must be'],
    [{ PARHELION_MASTER_KEY: `${masterKey.slice(0, -2)}!=` }, 'PARHELION_MASTER_KEY must be'],
    [{ DATABASE_URL: own.DATABASE_URL }, 'PARHELION_MASTER_KEY is required with DATABASE_URL'],
    [{ ...own, DATABASE_URL: 'mysql://u:hidden@h' }, 'DATABASE_URL must be an address like postgres://'],
    [{ ...own, DATABASE_URL: 'hidden' }, 'DATABASE_URL must be'],
    [{ PARHELION_RATE_LIMIT: '0' }, 'PARHELION_RATE_LIMIT must be a whole number from 1'],
    [{ PARHELION_RATE_LIMIT: 'none' }, 'PARHELION_RATE_LIMIT must be'],
    [{ PARHELION_RATE_LIMIT: '9999999999' }, 'PARHELION_RATE_LIMIT must be'],
    [{ PARHELION_LOG_LEVEL: 'verbose' }, 'PARHELION_LOG_LEVEL must be one of fatal, error, warn'],
    [{ PARHELION_OUTPUT: 'xml' }, 'PARHELION_OUTPUT must be one of text, json'],
    [{ XDG_STATE_HOME: 'relative' }, 'XDG_STATE_HOME must be an absolute path'],
    [{ HOST: '0.0.0.0' }, 'PARHELION_PUBLIC_URL is required when HOST is 0.0.0.0'],
    [{ HOST: '::' }, 'PARHELION_PUBLIC_URL is required when HOST is ::'],
  ])('refuses the start, naming it: %j', (env, message) => {
    expect(refusal(env)).toContain(message)
  })

  test('is not repeated where it may be a secret', () => {
    const secrets = [
      { PARHELION_MASTER_KEY: 'hidden' },
      { ...own, DATABASE_URL: 'mysql://u:hidden@h' },
      { ...own, DATABASE_URL: 'hidden' },
      { ...accountKey, PARHELION_ACCOUNT_SECRET: 'hidden' },
    ]
    for (const env of secrets) expect(refusal(env)).not.toContain('hidden')
  })
})

describe('a variable that is not known', () => {
  test('refuses the start, naming it and those that are known', () => {
    const message = refusal({ PARHELION_MOED: 'production' })
    expect(message).toMatch(/^PARHELION_MOED is not a variable Parhelion knows; known are /)
    for (const name of known) expect(message).toContain(name)
    expect(message.match(/PARHELION_\w+/g)).toHaveLength(known.length + 1)
  })

  test('refuses the start also when it is set to nothing', () => {
    expect(refusal({ PARHELION_UNKNOWN: '' })).toContain('PARHELION_UNKNOWN is not a variable')
  })
})
