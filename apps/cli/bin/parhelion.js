#!/usr/bin/env node
// Plain JavaScript for every Node from 20.19 on: finds the Node that runs Parhelion, and the command itself, which is
// TypeScript in a checkout and built in the published package.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { checkNode, chooseNode } from '../../../tools/launch/node.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const source = join(root, 'apps', 'cli', 'src')
const isCheckout = existsSync(source)
const part = name => (isCheckout ? join(source, `${name}.ts`) : join(root, 'dist', 'apps', 'cli', 'src', `${name}.js`))

endWithNpm()
try {
  if (isCheckout && !existsSync(join(root, 'node_modules'))) {
    throw new Error('The dependencies are not installed yet: run "npm ci" or "npm start" once, then this again')
  }
  const node = chooseNode()
  // With an option that switches TypeScript off even the right Node cannot go on itself.
  if (node === process.execPath && process.features.typescript) await import(pathToFileURL(part('main')).href)
  else process.exitCode = await run(node)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

/**
 * npm and npx run us through a shell that keeps the TERM it is sent to itself: then we would go on without anybody.
 * Started in another way, a command may well outlive its parent.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 200)
  timer.unref()
}

/** Runs the command under another Node, as if it were this process. Its code comes back, 128 + n after signal n. */
function run(node) {
  return new Promise((resolve, reject) => {
    const args = ['--import', pathToFileURL(part('serve/end-with-parent')).href, part('main'), ...process.argv.slice(2)]
    // Descriptor 3 tells it when we are gone without a chance to pass a signal on.
    const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'pipe'] })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.once('error', error => {
      try {
        checkNode(node)
        reject(error)
      } catch (reason) {
        reject(reason)
      }
    })
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}
