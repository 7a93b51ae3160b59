import { expect, test } from 'vitest'
import type { Situation } from '../../run/run.ts'
import { readOne } from '../postman.ts'
import { caseOf, every, executed, program, run, runFaults, runnable } from './programs.ts'

/** What the pages of the first generator of this kind got wrong about answers, each held against the programs it concerns. */

const JSON_TYPE = [{ key: 'Content-Type', value: 'application/json' }]

const key = (id: string) => program(id, 'create-integration-key')

test.each(executed)('8 · %s checks the status before it reads, and shows no secret', id => {
  const text = program(id, 'reply-secret')
  expect(text).not.toMatch(/(print|echo|puts|log|printf)\S* ?\(?["'`](key\.secret|accessToken) = /)
})

test.each(runnable)('9 to 12 · %s fails loudly at whatever is no documented success', async id => {
  const cases = new Map([['create-integration-key', caseOf('create-integration-key')]])
  const results = await run(id, cases, ['create-integration-key'])
  const faults = (situation: Situation) =>
    results.filter(result => result.situation === situation).map(result => result.faults)
  // 9: with a code that is not 0, and words on stderr alone. 11: with the fields of the documented error.
  expect(faults('refused')).toEqual([[]])
  // 10: a documented 201 that comes as 204. 12: nothing, and a page, read as if they were the document.
  expect(faults('no content')).toEqual([[]])
  expect(faults('no JSON')).toEqual([[]])
  // What ends all of these is not a program that cannot succeed.
  expect(faults('success')).toEqual([[]])
})

// A list is told by its brackets: a language that keeps both in one kind of thing takes such names for places.
const refused = readOne({ method: 'GET', url: '{{baseUrl}}/accounts' }, {}, [
  { name: 'Found', code: 200, header: JSON_TYPE, body: '{"id": "a"}' },
  {
    name: 'Refused',
    code: 400,
    header: JSON_TYPE,
    body: '{"0": "first", "1": {"0": 1.5, "1": true}, "42": ["only", {"7": "deep"}], "none": {}}',
  },
])

test.each(runnable)('11 · %s tells the fields of an error that have numbers for names', async id => {
  const results = await run(id, new Map([['refused', refused]]), ['refused'])
  expect(results.filter(({ situation }) => situation === 'refused').map(({ faults }) => faults)).toEqual([[]])
})

test.each(executed)('10 · %s compares the documented status', id => expect(key(id)).toContain('201'))

test.each(executed)('13 · %s names values by their whole path', id => {
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

const JUNK = '<Error: Too many levels of nesting to fake this schema>'

function replied(...bodies: readonly object[]) {
  const response = bodies.map((body, at) => ({
    name: `Sample ${at}`,
    code: 200,
    header: JSON_TYPE,
    body: JSON.stringify(body),
  }))
  return readOne({ method: 'GET', url: '{{baseUrl}}/accounts' }, {}, response)
}

const junk = replied({ id: 'a', balance: '<number>', owner: JUNK, created: '<dateTime>' })

test.each(every)('25 · %s takes a stand-in of a sample for no value, and for no type', id => {
  const text = program(id, junk)
  expect(text).not.toContain('Too many levels')
  expect(text).not.toMatch(/<(number|dateTime)>/)
})

test('25 · what a stand-in names is its type, and what it could not name is any value', () => {
  const text = program('typescript-fetch', junk)
  expect(text).toMatch(/balance: number/)
  expect(text).toMatch(/created: string/)
  expect(text).toMatch(/owner: unknown/)
})

const merged = replied({ id: 'a', name: null, age: 7 }, { id: 'b', name: 'Bob', email: 'b@x.test', age: 0.5 })

test('26 · all samples say what a value is: what one lacks is optional, what one leaves null may be null', () => {
  const text = program('typescript-fetch', merged)
  expect(text).toMatch(/^ *id: string$/m)
  expect(text).toMatch(/^ *name: string \| null$/m)
  expect(text).toMatch(/^ *email\?: string$/m)
  expect(text).toMatch(/^ *age: number$/m)
})

test.each(runnable)('26 · %s reads the sample that has null and lacks a field without an objection', async id => {
  expect(await runFaults(id, { merged })).toEqual([])
})
