// Runs before `npm start` and `npm test`, on whatever Node is there: sees to it that node_modules is what the lock file
// says and that a Node runs Parhelion, or fails with one line; and that the pages of the console are those of the source,
// or says why not. `node tools/prepare.js start|test`
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeExclusive } from '../apps/server/src/db/embedded/exclusive.js'
import { findRunning } from '../apps/server/src/start/running.js'
import { compileServer } from './launch/compile.js'
import { prepareConsole } from './launch/console.js'
import { install } from './launch/install.js'
import { checkNode, chooseNode, isAtLeast } from './launch/node.js'
import { findMisfit } from './launch/tree.js'

const LAUNCHER_NODE_MIN = '20.19.0'
const root = dirname(dirname(fileURLToPath(import.meta.url)))

const say = line => process.stdout.write(`${line}\n`)

async function prepare(what) {
  if (what !== 'start' && what !== 'test') throw new Error('Say what to prepare: node tools/prepare.js start|test')
  if (!isAtLeast(process.versions.node, LAUNCHER_NODE_MIN)) {
    throw new Error(
      `Parhelion needs Node ${LAUNCHER_NODE_MIN} or newer to set itself up; this is ${process.versions.node}`,
    )
  }
  const wanted = { dev: what === 'test' }
  const found = findMisfit(root, wanted) === undefined ? undefined : await installAlone(wanted)
  const node = found ?? nodeThatRuns()
  await prepareConsole(root, { node, takeLock, say })
}

/**
 * One at a time: who waited finds the work done, and looks again.
 * @returns {Promise<string | undefined>} the Node that was found to run with what was installed; undefined: nothing was
 */
async function installAlone(wanted) {
  const lock = await takeLock()
  try {
    const misfit = findMisfit(root, wanted)
    if (misfit === undefined) return undefined
    const server = findRunning(root)
    if (server !== undefined) {
      throw new Error(
        `The dependencies must be installed anew (${misfit}), but a Parhelion (pid ${server}) runs from this folder: ` +
          'stop it, then run the command again',
      )
    }
    say(`Installing dependencies, because ${misfit} (about a minute the first time) ...`)
    await install(root, { ...wanted, lockFd: lock.fd, say })
    const left = findMisfit(root, wanted)
    if (left !== undefined)
      throw new Error(`npm ci ended well, yet ${left}: remove node_modules and run the command again`)
    const node = nodeThatRuns()
    await compileServer(root, node)
    return node
  } finally {
    await lock.release()
  }
}

/** @returns {string} path of an executable, as `chooseNode` says */
function nodeThatRuns() {
  const node = chooseNode()
  checkNode(node)
  return node
}

async function takeLock() {
  for (let said = false; ; said = true) {
    const lock = await takeExclusive(root, 'install')
    if ('release' in lock) return lock
    if (!said) say(`Waiting for another start (pid ${lock.heldBy ?? 'unknown'}) that sets things up ...`)
    await lock.gone()
  }
}

process.stdout.on('error', () => {})
prepare(process.argv[2]).catch(error => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
