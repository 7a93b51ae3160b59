import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { itemNames } from '../../src/page/names.ts'
import { read } from '../../src/sources/read.ts'
import { targets } from '../../src/targets/index.ts'
import { cases } from '../cases.ts'
import { caseOf, every, executed, generate, program } from './programs.ts'

/** What the pages of the first generator of this kind got wrong as programs, each held against the programs it concerns. */

const key = (id: string) => program(id, 'create-integration-key')

test('17 · no name hides a module that the program uses', () => {
  const text = program('python-chilkat', 'create-integration-key')
  expect(text).not.toMatch(/^(json|http\.client|os|sys) = /m)
})

const hasGo = spawnSync('go', ['version']).error === undefined
if (!hasGo) console.info('skipped: go is not installed')

test.skipIf(!hasGo)('18 · Go programs are whole: each import is there, each name is used', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'whole-'))
  writeFileSync(join(folder, 'go.mod'), 'module samples\n\ngo 1.22\n')
  for (const name of ['create-integration-key', 'multipart-file', 'json-list-of-records', 'auth-jwt']) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'main.go'), program('go-nethttp', name))
  }
  const { status, stderr } = spawnSync('go', ['vet', './...'], { cwd: folder, encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect([status, stderr]).toEqual([0, ''])
})

test.each(every)('18 · no markup of a page leaks into programs of %s', id => {
  expect(key(id)).not.toMatch(/\.html\b|<\/?(a|b|p|br|span|div|pre)\b[^>]*>|&(amp|lt|gt|quot|nbsp);/i)
})

/** How languages print, and the extensions of those that do it so. */
const PRINTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bWrite-(Debug|Host|Output|Error)\b/, ['ps1']],
  [/\bconsole\.(log|error)\b/, ['mjs', 'mts']],
  [/\bfmt\.(Print|Fprint)/, ['go']],
  [/\bSystem\.(out|err)\b/, ['java', 'kt']],
  [/\be?println!/, ['rs']],
  [/\bConsole\.(Error|Write)/, ['cs', 'ps1']],
  [/\bIO\.puts\b/, ['exs']],
  [/\bstd::(cout|cerr)\b/, ['cpp']],
]

test.each(targets.map(({ id, extension }) => [id, extension]))(
  '19 · %s prints as its own language does',
  (id, extension) => {
    const foreign = PRINTS.filter(([print, own]) => !own.includes(extension) && print.test(key(id)))
    expect(foreign.map(([print]) => print.source)).toEqual([])
  },
)

test.each(every)('20 · %s is bound to no machine: no library by its file, no COM, no drive', id => {
  for (const [, request] of cases) {
    expect(program(id, request)).not.toMatch(/\.dll\b|\.ocx\b|\bCreateObject\b|new COM\(|["' ][A-Z]:\\\\?[A-Za-z]/)
  }
})

describe('21 · a program runs as it is printed', () => {
  const needsLicence = (id: string) =>
    /licen[cs]e/i.test(JSON.stringify(generate(id, caseOf('create-integration-key'))))

  test('each language has a target without a licence', () => {
    const free = new Set(targets.filter(({ id }) => !needsLicence(id)).map(({ language }) => language))
    expect([...new Set(targets.map(({ language }) => language))].filter(language => !free.has(language))).toEqual([])
  })

  test.each(targets.map(({ id }) => id).filter(needsLicence))('%s unlocks its library itself, and says so', id => {
    const text = key(id)
    expect(text.indexOf('UnlockBundle')).toBeGreaterThan(-1)
    expect(text.indexOf('UnlockBundle')).toBeLessThan(text.search(/Http\(\)/))
  })
})

test.each(executed)('22 · %s sets a timeout that is an input', id => expect(key(id)).toContain('TIMEOUT_SECONDS'))

test('28 · all requests of a collection become programs at once, none beside another of its name', () => {
  const item = (name: string) => ({ name, request: { method: 'GET', url: `{{baseUrl}}/${name}` } })
  const collection = {
    info: { name: 'All', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    item: [{ name: 'Folder', item: [item('Get It'), item('Get it'), item('get-it')] }, item('Get It')],
  }
  const { items } = read(JSON.stringify(collection))
  const names = itemNames(items.map(({ request }) => request)).map(({ folders, name }) => [...folders, name].join('/'))
  expect(names).toEqual(['folder/get_it', 'folder/get_it_2', 'folder/get_it_3', 'get_it'])
  for (const id of every) expect(items.every(({ request }) => program(id, request) !== '')).toBe(true)
})
