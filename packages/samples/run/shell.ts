import { spawn } from 'node:child_process'

export interface Outcome {
  /** Undefined when the program was ended for taking too long. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

export type Environment = Readonly<Record<string, string>>

/** Runs a shell line in a folder, with nothing in its environment but what is given. */
export async function shell(line: string, folder: string, env: Environment, limitMs: number): Promise<Outcome> {
  const child = spawn('bash', ['-c', line], { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', chunk => out.push(chunk))
  child.stderr.on('data', chunk => err.push(chunk))
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    // The whole group: the shell may have left its program alone.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }, limitMs)
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', status => resolve(status ?? 1))
  })
  clearTimeout(timer)
  return { code: isLate ? undefined : code, stdout: String(Buffer.concat(out)), stderr: String(Buffer.concat(err)) }
}

/** What a program needs of the machine's own environment to run at all. */
export function bareEnvironment(path: readonly string[] = []): Environment {
  const { HOME = '/', PATH = '' } = process.env
  return { HOME, PATH: [...path, PATH].join(':'), LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', no_proxy: '*', NO_PROXY: '*' }
}
