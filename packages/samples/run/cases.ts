import { readdir, readFile } from 'node:fs/promises'
import type { SampleRequest } from '../src/request/request.ts'

const FOLDER = new URL('../cases/', import.meta.url)

/** Cases that meet a refusal, an empty answer, a page, a cut and a hanging connection, and a missing input too. */
export const THOROUGH = ['create-integration-key', 'json-list-of-records', 'form', 'multipart-file', 'reply-problem']

/** The cases by name, deep-frozen; only those that are asked for, where some are. */
export async function readCases(only?: readonly string[]): Promise<ReadonlyMap<string, SampleRequest>> {
  const names = (await readdir(FOLDER)).map(file => file.replace(/\.json$/, '')).sort()
  const wanted = names.filter(name => only?.includes(name) ?? true)
  const cases = wanted.map(async name => [name, await readCase(name)] as const)
  return new Map(await Promise.all(cases))
}

async function readCase(name: string): Promise<SampleRequest> {
  return deepFreeze(JSON.parse(await readFile(new URL(`${name}.json`, FOLDER), 'utf8')) as SampleRequest)
}

export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part)
    Object.freeze(value)
  }
  return value
}
