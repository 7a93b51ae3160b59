import { execFileSync, type SpawnOptions } from 'node:child_process'
import { cpSync, lchownSync, mkdirSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { environment, npmStart, ROOT, run, type Started } from './server.ts'

/** A copy of this checkout as a download would give it: no .git, no node_modules. */
export class Checkout {
  readonly root: string
  readonly #home: string
  readonly #user: { uid: number; gid: number } | undefined

  /**
   * @param folder exists, and gets the checkout and a home folder without a cache
   * @param user whose files they are and who runs everything; only root can say
   */
  constructor(folder: string, user?: number) {
    this.root = join(folder, 'checkout')
    this.#home = join(folder, 'home')
    this.#user = user === undefined ? undefined : { uid: user, gid: user }
    const left = /^(\.git|node_modules|dist)$/
    cpSync(ROOT, this.root, {
      recursive: true,
      filter: source =>
        !relative(ROOT, source)
          .split('/')
          .some(name => left.test(name)),
    })
    mkdirSync(this.#home)
    if (user === undefined) return
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      lchownSync(join(folder, name), user, user)
    lchownSync(folder, user, user)
  }

  start(dataDir: string, env: Record<string, string> = {}): Started {
    return npmStart(dataDir, { env: this.#environment(env), spawn: this.#options() })
  }

  /** The launcher alone, on the Node that npm would give it. */
  prepare(what: 'start' | 'test', env: Record<string, string> = {}): Started {
    const all = environment(join(this.root, 'no-data'), this.#environment(env))
    return run('node', ['tools/prepare.js', what], all, { ...this.#options(), detached: true })
  }

  /** Any command with the Node of this machine, in the checkout or elsewhere. */
  run(
    file: string,
    args: string[],
    { cwd = this.root, env = {} }: { cwd?: string; env?: Record<string, string> },
  ): Started {
    return run(file, args, environment(join(cwd, 'no-data'), this.#environment(env)), { ...this.#options(), cwd })
  }

  #options(): SpawnOptions {
    return { cwd: this.root, ...this.#user }
  }

  #environment(env: Record<string, string>): Record<string, string> {
    return { HOME: this.#home, PATH: systemPath(), npm_config_registry: registry(), ...env }
  }
}

/** Without the pinned Node, which npm puts in front for its scripts. */
function systemPath(): string {
  const folders = (process.env.PATH ?? '').split(':')
  return folders.filter(folder => !folder.includes('node_modules')).join(':')
}

/** Of the Node that a user of this machine has. */
export function systemNodeMajor(): number {
  const version = execFileSync('node', ['--version'], { env: { PATH: systemPath() }, encoding: 'utf8' })
  return Number.parseInt(version.slice(1), 10)
}

let known: string | undefined
/** Asked of npm, because the home folder that may say so is another one in these tests. */
function registry(): string {
  known ??= execFileSync('npm', ['config', 'get', 'registry'], { cwd: ROOT, encoding: 'utf8' }).trim()
  return known
}
