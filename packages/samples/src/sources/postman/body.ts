import type { Node } from '../json-access.ts'
import type { RawBody, RawPair, RawPart } from '../raw.ts'
import { splitQuery } from '../url.ts'
import { enabled } from './text.ts'

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  javascript: 'application/javascript',
  text: 'text/plain',
}

export function readPostmanBody(body: Node): RawBody {
  if (!body.isObject || body.get('disabled').value === true) return { kind: 'none' }
  const mode = body.get('mode').text() ?? (body.get('raw').isThere ? 'raw' : 'none')
  const content = body.get(mode)
  switch (mode) {
    case 'raw':
      return rawBody(content.text() ?? '', body)
    case 'urlencoded':
      return { kind: 'form', fields: formFields(content) }
    case 'formdata':
      return { kind: 'multipart', parts: enabled(content).flatMap(parts) }
    case 'file':
      return fileBody(content)
    case 'graphql':
      return graphqlBody(content)
    case 'none':
      return { kind: 'none' }
    default:
      return body.get('mode').fail(`'${mode}' is not a kind of body`)
  }
}

function rawBody(text: string, body: Node): RawBody {
  if (text.trim() === '') return { kind: 'none' }
  const language = body.get('options').get('raw').get('language').text() ?? ''
  return { kind: 'text', text, contentType: TYPES[language] }
}

/** In 2.0 the fields may be one text. */
function formFields(content: Node): RawPair[] {
  if (!content.isArray) return splitQuery(content.text() ?? '')
  return enabled(content).map(pair => ({ name: pair.get('key').text() ?? '', value: pair.get('value').text() ?? '' }))
}

/** A field for files may hold several. */
function parts(part: Node): RawPart[] {
  const name = part.get('key').text() ?? ''
  const shared = { name, contentType: part.get('contentType').text(), fileName: part.get('fileName').text() }
  if (part.get('type').value !== 'file') return [{ ...shared, value: part.get('value').text() ?? '', isFile: false }]
  const source = part.get('src')
  const paths = source.isArray ? source.items().map(path => path.text() ?? '') : [source.text() ?? '']
  return (paths.length === 0 ? [''] : paths).map(value => ({ ...shared, value, isFile: true }))
}

function fileBody(content: Node): RawBody {
  if (!content.isObject) return { kind: 'file', path: content.text() ?? '' }
  const text = content.get('content').text()
  if (text !== undefined && !content.get('src').isThere) return { kind: 'text', text, contentType: 'text/plain' }
  return { kind: 'file', path: content.get('src').text() ?? '' }
}

function graphqlBody(content: Node): RawBody {
  const variables = content.get('variables')
  return {
    kind: 'graphql',
    query: content.get('query').text() ?? '',
    variables: variables.isObject ? JSON.stringify(variables.value) : (variables.text() ?? ''),
    operationName: content.get('operationName').text(),
  }
}
