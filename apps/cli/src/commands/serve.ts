import type { Command } from '../command.ts'
import { need, UsageError } from '../failure.ts'
import type { Values } from '../options.ts'
import { runServer } from '../serve/run-server.ts'

export const serve: Command = {
  words: 'serve',
  summary: 'Start a server here, until it is stopped with Ctrl-C or TERM',
  usage: '[--port N] [--host HOST] [--data-dir FOLDER | --ephemeral] [--json]',
  positionals: [],
  options: ['port', 'host', 'data-dir', 'ephemeral'],
  callsApi: false,
  examples: [
    'parhelion serve',
    'parhelion serve --port 3000 --data-dir ./parhelion-data',
    'parhelion serve --ephemeral --json   # for tests: one line of JSON with address and credentials when ready',
  ],
  run: (values, _positionals, { env }) =>
    runServer(serverEnvironment(values, env), values.ephemeral === true ? 'ephemeral' : 'kept'),
}

type Environment = Readonly<Record<string, string | undefined>>

/** What the options say, in the words of the server. */
function serverEnvironment(values: Values, env: Environment): Environment {
  if (values.ephemeral && values['data-dir'] !== undefined) {
    throw new UsageError('--ephemeral makes a folder of its own: leave out --data-dir')
  }
  return {
    ...(values.ephemeral ? withoutPlace(env) : env),
    ...(values.port === undefined ? {} : { PORT: parsePort(values.port) }),
    ...(values.host === undefined ? {} : { HOST: need(values.host, '--host') }),
    ...(values['data-dir'] === undefined ? {} : { PARHELION_DATA_DIR: need(values['data-dir'], '--data-dir') }),
    ...(values.json ? { PARHELION_OUTPUT: 'json' } : {}),
  }
}

/** In tests of other programs these are often set for the program that is tested, whose database is not ours to fill. */
function withoutPlace(env: Environment): Environment {
  const { PORT, HOST, DATABASE_URL, PARHELION_DATA_DIR, ...rest } = env
  return { ...rest, PORT: '0' }
}

function parsePort(text: string): string {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new UsageError(`--port must be a whole number from 0 to 65535, not "${text}"`)
  }
  return text
}
