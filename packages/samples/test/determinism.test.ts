import { openapi, postman } from '@parhelion/contract'
import { expect, test } from 'vitest'
import { deepFreeze } from '../run/cases.ts'
import { read } from '../src/sources/read.ts'
import { targets } from '../src/targets/index.ts'

test.each<[string, object]>([
  ['a collection of Postman', postman({ serverUrl: 'http://127.0.0.1:8080' })],
  ['an OpenAPI document', openapi({ serverUrl: 'http://127.0.0.1:8080', version: '0.1.0' })],
])('%s is read the same each time, and what is read is plain data', (_what, document) => {
  const source = JSON.stringify(document)
  const once = JSON.stringify(read(source))
  expect(JSON.stringify(read(source))).toBe(once)
  expect(JSON.parse(once)).toEqual(read(source))
})

test('every program of a collection is the same bytes in another run, whatever was written before it, and its request stays as it was', {
  timeout: 120_000,
}, () => {
  const source = JSON.stringify(postman({ serverUrl: 'http://127.0.0.1:8080' }))
  const run = (order: <Thing>(things: readonly Thing[]) => readonly Thing[]) => {
    const written = new Map<string, string>()
    for (const { request } of order(deepFreeze(read(source).items)))
      for (const target of order(targets)) {
        const sample = target.generate(request, { name: 'sample', body: 'structure', secrets: 'hidden' })
        written.set(`${request.id} ${target.id}`, JSON.stringify(sample))
      }
    return written
  }
  const forwards = run(things => things)
  const backwards = run(things => things.toReversed())
  const different = [...forwards].filter(([name, text]) => backwards.get(name) !== text).map(([name]) => name)
  expect(different).toEqual([])
  expect(backwards.size).toBe(forwards.size)
})
