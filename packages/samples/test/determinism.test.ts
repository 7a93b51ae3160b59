import { openapi, postman } from '@parhelion/contract'
import { expect, test } from 'vitest'
import { read } from '../src/sources/read.ts'

test.each<[string, object]>([
  ['a collection of Postman', postman({ serverUrl: 'http://127.0.0.1:8080' })],
  ['an OpenAPI document', openapi({ serverUrl: 'http://127.0.0.1:8080', version: '0.1.0' })],
])('%s is read the same each time, and what is read is plain data', (_what, document) => {
  const source = JSON.stringify(document)
  const once = JSON.stringify(read(source))
  expect(JSON.stringify(read(source))).toBe(once)
  expect(JSON.parse(once)).toEqual(read(source))
})
