import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runChild } from './child.js'
import { cleanEnvironment } from './install.js'

/**
 * Loads the server once without starting it, so that already the first start finds compiled code: what strips the types
 * of a server stays in its memory, about 20 MB. Only a favour: if it fails, a start does it.
 * @param {string} root
 * @param {string} node as `chooseNode` says
 */
export async function compileServer(root, node) {
  const { variables, flags, program } = startCommand(root)
  const load = `await import(${JSON.stringify(pathToFileURL(join(root, program)).href)}); process.exit()`
  await runChild(node, [...flags, '--input-type=module', '--eval', load], {
    cwd: root,
    env: { ...cleanEnvironment(process.env), ...variables },
    stdio: 'ignore',
  })
}

/**
 * What `npm start` runs, from package.json, the one place where it stands: compiled code is good for the same flags only.
 * @param {string} root
 * @returns {{ variables: Record<string, string>, flags: string[], program: string }}
 */
export function startCommand(root) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [, assignments, words] = /^exec env ((?:\w+=\S+ )*)sh tools\/run (.*)$/.exec(scripts.start) ?? []
  if (assignments === undefined || words === undefined)
    throw new Error('package.json starts the server in a way that is not known here')
  const variables = Object.fromEntries(
    assignments
      .trim()
      .split(' ')
      .map(one => one.split('=')),
  )
  const flags = words.split(' ')
  return { variables, program: flags.pop(), flags }
}
