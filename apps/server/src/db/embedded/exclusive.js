// Plain JavaScript, because the launcher uses it too, on a Node that may not run TypeScript.
import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { startTime } from './process-start.js'

/**
 * @typedef {object} Held
 * @property {() => Promise<void>} release Gives it back; the end of the process does so too, however it ends.
 * @property {number | undefined} fd A descriptor that keeps it held for as long as any process has it open (Linux).
 */
/**
 * @typedef {object} Taken
 * @property {number | undefined} heldBy The holder's process id, where it could be learned.
 * @property {() => Promise<void>} gone Waits until the holder lets go, or until it is worth another try.
 */

/**
 * Takes something of a folder for this process alone. On Linux the kernel keeps the lock, as the name of an abstract
 * socket made from the folder's device and inode: nothing is left over by a killed process, two starts cannot both win,
 * and a read-only folder will do. Elsewhere it is a file in the folder.
 * @param {string} folder exists
 * @param {string} purpose lowercase letters
 * @param {{ portable?: boolean }} [options] portable: use the file on Linux too
 * @returns {Promise<Held | Taken>}
 */
export async function takeExclusive(folder, purpose, { portable = process.platform !== 'linux' } = {}) {
  return portable ? takeFile(join(folder, `.${purpose}.lock`)) : takeSocket(folder, purpose)
}

/** While a folder is open a new one cannot get its number, not even after it was removed. */
export function keepNumber(folder) {
  return openSync(folder, 'r')
}

/** Start of the names that every lock of this folder and purpose has in /proc/net/unix, after the `@`. */
export function lockPrefix(folder, purpose) {
  const { dev, ino } = statSync(folder, { bigint: true })
  return `parhelion-${purpose}-${dev}-${ino}-`
}

/** Fills the whole address: shorter names are padded by some versions of Node and not by others, and would differ. */
export function socketName(folder, purpose, suffix = '') {
  return `\0${`${lockPrefix(folder, purpose)}${suffix}`.padEnd(107, '-')}`
}

async function takeSocket(folder, purpose) {
  const opened = keepNumber(folder)
  const name = socketName(folder, purpose)
  for (;;) {
    const server = await listen(name)
    if (server !== undefined) return holdSocket(server, opened)
    const taken = await askHolder(name)
    if (taken === undefined) continue
    closeSync(opened)
    return taken
  }
}

/** Binds the name; undefined when another process has it. Answers whoever connects with this process's id. */
export function listen(name) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', error => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(name, () => resolve(server.unref()))
  })
}

function holdSocket(server, opened) {
  const waiting = new Set()
  server.on('connection', socket => {
    waiting.add(socket.unref())
    socket.on('error', () => {})
    socket.on('close', () => waiting.delete(socket))
    socket.write(`${process.pid}\n`)
  })
  return {
    fd: server._handle.fd,
    release: () =>
      new Promise(resolve => {
        server.close(() => {
          closeSync(opened)
          resolve()
        })
        for (const socket of waiting) socket.destroy()
      }),
  }
}

/** Undefined: the holder let go while we asked. A holder too busy to answer within two seconds has no number. */
function askHolder(name) {
  return new Promise(resolve => {
    const socket = connect(name)
    const closed = new Promise(settle => socket.once('close', () => settle()))
    const gone = () => {
      socket.ref()
      return closed
    }
    const timer = setTimeout(() => resolve({ heldBy: undefined, gone }), 2000)
    socket.on('error', () => {})
    socket.once('data', data => {
      clearTimeout(timer)
      socket.unref()
      resolve({ heldBy: Number.parseInt(String(data), 10), gone })
    })
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
  })
}

function takeFile(path) {
  const mine = `${path}.${process.pid}`
  writeFileSync(mine, `${process.pid} ${startTime(process.pid) ?? ''}\n`, { mode: 0o600 })
  try {
    for (;;) {
      if (linked(mine, path)) return { fd: undefined, release: async () => rmSync(path, { force: true }) }
      const content = readText(path)
      if (content === undefined) continue
      const holder = liveHolder(content)
      if (holder !== undefined) return { heldBy: holder, gone: () => new Promise(settle => setTimeout(settle, 500)) }
      removeIfStill(path, content, mine)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

function linked(from, to) {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Another start may have replaced the left-over meanwhile: what was moved away is looked at before it goes. */
function removeIfStill(path, content, mine) {
  const aside = `${mine}.old`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (readText(aside) !== content) linked(aside, path)
  rmSync(aside, { force: true })
}

function liveHolder(content) {
  const [pid, start] = content.trim().split(' ', 2)
  const now = startTime(Number(pid))
  return now !== undefined && now === start ? Number(pid) : undefined
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
