import { expect, test } from 'vitest'
import { targets } from '../src/targets/index.ts'
import { cases } from './cases.ts'

/** What the pages of the first generator of this kind got wrong, each held against the programs that it would concern. */

function program(id: string, name: string): string {
  const request = cases.find(([own]) => own === name)?.[1]
  const target = targets.find(one => one.id === id)
  if (request === undefined || target === undefined) throw new Error(`${id} or ${name} is missing`)
  return target.generate(request, { name: 'sample', body: 'structure', secrets: 'hidden' }).files[0]?.text ?? ''
}

const key = (id: string) => program(id, 'create-integration-key')
const programs = targets.filter(({ proof }) => proof === 'executed').map(({ id }) => id)

test('1 · the curl command goes on over its lines', () => {
  const lines = key('curl-bash').split('\n')
  const start = lines.findIndex(line => line.includes('curl \\'))
  const end = lines.findIndex((line, at) => at > start && line.includes('--url'))
  expect(lines.slice(start, end).every(line => line.endsWith('\\'))).toBe(true)
})

test('2 · no brace of a placeholder stands in an address', () => expect(key('curl-bash')).not.toContain('{{'))

test.each(programs)('3 · %s invents no host', id =>
  expect(program(id, 'auth-none')).not.toMatch(/domain\.com|example\.com/),
)

test.each(programs)('4 · %s encodes the values in the path', id => {
  expect(program(id, 'path-encoding')).toMatch(/quote\(|encode|escape|PathEscape|encoded|@uri/i)
})

test.each(programs)('6 · %s takes user and password from the environment', id => {
  expect(key(id)).toContain('API_USERNAME')
  expect(key(id)).toContain('API_PASSWORD')
  expect(key(id)).not.toMatch(/["']password["'](?!,)/)
})

test.each(programs)('8 · %s checks the status before it reads, and shows no secret', id => {
  const text = program(id, 'reply-secret')
  expect(text).not.toMatch(/(print|echo|puts|log|printf)\S* ?\(?["'`](key\.secret|accessToken) = /)
})

test.each(programs)('10 · %s compares the documented status', id => expect(key(id)).toContain('201'))

test.each(programs)('13 · %s names values by their whole path', id => {
  expect(key(id)).toMatch(/key_?id|key\.id|key\(\)\.id|Key\.ID|Key\.Id/i)
})

test('14 and 15 · no two values share a name, not even where case does not count', () => {
  const names = [...program('python-requests', 'reply-colliding-names').matchAll(/^(\w+): str = /gm)].map(
    ([, name]) => name,
  )
  expect(new Set(names.map(name => name?.toLowerCase())).size).toBe(9)
})

test('16 · lists nest as deep as they do, and each item is read', () => {
  expect(program('python-requests', 'reply-nested-lists').match(/^ *for /gm)?.length).toBeGreaterThanOrEqual(7)
})

test('17 · no name hides a module that the program uses', () => {
  const text = program('python-chilkat', 'create-integration-key')
  expect(text).not.toMatch(/^(json|http\.client|os|sys) = /m)
})

test.each(programs)('22 · %s sets a timeout that is an input', id => expect(key(id)).toContain('TIMEOUT_SECONDS'))

test.each(programs)('23 · %s says the type of its body at most once', id => {
  expect(key(id).match(/content-type/gi)?.length ?? 0).toBeLessThanOrEqual(1)
})

test.each(programs)('24 · %s is short: no sample is repeated in comments', id => {
  expect(key(id)).not.toContain('int_5e4b0f225aca01092928f917')
})

test('27 · a body is a structure, or a text where that is asked for', () => {
  const request = cases.find(([own]) => own === 'json-structure')?.[1]
  const target = targets.find(({ id }) => id === 'javascript-fetch')
  if (request === undefined || target === undefined) throw new Error('nothing to compare')
  const texts = (['structure', 'text'] as const).map(
    body => target.generate(request, { name: 'sample', body, secrets: 'hidden' }).files[0]?.text,
  )
  expect(texts[0]).toContain("name: 'Ann'")
  expect(texts[1]).toContain('"name": "Ann"')
})
