import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export const BIN = join(import.meta.dirname, '..', '..', 'bin', 'parhelion.js')

export interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

/** Runs `parhelion` as a shell would, and waits for its end. */
export async function parhelion(args: readonly string[], { env = {}, stdin }: Options = {}): Promise<Result> {
  const child = spawn(process.execPath, [BIN, ...args], { env: cleanEnvironment(env), stdio: 'pipe' })
  child.stdin.on('error', () => {}).end(stdin)
  const ended = endOf(child)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, stdout, stderr }
}

/** Runs `parhelion` at a terminal, where somebody types a line. Exit code, and what is on the screen. */
export async function atTerminal(line: string, ...args: readonly string[]): Promise<[number, string]> {
  const command = [process.execPath, BIN, ...args].map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: cleanEnvironment({}),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let screen = ''
  let typed = false
  child.stdout.on('data', data => {
    screen += data
    if (typed || !screen.includes('Type yes')) return
    typed = true
    child.stdin.write(`${line}\n`)
  })
  return [await endOf(child), screen]
}

export interface Key {
  readonly id: string
  readonly secret: string
}

/** What `serve --json` says. */
interface Ready {
  readonly address: string
  readonly credentials: string
  readonly account: Key
  readonly demo: {
    readonly appId: string
    readonly integrationId: string
    readonly webhookId: string
    readonly appKey: Key
  }
}

export interface Server extends Ready {
  /** Options that say where and who as: the account. */
  readonly connection: readonly string[]
  stop(): Promise<number>
}

/** `parhelion serve --ephemeral --json`; fails when it ends instead of getting ready. @param env its settings */
export async function startServer(env: Readonly<Record<string, string>> = {}): Promise<Server> {
  const child = spawn(process.execPath, [BIN, 'serve', '--ephemeral', '--json'], {
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = endOf(child)
  const line = await Promise.race([
    firstLine(child),
    ended.then(code => Promise.reject(new Error(`It ended: ${code}`))),
  ])
  const ready: Ready = JSON.parse(line)
  const { id, secret } = ready.account
  return {
    ...ready,
    connection: ['--url', ready.address, '--key-id', id, '--key-secret', secret],
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** Ours, without what would say where to talk to and what an npm around the tests leaves to its scripts. */
function cleanEnvironment(env: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const foreign = /^(PARHELION_|SUNCO_|npm_|DATABASE_URL$|PORT$|HOST$)/i
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))), ...env }
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve(code ?? -1))
  })
}

function firstLine(child: ChildProcess): Promise<string> {
  let output = ''
  return new Promise(resolve => {
    child.stdout?.on('data', data => {
      output += data
      if (output.includes('\n')) resolve(output.slice(0, output.indexOf('\n')))
    })
  })
}
