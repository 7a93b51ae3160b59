import { expect } from 'vitest'
import { faults } from '../src/request/faults.ts'
import type { SampleRequest } from '../src/request/request.ts'
import { read } from '../src/sources/read.ts'

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'

/** The requests of a collection with these items, each without a fault. */
export function readAll(item: unknown[], more: object = {}): SampleRequest[] {
  const collection = { info: { name: 'Test', schema: SCHEMA }, item, ...more }
  const requests = read(`\uFEFF${JSON.stringify(collection)}`).items.map(one => one.request)
  for (const request of requests) expect(faults(request)).toEqual([])
  return requests
}

/** One request in a collection of its own. */
export function readOne(request: unknown, more: object = {}, response: unknown = []): SampleRequest {
  const [only] = readAll([{ name: 'One', request, response }], more)
  if (only === undefined) throw new Error('Nothing was read')
  return only
}
