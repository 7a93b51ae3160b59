import { isJsonType } from '../reply/expect.ts'
import type { Body, Part } from '../request/body.ts'
import type { JsonTemplate } from '../request/json.ts'
import type { Inputs } from './inputs.ts'
import type { RawBody, RawPart } from './raw.ts'
import { splitQuery } from './url.ts'

const OCTETS = 'application/octet-stream'
const FORM = 'application/x-www-form-urlencoded'

/** @param header value of `Content-Type`, which decides how a text is read */
export function readBody(body: RawBody, header: string | undefined, inputs: Inputs): Body {
  const contentType = header === undefined ? undefined : inputs.known(header)
  switch (body.kind) {
    case 'none':
      return body
    case 'text':
      return textBody(body.text, contentType ?? body.contentType, inputs)
    case 'form':
      return {
        kind: 'form',
        fields: body.fields.map(({ name, value }) => ({ name: inputs.text(name), value: inputs.text(value) })),
      }
    case 'multipart':
      return { kind: 'multipart', parts: body.parts.map(part => readPart(part, inputs)) }
    case 'file':
      return {
        kind: 'file',
        contentType: contentType ?? body.contentType ?? OCTETS,
        input: fileInput('file', body.path, inputs),
      }
    case 'graphql':
      return {
        kind: 'graphql',
        query: inputs.text(body.query),
        ...(body.operationName ? { operationName: body.operationName } : {}),
        ...variablesOf(body.variables, inputs),
      }
  }
}

/** JSON and forms are taken apart where that is possible, so that a program can build them; all else stays text. */
function textBody(text: string, contentType: string | undefined, inputs: Inputs): Body {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase()
  if (mediaType === FORM && !text.includes('\n')) {
    return {
      kind: 'form',
      fields: splitQuery(text.trim()).map(({ name, value }) => ({
        name: inputs.text(name),
        value: inputs.text(value),
      })),
    }
  }
  if (mediaType === undefined ? /^\s*[[{]/.test(text) : isJsonType(mediaType)) {
    const value = inputs.json(text)
    if (value !== undefined) return { kind: 'json', contentType: contentType ?? 'application/json', value }
    inputs.note('The body is not JSON that could be read, so it is sent as the text that it is.')
  }
  return { kind: 'text', contentType: contentType ?? 'text/plain', text: inputs.text(text) }
}

function variablesOf(text: string, inputs: Inputs): { readonly variables?: JsonTemplate } {
  if (/^\s*(?:\{\s*\}|null)?\s*$/.test(text)) return {}
  const variables = inputs.json(text)
  if (variables !== undefined) return { variables }
  inputs.note('The variables of the query are not JSON that could be read, and are left out.')
  return {}
}

function readPart({ name, value, isFile, fileName, contentType }: RawPart, inputs: Inputs): Part {
  const type = contentType ? { contentType: inputs.known(contentType) } : {}
  if (!isFile) return { kind: 'text', name: inputs.text(name), value: inputs.text(value), ...type }
  const input = fileInput(inputs.known(name) || 'file', value, inputs)
  return {
    kind: 'file',
    name: inputs.text(name),
    input,
    ...(fileName ? { fileName: inputs.known(fileName) } : {}),
    ...type,
  }
}

/** The path in the source is an example: on another machine the file lies elsewhere. */
function fileInput(field: string, path: string, inputs: Inputs): string {
  const placeholder = /^\{\{([^{}]+)\}\}$/.exec(path)?.[1]?.trim()
  if (placeholder !== undefined) return inputs.use(placeholder, { kind: 'file' }).input
  const name = inputs.free(/file/i.test(field) ? field : `${field}File`)
  return inputs.use(name, { kind: 'file', ...(path === '' ? {} : { default: path }) }).input
}
