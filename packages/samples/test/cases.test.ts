import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { faults } from '../src/request/faults.ts'
import type { SampleRequest } from '../src/request/request.ts'

const folder = new URL('../cases/', import.meta.url)
const names = readdirSync(folder)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as SampleRequest

describe.each(names)('the case %s', name => {
  test('holds what its types promise', () => expect(faults(read(name))).toEqual([]))
})

const good = read('create-integration-key.json')

test.each<[string, Partial<SampleRequest>, string]>([
  [
    'an input that nothing declares',
    { body: { kind: 'file', contentType: 'a/b', input: 'x' } },
    "'x' is used and is no input",
  ],
  ['an input that nothing uses', { auth: { kind: 'none' } }, "the input 'username' is not used"],
  ['a request without a timeout', { inputs: good.inputs.slice(0, -1) }, 'there must be one timeout'],
  [
    'two inputs of one variable',
    { inputs: good.inputs.map(input => ({ ...input, env: 'X' })) },
    'two inputs have one environment variable',
  ],
  [
    'a placeholder of the source',
    { headers: [{ name: 'X', value: ['{{appId}}'] }] },
    'a placeholder is left in "{{appId}}"',
  ],
  [
    'a header that the body sends',
    { headers: [{ name: 'content-type', value: ['a/b'] }] },
    'the header content-type is sent by auth or body',
  ],
  ['a method in small letters', { method: 'post' }, 'the method is "post"'],
  [
    'texts side by side',
    { headers: [{ name: 'X', value: ['a', 'b'] }] },
    'the template ["a","b"] has texts that are empty or side by side',
  ],
])('%s is reported', (_what, change, fault) => {
  expect(faults({ ...good, ...change })).toContain(fault)
})
