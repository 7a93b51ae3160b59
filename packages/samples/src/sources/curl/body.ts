import type { RawBody, RawPair, RawPart } from '../raw.ts'
import { splitQuery } from '../url.ts'
import type { Argument } from './arguments.ts'

const FORM = 'application/x-www-form-urlencoded'
const DATA = ['data', 'data-ascii', 'data-raw', 'data-binary', 'data-urlencode', 'json']

export const isData = ({ name }: Argument) => DATA.includes(name)
export const isForm = ({ name }: Argument) => name === 'form' || name === 'form-string'

/** What curl sends, but for data that `-G` puts into the address. */
export function readCurlBody(given: readonly Argument[]): RawBody {
  const upload = given.findLast(({ name }) => name === 'upload-file')
  if (upload) return { kind: 'file', path: upload.value }
  const form = given.filter(isForm)
  if (form.length > 0) return { kind: 'multipart', parts: form.map(readPart) }
  const data = given.filter(isData)
  if (data.length === 0) return { kind: 'none' }
  const contentType = data.some(({ name }) => name === 'json') ? 'application/json' : FORM
  const [only] = data
  const path =
    data.length === 1 && only && only.name !== 'data-raw' && only.name !== 'data-urlencode'
      ? /^@(.*)$/s.exec(only.value)?.[1]
      : undefined
  if (path !== undefined) return { kind: 'file', path: path === '-' ? '' : path, contentType }
  return { kind: 'text', text: joinedData(data), contentType }
}

/** Data of several options is joined; of JSON there are pieces that belong together as they are. */
export function joinedData(data: readonly Argument[]): string {
  const separator = data.every(({ name }) => name === 'json') ? '' : '&'
  return data.map(({ name, value }) => (name === 'data-urlencode' ? encodedData(value) : value)).join(separator)
}

/** The pairs that `-G` adds to the address. */
export function queryData(data: readonly Argument[]): RawPair[] {
  return splitQuery(joinedData(data))
}

/** `content`, `=content` or `name=content`; what is encoded are the values, placeholders aside. */
function encodedData(value: string): string {
  const [, name = '', content = ''] = /^(?:([^=@]*)=)?(.*)$/s.exec(value) ?? []
  const encoded = content
    .split(/(\{\{[^{}]*\}\})/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part.toWellFormed())))
  return name === '' ? encoded.join('') : `${name}=${encoded.join('')}`
}

/** `name=content;type=…`, `name=@path;filename=…`, `name=<path`. */
function readPart({ name: option, value }: Argument): RawPart {
  const [, name = '', content = ''] = /^([^=]*)=?(.*)$/s.exec(value) ?? []
  if (option === 'form-string') return { name, value: content, isFile: false }
  const isFile = /^[@<]/.test(content)
  const [first = '', ...settings] = content.match(/(?:"(?:[^"\\]|\\.)*"|[^;])+/gs) ?? []
  const setting = (wanted: string) => {
    const found = settings.find(one => one.trim().startsWith(`${wanted}=`))
    return found === undefined ? undefined : unquoted(found.trim().slice(wanted.length + 1))
  }
  const type = setting('type')
  if (!isFile && type === undefined) return { name, value: unquoted(content), isFile }
  return {
    name,
    value: unquoted(isFile ? first.slice(1) : first),
    isFile,
    contentType: type,
    fileName: setting('filename'),
  }
}

function unquoted(text: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/s.exec(text)?.[1]
  return inner === undefined ? text : inner.replaceAll(/\\(["\\])/g, '$1')
}
