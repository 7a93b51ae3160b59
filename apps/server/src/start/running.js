// Plain JavaScript, because the launcher uses it too, on a Node that may not run TypeScript.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keepNumber, listen, lockPrefix, socketName } from '../db/embedded/exclusive.js'
import { startTime } from '../db/embedded/process-start.js'

const PURPOSE = 'server'
const FILE = /^\.parhelion-server-(\d+)$/

/** The folder that holds `apps/`, and in a checkout package-lock.json and node_modules. */
const checkout = dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))))

/**
 * Makes known that a server runs from this checkout, so that the launcher does not reinstall node_modules under it.
 * Lasts until the process ends. Where it cannot be said, the server runs all the same.
 * @returns {Promise<void>}
 */
export async function announceRunning() {
  try {
    if (process.platform === 'linux') {
      keepNumber(checkout)
      const server = await listen(socketName(checkout, PURPOSE, `${process.pid}-`))
      server?.on('connection', socket => socket.destroy())
      return
    }
    const path = join(checkout, 'node_modules', `.parhelion-server-${process.pid}`)
    writeFileSync(path, startTime(process.pid) ?? '', { mode: 0o600 })
    process.once('exit', () => rmSync(path, { force: true }))
  } catch {
    // Read-only, or no such sockets here: then nobody reinstalls either, or the operator knows.
  }
}

/**
 * @param {string} [folder] the checkout
 * @returns {number | undefined} the process id of a server that runs from it
 */
export function findRunning(folder = checkout) {
  return process.platform === 'linux' ? findSocket(folder) : findFile(join(folder, 'node_modules'))
}

function findSocket(folder) {
  const prefix = `@${lockPrefix(folder, PURPOSE)}`
  for (const line of readFileSync('/proc/net/unix', 'utf8').split('\n')) {
    const at = line.indexOf(prefix)
    if (at >= 0) return Number.parseInt(line.slice(at + prefix.length), 10)
  }
  return undefined
}

function findFile(folder) {
  try {
    for (const name of readdirSync(folder)) {
      const pid = Number(FILE.exec(name)?.[1])
      if (pid > 0 && startTime(pid) === readFileSync(join(folder, name), 'utf8')) return pid
    }
  } catch {
    // No node_modules.
  }
  return undefined
}
