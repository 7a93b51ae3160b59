import { expect } from 'vitest'
import { faults } from '../src/request/faults.ts'
import type { SampleRequest } from '../src/request/request.ts'
import type { ReadOptions } from '../src/sources/assemble.ts'
import { read } from '../src/sources/read.ts'

export type Json = Readonly<Record<string, unknown>>

/** A document with one operation. */
export function document(operation: Json, more: Json = {}): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/things/{id}': { post: operation } },
    ...more,
  }
}

/** The request of that operation, without a fault. */
export function readOperation(operation: Json, more: Json = {}, options: ReadOptions = {}): SampleRequest {
  const [item] = read(JSON.stringify(document(operation, more)), options).items
  if (item === undefined) throw new Error('Nothing was read')
  expect(faults(item.request)).toEqual([])
  return item.request
}
