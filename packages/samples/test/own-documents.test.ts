import { existsSync, readFileSync } from 'node:fs'
import { type Operation, openapi, operations, postman } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { canonical } from '../run/expected.ts'
import { expectation } from '../src/reply/expect.ts'
import { faults } from '../src/request/faults.ts'
import type { SampleRequest } from '../src/request/request.ts'
import { read } from '../src/sources/read.ts'

const serverUrl = 'http://127.0.0.1:8080'
const all: readonly Operation[] = operations
const fromOpenApi = read(JSON.stringify(openapi({ serverUrl, version: '0.1.0' }))).items.map(({ request }) => request)
const fromPostman = read(JSON.stringify(postman({ serverUrl }))).items.map(({ request }) => request)

/** What both documents say alike; ids, notes and words are their own. */
function sent({ method, url, auth, body }: SampleRequest, given: ReadonlyMap<string, string>) {
  return {
    method,
    path: url.path,
    base: url.base.length,
    auth: auth.kind,
    query: url.query.map(({ name }) => name),
    body: body.kind === 'json' ? canonical(body.value, given) : body.kind,
  }
}

test('both documents have a request for every operation, without a fault and without a note that something is lost', () => {
  expect(fromOpenApi.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort())
  expect(fromPostman).toHaveLength(all.length)
  for (const request of [...fromOpenApi, ...fromPostman])
    expect([request.path, faults(request)]).toEqual([request.path, []])
  expect(fromPostman.flatMap(({ notes }) => notes)).toEqual([])
  expect(new Set(fromOpenApi.flatMap(({ notes }) => notes))).toEqual(
    new Set(['The API also lets in by bearerAuth.', 'The API also lets in by basicAuth.']),
  )
})

describe.each(all.map(operation => [operation.id, operation] as const))('%s', (id, operation) => {
  const one = fromOpenApi.find(request => request.id === id)
  const other = fromPostman.find(({ path }) => path.at(-1) === operation.summary && path[0] === operation.tag)

  test('is the same request in both', () => {
    if (one === undefined || other === undefined) throw new Error('It is missing')
    // What the caller has to give is a variable of the collection, and an example of the OpenAPI document.
    const given = new Map(Object.entries(operation.example.given ?? {}))
    expect(sent(other, given)).toEqual(sent(one, given))
  })

  test('expects its own status and reads its own reply', () => {
    if (one === undefined || other === undefined) throw new Error('It is missing')
    for (const { replies } of [one, other]) {
      const { statuses, content, explainsFailures } = expectation(replies)
      // Where a page is shown first, that is what comes of a request alone.
      expect(statuses).toEqual([operation.isPage === true ? 200 : operation.status])
      expect(content.kind).toBe(operation.replyType === undefined ? 'json' : 'text')
      expect(explainsFailures).toBe(true)
    }
  })
})

/** Stand beside the repository where the engine is worked on. */
const reference = (name: string) => new URL(`../../../../shared/reference/${name}`, import.meta.url)

describe.each([
  ['smooch-v1.postman_collection.json', 122],
  ['openapi.yaml', 68],
] as const)('the documents of others: %s', (name, count) => {
  const file = reference(name)
  const isThere = existsSync(file)
  if (!isThere) console.info(`skipped: ${name} is not beside the repository`)

  test.skipIf(!isThere)(`is read whole: ${count} requests without a fault, no placeholder left in any part`, () => {
    const { items } = read(readFileSync(file, 'utf8'))
    expect(items).toHaveLength(count)
    for (const { request } of items) {
      const { replies: _, description: __, ...parts } = request
      expect(faults(request)).toEqual([])
      expect(JSON.stringify(parts)).not.toContain('{{')
    }
  })
})
