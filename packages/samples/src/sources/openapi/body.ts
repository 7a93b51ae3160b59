import { isJsonType } from '../../reply/expect.ts'
import type { Node } from '../json-access.ts'
import type { RawBody, RawPart } from '../raw.ts'
import type { OpenApi } from './document.ts'
import { exampleOf, exampleText } from './examples.ts'

/** The media type that says most to a program: JSON, then forms, then whatever comes first. */
export function bestMedia(content: Node): readonly [string, Node] | undefined {
  const all = content.entries()
  const first = (matches: (type: string) => boolean) => all.find(([type]) => matches(mediaTypeOf(type)))
  return (
    first(type => type === 'application/json') ??
    first(isJsonType) ??
    first(type => type === 'application/x-www-form-urlencoded') ??
    first(type => type === 'multipart/form-data') ??
    all[0]
  )
}

export function mediaTypeOf(type: string): string {
  return type.split(';')[0]?.trim().toLowerCase() ?? ''
}

export function readOpenApiBody(operation: Node, document: OpenApi): RawBody {
  const best = bestMedia(document.resolve(operation.get('requestBody')).get('content'))
  if (best === undefined) return { kind: 'none' }
  const [contentType, media] = best
  const mediaType = mediaTypeOf(contentType)
  const example = exampleOf(media, document, 'sent')
  if (isJsonType(mediaType)) return { kind: 'text', text: exampleText(example ?? {}, true), contentType }
  if (mediaType === 'application/x-www-form-urlencoded') {
    return { kind: 'form', fields: valuesOf(example).map(([name, value]) => ({ name, value })) }
  }
  if (mediaType === 'multipart/form-data') return { kind: 'multipart', parts: multipart(media, example, document) }
  const schema = document.resolve(media.get('schema'))
  if (isBinary(schema) || (!/^text\/|xml|yaml/.test(mediaType) && typeof example !== 'string')) {
    return { kind: 'file', path: '', contentType }
  }
  return { kind: 'text', text: exampleText(example ?? '', false), contentType }
}

function valuesOf(example: unknown): [string, string][] {
  if (typeof example !== 'object' || example === null) return []
  return Object.entries(example).map(([name, value]) => [name, exampleText(value, false)])
}

/** The properties of the schema are the parts: files, texts, and JSON for what has members. */
function multipart(media: Node, example: unknown, document: OpenApi): RawPart[] {
  const values = new Map(valuesOf(example))
  const properties = document.resolve(media.get('schema')).get('properties').entries()
  return properties.map(([name, property]) => {
    const schema = document.resolve(property)
    const items = document.resolve(schema.get('items'))
    const said = media.get('encoding').get(name).get('contentType').text()?.split(',')[0]?.trim()
    const isFile = isBinary(schema) || (schema.get('type').value === 'array' && isBinary(items))
    const isObject = schema.get('properties').isObject || schema.get('type').value === 'object'
    const contentType = said ?? (isObject ? 'application/json' : undefined)
    return { name, value: isFile ? '' : (values.get(name) ?? ''), isFile, contentType }
  })
}

/** 3.0 says it by the format, 3.1 by a content that is not text. */
function isBinary(schema: Node): boolean {
  const format = schema.get('format').value
  const isEncoded = schema.get('contentEncoding').isThere
  return format === 'binary' || (schema.get('contentMediaType').isThere && !isEncoded)
}
