import { existsSync, rmSync } from 'node:fs'
import { basename, delimiter, join, sep } from 'node:path'
import { runChild } from './child.js'

/** What says how the network and npm's own files are reached; everything else could change what is installed. */
const KEPT =
  /^npm_config_(registry|cache|.*proxy|ca|cafile|cert|key|strict_ssl|userconfig|globalconfig|fetch_.*|maxsockets|offline|prefer_offline|local_address|@.*|\/\/.*|_auth.*)$/i

const REPORT_EVERY_MS = 15_000

/**
 * Runs `npm ci`.
 * @param {string} root
 * @param {{ dev: boolean, lockFd: number | undefined, say: (line: string) => void }} options
 *   lockFd: handed to npm, so that what is locked stays so if this process is killed and npm goes on
 * @throws {Error} with one line for the operator
 */
export async function install(root, { dev, lockFd, say }) {
  // Without npm's note node_modules counts as not whole, also when npm is killed half-way through.
  rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true })
  const only = dev ? ['--include=dev'] : ['--omit=dev']
  const args = [
    'ci',
    ...only,
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
  ]
  const { file, first } = findNpm()
  const started = Date.now()
  const timer = setInterval(() => say(`Still installing (${seconds(started)} s) ...`), REPORT_EVERY_MS)
  const { problem } = await runChild(file, [...first, ...args], {
    cwd: root,
    env: cleanEnvironment(process.env),
    stdio: ['ignore', 'inherit', 'inherit', ...(lockFd === undefined ? [] : [lockFd])],
  })
  clearInterval(timer)
  if (problem !== undefined) throw new Error(`Installing the dependencies failed: npm ci ${problem}; it says above why`)
  say(`Dependencies installed in ${seconds(started)} s`)
}

function seconds(since) {
  return Math.round((Date.now() - since) / 1000)
}

/** The npm that runs us, under its own Node; from PATH when we were not started by npm. */
function findNpm() {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env
  if (cli === undefined || basename(cli) !== 'npm-cli.js' || !existsSync(cli)) return { file: 'npm', first: [] }
  return { file: node !== undefined && existsSync(node) ? node : process.execPath, first: [cli] }
}

/**
 * npm's settings reach its scripts as variables and would there be settings of the npm we run; and PATH begins with
 * node_modules/.bin, whose `node` is about to be removed.
 * @param {NodeJS.ProcessEnv} env
 */
export function cleanEnvironment(env) {
  const clean = {}
  for (const [name, value] of Object.entries(env)) {
    if (/^(npm_|INIT_CWD$|NODE_ENV$|NODE_OPTIONS$)/i.test(name) && !KEPT.test(name)) continue
    clean[name] = value
  }
  const ours = `node_modules${sep}.bin`
  const notNpms = folder => !folder.endsWith(ours) && !folder.includes('node-gyp-bin')
  clean.PATH = (env.PATH ?? '').split(delimiter).filter(notNpms).join(delimiter)
  return clean
}
