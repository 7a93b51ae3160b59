import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The first release of the line that Parhelion is made for which runs TypeScript without a flag or a warning. */
export const NODE_MIN = '24.3.0'

/**
 * The Node to run Parhelion with: the one that runs now, if it can, else the one that npm installed beside us. The
 * latter is looked for from here upwards, as a require would, and never through `.bin`, where a link may be missing.
 * @returns {string} path of an executable; a bundled one is there, and `checkNode` says whether it runs
 * @throws {Error} with one line for the operator
 */
export function chooseNode() {
  if (isEnough(process.versions.node, process.features.typescript)) return process.execPath
  const path = findBundled()
  if (path !== undefined) return path
  const name = bundledName()
  throw new Error(
    `Parhelion needs Node ${NODE_MIN} or newer; this is ${process.versions.node} and the package ${name} is not ` +
      'installed here. Install that Node, or remove node_modules and run the command again',
  )
}

/**
 * Runs a Node to see that it is new enough and runs at all.
 * @param {string} path
 * @throws {Error} with one line for the operator
 */
export function checkNode(path) {
  if (path === process.execPath) return
  const script = 'process.stdout.write(process.versions.node + " " + process.features.typescript)'
  const { stdout, stderr, status, error } = spawnSync(path, ['-e', script], { encoding: 'utf8', timeout: 60_000 })
  const [version = '', typescript = ''] = String(stdout ?? '').split(' ')
  if (status === 0 && isEnough(version, typescript)) return
  const reason = version !== '' ? `is version ${version}` : `does not run here (${firstLine(error?.message || stderr)})`
  throw new Error(`Parhelion needs Node ${NODE_MIN} or newer; this is ${process.versions.node}, and ${path} ${reason}`)
}

/** A build or an option can lack the part that runs TypeScript, which the version does not tell. */
function isEnough(version, typescript) {
  return isAtLeast(version, NODE_MIN) && (typescript === 'strip' || typescript === 'transform')
}

/**
 * @param {string} version such as 24.3.0
 * @param {string} min
 */
export function isAtLeast(version, min) {
  const [have, want] = [version, min].map(text => text.split('.').map(part => Number.parseInt(part, 10)))
  const at = want.findIndex((number, index) => number !== have[index])
  return at < 0 || have[at] > want[at]
}

function bundledName() {
  return `node-${process.platform}-${process.arch}`
}

function findBundled() {
  const require = createRequire(import.meta.url)
  for (const folder of require.resolve.paths(bundledName()) ?? []) {
    const path = join(folder, bundledName(), 'bin', 'node')
    // The last ones are global folders of the user: not ours.
    if (existsSync(path) && existsSync(join(dirname(dirname(path)), 'package.json'))) return path
  }
  return undefined
}

function firstLine(text) {
  return (
    String(text ?? '')
      .trim()
      .split('\n', 1)[0] || 'no output'
  )
}
