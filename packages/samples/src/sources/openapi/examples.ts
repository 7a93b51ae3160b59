import { exactJson } from '../exact-json.ts'
import type { Node } from '../json-access.ts'
import type { OpenApi } from './document.ts'
import { madeExample } from './made-example.ts'

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
  return schema.isObject ? madeExample(schema, document, direction) : undefined
}

/** A value as a body has it: a text as it is, where the body is not JSON. */
export function exampleText(value: unknown, isJson: boolean): string {
  return typeof value === 'string' && !isJson ? value : exactJson(value)
}
