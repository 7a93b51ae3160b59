import type { Command, Surroundings } from '../command.ts'
import { need, UsageError } from '../failure.ts'
import type { Values } from '../options.ts'
import { ProgramRunner } from '../serve/run-program.ts'

/** What the commands have in common that work on the data itself, and so are not answered by a server. */
const shared = { options: ['data-dir'], callsApi: false } as const

export const backup: Command = {
  ...shared,
  words: 'backup',
  summary: 'Write everything to one file, also while a server runs',
  usage: '[--data-dir FOLDER] FILE|-',
  positionals: ['FILE'],
  examples: [
    'parhelion backup parhelion.backup',
    'parhelion backup - | ssh elsewhere "cat > parhelion.backup"',
    'DATABASE_URL=postgres://… parhelion backup --data-dir /var/lib/parhelion parhelion.backup',
  ],
  run: (values, [file = ''], surroundings) => maintain(['backup', fileOf(file)], values, surroundings),
}

export const restore: Command = {
  ...shared,
  words: 'restore',
  summary: 'Fill an empty data folder or database from such a file',
  usage: '[--data-dir FOLDER] FILE|-',
  positionals: ['FILE'],
  examples: ['parhelion restore --data-dir ./fresh parhelion.backup', 'parhelion restore - < parhelion.backup'],
  run: (values, [file = ''], surroundings) => maintain(['restore', fileOf(file)], values, surroundings),
}

export const rotateKey: Command = {
  ...shared,
  words: 'key rotate',
  summary: 'Seal all secrets with a new master key; no server may run',
  usage: '[--data-dir FOLDER]',
  positionals: [],
  examples: [
    'parhelion key rotate',
    'PARHELION_NEW_MASTER_KEY=… parhelion key rotate   # with DATABASE_URL and the old key in PARHELION_MASTER_KEY',
  ],
  run: (values, _positionals, surroundings) => maintain(['rotate'], values, surroundings),
}

async function maintain(args: readonly string[], values: Values, { env }: Surroundings): Promise<number> {
  using runner = new ProgramRunner()
  return await runner.run(
    { name: 'maintain', args, options: [], stdin: args[1] === '-' ? 'inherit' : 'ignore' },
    {
      ...env,
      ...(values['data-dir'] === undefined ? {} : { PARHELION_DATA_DIR: need(values['data-dir'], '--data-dir') }),
      ...(values.json ? { PARHELION_OUTPUT: 'json' } : {}),
    },
  )
}

function fileOf(path: string): string {
  if (path === '') throw new UsageError('FILE is empty')
  return path
}
