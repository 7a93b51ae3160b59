import { namedValues } from '../reply/read.ts'
import type { JsonTemplate } from '../request/json.ts'
import type { SampleRequest } from '../request/request.ts'
import type { Shape } from '../request/shape.ts'
import type { Options } from '../targets/target.ts'
import { type PlainBody, type Plan, planOf } from './plan.ts'

export type DocumentBody = Extract<PlainBody, { kind: 'json' }>

/** What a program has to do that builds a document and sends it nowhere. */
export function buildingPlan(document: JsonTemplate, options: Options): Plan & { readonly body: DocumentBody } {
  return {
    ...planOf(nothing('Build a JSON document'), options),
    body: { kind: 'json', contentType: 'application/json', value: document },
  }
}

/** What a program has to do that reads a document which it did not ask for. */
export function readingPlan(shape: Shape, options: Options): Plan {
  const plan = planOf(nothing('Read a JSON document'), options)
  const content = { kind: 'json', shape, mayBeEmpty: false } as const
  return { ...plan, expectation: { ...plan.expectation, content }, values: namedValues(shape) }
}

function nothing(title: string): SampleRequest {
  return {
    id: title,
    path: [title],
    description: '',
    inputs: [{ name: 'timeout', env: 'TIMEOUT_SECONDS', kind: 'timeout', type: 'number', default: '30' }],
    method: 'GET',
    url: { base: [], path: [], query: [] },
    auth: { kind: 'none' },
    headers: [],
    body: { kind: 'none' },
    replies: [],
    notes: [],
  }
}
