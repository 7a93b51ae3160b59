import type { RawAuth, RawPair, RawRequest } from '../raw.ts'
import { splitUrl } from '../url.ts'
import type { Argument } from './arguments.ts'
import { isData, isForm, queryData, readCurlBody } from './body.ts'
import { isNoted } from './options.ts'

/** Headers that options of their own send. */
const HEADER_OPTIONS: Readonly<Record<string, string>> = { 'user-agent': 'User-Agent', referer: 'Referer' }

/** What one call of curl asks of one address. */
export function readCurlRequest(given: readonly Argument[], url: string): RawRequest {
  const last = (name: string) => given.findLast(one => one.name === name)?.value
  const has = (name: string) => given.some(one => one.name === name)
  const data = given.filter(isData)
  const inAddress = has('get') ? queryData(data) : []
  const added = given.filter(({ name }) => name === 'url-query').flatMap(one => queryData([{ ...one, name: 'data' }]))
  return {
    id: '',
    path: [''],
    description: '',
    method: last('request')?.toUpperCase() || methodOf(given),
    url,
    query: [...splitUrl(url).query, ...inAddress, ...added],
    pathVariables: [],
    variables: [],
    headers: headersOf(given),
    body: readCurlBody(has('get') || has('head') ? given.filter(one => !isData(one)) : given),
    auth: authOf(given),
    replies: [],
    notes: notesOf(given),
    ...(last('max-time') === undefined ? {} : { timeoutSeconds: last('max-time') }),
  }
}

function methodOf(given: readonly Argument[]): string {
  const has = (name: string) => given.some(one => one.name === name)
  if (has('head')) return 'HEAD'
  if (has('upload-file')) return 'PUT'
  if (given.some(isForm)) return 'POST'
  return given.some(isData) && !has('get') ? 'POST' : 'GET'
}

function headersOf(given: readonly Argument[]): RawPair[] {
  const own = given.flatMap(({ name, value }) => {
    if (name === 'header') return headerLine(value)
    if (name === 'range') return [{ name: 'Range', value: `bytes=${value}` }]
    const header = HEADER_OPTIONS[name]
    return header === undefined ? [] : [{ name: header, value: value.replace(/;auto$/, '') }]
  })
  const cookies = given.filter(({ name, value }) => name === 'cookie' && value.includes('=')).map(({ value }) => value)
  const cookie = cookies.length === 0 ? [] : [{ name: 'Cookie', value: cookies.join('; ') }]
  const hasAccept = own.some(({ name }) => name.toLowerCase() === 'accept')
  const isJson = given.some(({ name }) => name === 'json')
  return [...(isJson && !hasAccept ? [{ name: 'Accept', value: 'application/json' }] : []), ...own, ...cookie]
}

/** `Name: value`, `Name;` for one without a value; `Name:` takes a header away that curl would send. */
function headerLine(line: string): RawPair[] {
  const [, name, value = ''] = /^([^:;]+):(.*)$/s.exec(line) ?? []
  if (name !== undefined) return value.trim() === '' ? [] : [{ name: name.trim(), value: value.trim() }]
  const empty = /^([^:;]+);$/.exec(line)?.[1]
  return empty === undefined ? [] : [{ name: empty, value: '' }]
}

function authOf(given: readonly Argument[]): RawAuth | undefined {
  const last = (name: string) => given.findLast(one => one.name === name)?.value
  const token = last('oauth2-bearer')
  if (token !== undefined) return { type: 'bearer', parameters: { token } }
  const [, user, password] = /^((?:\{\{[^{}]*\}\}|[^:])*):?(.*)$/s.exec(last('user') ?? '') ?? []
  const signature = last('aws-sigv4')
  if (signature !== undefined) {
    const [, , region, service] = signature.split(':')
    return { type: 'awsv4', parameters: { accessKey: user, secretKey: password, region, service } }
  }
  if (last('user') === undefined) return undefined
  return { type: last('digest') === undefined ? 'basic' : 'digest', parameters: { username: user, password } }
}

function notesOf(given: readonly Argument[]): string[] {
  const dropped = [...new Set(given.map(({ name }) => name).filter(isNoted))]
  return [
    ...dropped.map(name => `The option --${name} of curl is not carried over.`),
    ...(given.some(({ name }) => name === 'insecure')
      ? ['curl was told not to check the certificate of the server; the program checks it.']
      : []),
    ...(given.some(({ name, value }) => name === 'cookie' && !value.includes('='))
      ? ['The file of cookies is not carried over.']
      : []),
    ...(given.some(({ name, value }) => name === 'header' && value.startsWith('@'))
      ? ['The file of headers is not carried over.']
      : []),
  ]
}
