import { sample } from 'openapi-sampler'
import { exactJson } from '../exact-json.ts'
import type { Node } from '../json-access.ts'
import type { OpenApi } from './document.ts'

/** The values that a media type gives as examples; none where there is only a schema. */
export function givenExamples(media: Node, document: OpenApi): unknown[] {
  if (media.get('example').value !== undefined) return [media.get('example').value]
  const named = media
    .get('examples')
    .entries()
    .map(([, example]) => document.resolve(example).get('value').value)
    .filter(value => value !== undefined)
  if (named.length > 0) return named
  const schema = document.resolve(media.get('schema'))
  if (schema.get('example').value !== undefined) return [schema.get('example').value]
  return schema.get('examples').isArray
    ? schema
        .get('examples')
        .items()
        .slice(0, 1)
        .map(({ value }) => value)
    : []
}

/** An example of a media type: given, or made from its schema; undefined where there is neither. */
export function exampleOf(media: Node, document: OpenApi, direction: 'sent' | 'received'): unknown {
  const [given] = givenExamples(media, document)
  if (given !== undefined) return given
  const schema = media.get('schema')
  return schema.isObject ? madeFrom(schema, document, direction) : undefined
}

/** What the sampler cannot make sense of has no example. */
export function madeFrom(schema: Node, document: OpenApi, direction: 'sent' | 'received'): unknown {
  const options = { quiet: true, skipReadOnly: direction === 'sent', skipWriteOnly: direction === 'received' }
  try {
    return sample(schema.value as object, options, document.root.value as object)
  } catch {
    return undefined
  }
}

/** A value as a body has it: a text as it is, where the body is not JSON. */
export function exampleText(value: unknown, isJson: boolean): string {
  return typeof value === 'string' && !isJson ? value : exactJson(value)
}
