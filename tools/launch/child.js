import { spawn } from 'node:child_process'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program to its end, with the signals that reach us.
 * @param {string} file
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<{ problem: string | undefined, stderr: string }>} what went wrong, as part of a sentence, and what it
 *   wrote to stderr if that is a pipe
 */
export async function runChild(file, args, options) {
  const child = spawn(file, args, options)
  const pass = signal => child.kill(signal)
  let stderr = ''
  child.stderr?.on('data', data => {
    stderr += data
  })
  for (const signal of SIGNALS) process.on(signal, pass)
  const problem = await endOf(child)
  for (const signal of SIGNALS) process.off(signal, pass)
  return { problem, stderr }
}

function endOf(child) {
  return new Promise(resolve => {
    child.once('error', error => resolve(`could not be run (${error.message})`))
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(undefined)
      resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`)
    })
  })
}
