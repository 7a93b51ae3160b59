import { parseDocument } from 'yaml'
import type { Collection } from '../request/collection.ts'
import { parseJson } from '../request/parse-json.ts'
import { placeIn, ReadError } from '../request/read-error.ts'
import type { ReadOptions } from './assemble.ts'
import { isCurl, readCurl } from './curl/collection.ts'
import { parseExact } from './exact-json.ts'
import { isHar, readHar } from './har.ts'
import { Inputs } from './inputs.ts'
import { readJsonDocument } from './json.ts'
import { isOpenApi, readOpenApi } from './openapi/collection.ts'
import { isPostman, readPostman } from './postman/collection.ts'

/**
 * Reads whatever it is given: a collection of Postman, an OpenAPI document, a HAR file, curl commands, a JSON document.
 * @throws ReadError with what is wrong and where
 */
export function read(source: string, options: ReadOptions = {}): Collection {
  try {
    return readText(source.replace(/^\uFEFF/, ''), options)
  } catch (error) {
    // Readers follow a document as deep as it goes; what ends the stack is no document that anybody wrote.
    if (error instanceof RangeError) throw new ReadError('The document is nested too deeply')
    throw error
  }
}

function readText(text: string, options: ReadOptions): Collection {
  if (text.trim() === '') throw new ReadError('There is nothing to read')
  if (/^\s*[[{]/.test(text)) return readJson(text, options)
  if (!/^(?:openapi|swagger)['"]?[ \t]*:/m.test(text) && isCurl(text)) return readCurl(text, options)
  return readDocument(yamlOf(text), options) ?? unknownSource()
}

function readJson(text: string, options: ReadOptions): Collection {
  let document: unknown
  try {
    document = parseExact(text)
  } catch {
    // With placeholders it can be a body; else this says where it is no JSON.
    parseJson(text, { ...new Inputs([], {}).jsonDialect, lenient: false })
  }
  return readDocument(document, options) ?? readJsonDocument(text, options)
}

function readDocument(document: unknown, options: ReadOptions): Collection | undefined {
  if (isPostman(document)) return readPostman(document, options)
  if (isOpenApi(document)) return readOpenApi(document, options)
  return isHar(document) ? readHar(document, options) : undefined
}

function unknownSource(): never {
  throw new ReadError(
    'This is no collection of Postman (info, item), no OpenAPI document (openapi), no HTTP archive (log), no JSON and no curl',
  )
}

function yamlOf(text: string): unknown {
  const document = parseDocument(text, { merge: true, intAsBigInt: true, prettyErrors: false, logLevel: 'silent' })
  const [error] = document.errors
  if (error !== undefined) throw new ReadError(`${placeIn(text, error.pos[0])}: ${error.message}`)
  return document.toJS({ reviver: (_, value) => (typeof value === 'bigint' ? smallest(value) : value) })
}

function smallest(value: bigint): bigint | number {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
