import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Compares what the lock file asks for with what npm noted as installed, package by package, and looks that each folder
 * is there.
 * @param {string} root folder of package-lock.json
 * @param {{ dev: boolean }} wanted with the development tools or without
 * @returns {string | undefined} the first thing that is not as the lock says, as part of a sentence
 */
export function findMisfit(root, { dev }) {
  const lock = readJson(join(root, 'package-lock.json'))
  if (lock === undefined) throw new Error(`${join(root, 'package-lock.json')} is missing or damaged: restore it`)
  if (!existsSync(join(root, 'node_modules'))) return 'node_modules is missing'
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages
  if (installed === undefined) return 'node_modules is not whole'
  for (const [path, entry] of Object.entries(lock.packages)) {
    const skipped = !path.includes('node_modules/') || (entry.dev === true && !dev)
    if (skipped || !isForHere(entry)) continue
    const problem = entry.link ? linkProblem(root, path, entry) : packageProblem(root, path, entry, installed[path])
    if (problem !== undefined) return problem
  }
  return undefined
}

function packageProblem(root, path, entry, installed) {
  const name = path.slice('node_modules/'.length)
  // What an optional package for another platform needs is optional too, and npm leaves it out.
  if (installed === undefined && entry.optional && !isPlatformBound(entry)) return undefined
  if (installed === undefined) return `${name} is missing`
  if (installed.version !== entry.version || installed.integrity !== entry.integrity)
    return `${name} is another version`
  return existsSync(join(root, path, 'package.json')) ? undefined : `the folder of ${name} is missing`
}

function linkProblem(root, path, entry) {
  try {
    if (realpathSync(join(root, path)) === realpathSync(join(root, entry.resolved))) return undefined
  } catch {
    // No link, or one that leads nowhere.
  }
  return `the link ${path} is missing`
}

function isPlatformBound({ os, cpu, libc }) {
  return os !== undefined || cpu !== undefined || libc !== undefined
}

/** A package for another platform is left out by npm if it is optional, and is an error of npm's if it is not. */
function isForHere({ os, cpu, libc, optional, devOptional }) {
  if (!optional && !devOptional) return true
  return allows(os, process.platform) && allows(cpu, process.arch) && (libc === undefined || allows(libc, ourLibc()))
}

/** Lists are of the form `["linux"]` or `["!win32"]`. */
function allows(list, value) {
  if (list === undefined) return true
  const names = [list].flat()
  const positive = names.filter(name => !name.startsWith('!'))
  return !names.includes(`!${value}`) && (positive.length === 0 || positive.includes(value) || positive.includes('any'))
}

let libcName
function ourLibc() {
  if (process.platform !== 'linux') return ''
  if (libcName === undefined) {
    process.report.excludeNetwork = true
    libcName = process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
  }
  return libcName
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
