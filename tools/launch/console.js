import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { findRunning } from '../../apps/server/src/start/running.js'
import { runChild } from './child.js'
import { cleanEnvironment } from './install.js'

/** All that decides what the pages are. */
const SOURCES = ['apps/console', 'packages/contract/src', 'packages/samples/src', 'tools/console', 'package-lock.json']
const NO_SOURCES = /^(?:dist|node_modules|golden)$|\.test\.tsx?$/

const CURRENT = 'current'
const DRAFT = /^draft-/

/**
 * Sees to it that the pages are built from the source that is here. Each build lies in a folder of its own, named after its
 * source, and a link leads to the newest: a server that runs goes on with the one it began with.
 * A start goes on without pages, or with older ones, and says so.
 * @param {string} root the checkout
 * @param {{ node: string, takeLock: () => Promise<{ release: () => Promise<void>, fd: number | undefined }>,
 *   say: (line: string) => void }} needs takeLock: lets one build at a time
 * @returns {Promise<void>}
 */
export async function prepareConsole(root, { node, takeLock, say }) {
  if (process.env.PARHELION_CONSOLE === 'off') return
  const wanted = digestOf(root)
  if (builtFrom(root) === wanted) return
  const lock = await takeLock()
  try {
    if (builtFrom(root) === wanted) return
    say('Building the pages of the console, because their source is new (some seconds) ...')
    await build(root, wanted, { node, lockFd: lock.fd })
  } catch (error) {
    const instead = builtFrom(root) === undefined ? 'there are no pages' : 'the pages are those of an older source'
    say(`The console could not be built, so ${instead}: ${error.message}`)
  } finally {
    await lock.release()
  }
}

const distOf = root => join(root, 'apps', 'console', 'dist')

/** The name of the newest build; undefined when there is none. */
function builtFrom(root) {
  const link = join(distOf(root), CURRENT)
  try {
    return existsSync(join(link, 'files.json')) ? readlinkSync(link) : undefined
  } catch {
    return undefined
  }
}

async function build(root, name, { node, lockFd }) {
  const dist = distOf(root)
  mkdirSync(dist, { recursive: true })
  const draft = join(dist, `draft-${process.pid}`)
  const { problem, stderr } = await runChild(node, [join(root, 'tools', 'console', 'build.ts'), draft], {
    cwd: root,
    env: cleanEnvironment(process.env),
    // Kept locked if this process is killed and the build goes on.
    stdio: ['ignore', 'ignore', 'pipe', ...(lockFd === undefined ? [] : [lockFd])],
  })
  if (problem !== undefined) {
    rmSync(draft, { recursive: true, force: true })
    throw new Error(`the build ${problem}${reasonIn(stderr)}`)
  }
  putInPlace(dist, draft, name)
  if (findRunning(root) === undefined) removeOthers(dist, name)
}

/** A link is replaced in one step, so that a start finds the old build or the new one. */
function putInPlace(dist, draft, name) {
  const folder = join(dist, name)
  rmSync(folder, { recursive: true, force: true })
  renameSync(draft, folder)
  const link = join(dist, `draft-link-${process.pid}`)
  rmSync(link, { force: true })
  symlinkSync(name, link)
  renameSync(link, join(dist, CURRENT))
}

/** A server may still serve from older builds. */
function removeOthers(dist, name) {
  for (const other of readdirSync(dist)) {
    const isBuild = /^[0-9a-f]{16}$/.test(other) || DRAFT.test(other)
    if (isBuild && other !== name) rmSync(join(dist, other), { recursive: true, force: true })
  }
}

/** A build says in its last line why it failed; Node signs what it did not expect itself. */
function reasonIn(stderr) {
  const lines = stderr.split('\n').filter(line => line.trim() !== '' && !line.startsWith('Node.js v'))
  return lines.length === 0 ? '' : `: ${lines.at(-1)}`
}

function digestOf(root) {
  const hash = createHash('sha256')
  for (const path of SOURCES) addTo(hash, root, path)
  return hash.digest('hex').slice(0, 16)
}

function addTo(hash, root, path) {
  let names
  try {
    names = readdirSync(join(root, path))
  } catch {
    const bytes = readFileSync(join(root, path))
    hash.update(`${path}\0${bytes.length}\0`).update(bytes)
    return
  }
  for (const name of names.sort()) if (!NO_SOURCES.test(name)) addTo(hash, root, join(path, name))
}
