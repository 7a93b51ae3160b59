import type { JsonTemplate } from '../request/json.ts'
import { oncePerObject } from '../request/once.ts'
import { parseJson } from '../request/parse-json.ts'
import type { Reply } from '../request/reply.ts'
import type { Shape } from '../request/shape.ts'
import { either, refine } from './combine.ts'
import type { Content, Expectation } from './expectation.ts'
import { inferShape } from './infer.ts'

/** What the documented replies of a request let a program expect. */
export const expectation: (replies: readonly Reply[]) => Expectation = oncePerObject(replies => {
  const success = successes(replies)
  const failures = replies.filter(({ status }) => status === 'default' || isWithin(status, 4) || isWithin(status, 5))
  const statuses = success.map(({ status }) => status)
  const isListed = statuses.every(status => typeof status === 'number')
  return {
    statuses: isListed ? [...new Set(statuses)].sort((a, b) => a - b) : [],
    content: contentOf(success),
    explainsFailures: failures.some(hasFields),
  }
})

/** 2xx; where none is documented, what is left is a redirection that is wanted. */
function successes(replies: readonly Reply[]): Reply[] {
  const good = replies.filter(({ status }) => isWithin(status, 2))
  return good.length > 0 ? good : replies.filter(({ status }) => isWithin(status, 3))
}

function isWithin(status: Reply['status'], hundred: number): boolean {
  return String(status).length === 3 && String(status).startsWith(String(hundred))
}

function contentOf(replies: readonly Reply[]): Content {
  const shape = shapeOf(replies)
  if (shape !== undefined) return { kind: 'json', shape, mayBeEmpty: replies.some(isEmpty) }
  if (replies.length === 0) return { kind: 'unknown' }
  if (replies.every(isEmpty)) return { kind: 'empty' }
  const text = replies.find(reply => !isEmpty(reply) && reply.contentType !== undefined)
  const sampled = replies.some(({ samples }) => samples.some(sample => sample !== ''))
  return text !== undefined || sampled ? { kind: 'text', contentType: text?.contentType } : { kind: 'unknown' }
}

/** The status allows no body, or none was ever seen. */
function isEmpty({ status, samples, shape }: Reply): boolean {
  if (status === 204 || status === 205 || status === 304) return true
  return shape === undefined && samples.length > 0 && samples.every(sample => sample.trim() === '')
}

/** What the JSON of these replies looks like; undefined when none is documented as JSON. */
function shapeOf(replies: readonly Reply[]): Shape | undefined {
  const shapes = replies.flatMap(reply => jsonShape(reply) ?? [])
  const known = shapes.filter(({ kind }) => kind !== 'any')
  return known.length > 0 ? known.reduce(either) : shapes[0]
}

function jsonShape(reply: Reply): Shape | undefined {
  if (isEmpty(reply)) return undefined
  const documents = reply.samples.flatMap(sample => document(sample) ?? [])
  const isJson = reply.contentType === undefined ? documents.length > 0 : isJsonType(reply.contentType)
  if (reply.shape === undefined) return isJson ? inferShape(documents) : undefined
  return refine(reply.shape, inferShape(documents))
}

/** `application/json`, and what is built on it: `application/problem+json`. */
export function isJsonType(contentType: string): boolean {
  return /^[\w.-]+\/(?:[\w.-]+\+)?json$/i.test(contentType)
}

/** By how a sample begins: to read all of it would take most of the time that a sample has. */
function hasFields({ shape, samples }: Reply): boolean {
  if (shape !== undefined && shape.kind !== 'any') return shape.kind === 'object' || shape.kind === 'list'
  return samples.some(sample => /^\s*[{[]/.test(sample))
}

/** A sample that is no JSON, or cut off by whoever saved it, tells nothing of the shape. */
function document(sample: string): JsonTemplate | undefined {
  try {
    return parseJson(sample)
  } catch {
    return undefined
  }
}
