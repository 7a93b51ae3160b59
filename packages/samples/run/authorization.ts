import { createHash, createHmac } from 'node:crypto'
import type { AwsSignatureAuth, JwtAuth, OAuth1Auth } from '../src/request/auth.ts'
import { parseJson } from '../src/request/parse-json.ts'
import type { SampleRequest } from '../src/request/request.ts'
import { canonical, type Resolve, resolver } from './expected.ts'
import { type Recorded, type Run, TOKEN } from './recorder.ts'

export const REALM = 'recorder'
export const NONCE = 'dcd98b7102dd2f0e8b11d0f600bfb0c093'
export const CHALLENGE = `Digest realm="${REALM}", qop="auth", nonce="${NONCE}", algorithm=MD5`

/** What is wrong with how a request says who calls; `[]` when it is right. */
export function authorizationFaults(
  request: SampleRequest,
  values: ReadonlyMap<string, string>,
  run: Run,
  sent: Recorded,
): string[] {
  const resolve = resolver(values)
  const { auth } = request
  const header = headerOf(sent, 'authorization')
  const is = (expected: string) =>
    header === expected ? [] : [`Authorization is ${JSON.stringify(header)}, not ${JSON.stringify(expected)}`]
  switch (auth.kind) {
    case 'none':
      return header === undefined || request.headers.some(({ name }) => name.toLowerCase() === 'authorization')
        ? []
        : [`Authorization is sent: ${header}`]
    case 'basic':
      return is(basic(resolve(auth.username), resolve(auth.password)))
    case 'bearer':
      return is(`Bearer ${resolve(auth.token)}`)
    case 'apiKey': {
      if (auth.in === 'query') return []
      const expected = auth.in === 'header' ? resolve(auth.value) : `${auth.name}=${resolve(auth.value)}`
      const value = headerOf(sent, auth.in === 'header' ? auth.name : 'cookie')
      const isThere = auth.in === 'header' ? value === expected : value?.split('; ').includes(expected)
      return isThere ? [] : [`the API key is sent as ${JSON.stringify(value)}, not ${JSON.stringify(expected)}`]
    }
    case 'oauth2': {
      const faults = is(`Bearer ${TOKEN}`)
      const [tokenRequest] = run.tokenRequests
      const id = resolve(auth.clientId)
      const secret = resolve(auth.clientSecret)
      if (tokenRequest === undefined) return [...faults, 'no token was asked for']
      const fields = Object.fromEntries(new URLSearchParams(tokenRequest.body.toString()))
      const scope = resolve(auth.scope)
      const expected = {
        grant_type: 'client_credentials',
        ...(scope === '' ? {} : { scope }),
        ...(auth.clientIn === 'body' ? { client_id: id, client_secret: secret } : {}),
      }
      if (JSON.stringify(sorted(fields)) !== JSON.stringify(sorted(expected))) {
        faults.push(`the token was asked for with ${JSON.stringify(fields)}`)
      }
      const client = headerOf(tokenRequest, 'authorization')
      if (auth.clientIn === 'header' && client !== basic(id, secret)) faults.push(`the client said it is ${client}`)
      return faults
    }
    case 'digest':
      return digestFaults(resolve(auth.username), resolve(auth.password), request.method, header ?? '')
    case 'jwt':
      return jwtFaults(auth, values, header ?? '')
    case 'oauth1':
      return oauth1Faults(auth, resolve, run, sent, header ?? '')
    case 'awsSigV4':
      return awsFaults(auth, resolve, run, sent, header ?? '')
  }
}

export function headerOf(sent: Recorded, name: string): string | undefined {
  return sent.headers.find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1]
}

function sorted(fields: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')

function digestFaults(username: string, password: string, method: string, header: string): string[] {
  const part = (name: string) =>
    new RegExp(`[ ,]${name}=(?:"([^"]*)"|([^, ]*))`).exec(header)?.slice(1).find(Boolean) ?? ''
  const uri = part('uri')
  const hashes = [md5(`${username}:${REALM}:${password}`), md5(`${method}:${uri}`)] as const
  const expected = md5([hashes[0], NONCE, part('nc'), part('cnonce'), part('qop'), hashes[1]].join(':'))
  return part('response') === expected && part('username') === username ? [] : [`the digest does not match: ${header}`]
}

function jwtFaults(auth: JwtAuth, values: ReadonlyMap<string, string>, header: string): string[] {
  const resolve = resolver(values)
  const [head = '', claims = '', signature] = header.replace(/^Bearer /, '').split('.')
  const key = Buffer.from(resolve(auth.secret), auth.secretIsBase64 ? 'base64' : 'utf8')
  const expected = createHmac(`sha${auth.algorithm.slice(2)}`, key)
    .update(`${head}.${claims}`)
    .digest('base64url')
  if (signature !== expected) return [`the token's signature does not match: ${header}`]
  const said = JSON.parse(Buffer.from(head, 'base64url').toString())
  const keyId = resolve(auth.keyId)
  const faults =
    said.alg === auth.algorithm && (keyId === '' || said.kid === keyId) ? [] : ['the header of the token is wrong']
  const own = parseJson(Buffer.from(claims, 'base64url').toString())
  if (own.kind !== 'object') return ['the claims are no object']
  const names = auth.claims.members.map(({ name }) => resolve(name))
  const wanted = own.members.filter(({ name }) => names.includes(resolve(name)))
  if (canonical({ kind: 'object', members: wanted }) !== canonical(auth.claims, values)) faults.push('a claim is wrong')
  for (const time of ['iat', 'exp']) {
    if (!own.members.some(({ name }) => resolve(name) === time)) faults.push(`the claim ${time} is missing`)
  }
  return faults
}

/** RFC 3986: what is not unreserved is escaped. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

function normalized(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .map(([name, value]) => [escaped(name), escaped(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function oauth1Faults(auth: OAuth1Auth, resolve: Resolve, run: Run, sent: Recorded, header: string): string[] {
  const fields = [...header.matchAll(/(\w+)="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, decodeURIComponent(value)] as const,
  )
  const signature = fields.find(([name]) => name === 'oauth_signature')?.[1]
  const url = new URL(run.baseUrl + sent.target)
  const isForm = headerOf(sent, 'content-type')?.startsWith('application/x-www-form-urlencoded')
  const pairs = [
    ...fields.filter(([name]) => name !== 'oauth_signature' && name !== 'realm'),
    ...url.searchParams,
    ...(isForm ? new URLSearchParams(sent.body.toString()) : []),
  ]
  const base = [sent.method, url.origin + url.pathname, normalized(pairs)].map(escaped).join('&')
  const key = `${escaped(resolve(auth.consumerSecret))}&${escaped(resolve(auth.tokenSecret))}`
  const algorithm = auth.method.slice(5).toLowerCase()
  const expected = auth.method === 'PLAINTEXT' ? key : createHmac(algorithm, key).update(base).digest('base64')
  return signature === expected ? [] : [`the OAuth 1 signature does not match: ${header}`]
}

function awsFaults(auth: AwsSignatureAuth, resolve: Resolve, run: Run, sent: Recorded, header: string): string[] {
  const signed = /SignedHeaders=([^,]+)/.exec(header)?.[1] ?? ''
  const signature = /Signature=([0-9a-f]+)/.exec(header)?.[1]
  const moment = headerOf(sent, 'x-amz-date') ?? ''
  const url = new URL(run.baseUrl + sent.target)
  const service = resolve(auth.service)
  const path = service === 's3' ? url.pathname : url.pathname.split('/').map(escaped).join('/')
  const headers = signed.split(';').map(name => `${name}:${headerOf(sent, name)?.trim().replace(/ +/g, ' ')}\n`)
  const canonicalRequest = [
    sent.method,
    path,
    normalized([...url.searchParams]),
    headers.join(''),
    signed,
    sha256(sent.body),
  ].join('\n')
  const scope = [moment.slice(0, 8), resolve(auth.region), service, 'aws4_request']
  const text = ['AWS4-HMAC-SHA256', moment, scope.join('/'), sha256(canonicalRequest)].join('\n')
  const key = scope.reduce<string | Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    `AWS4${resolve(auth.secretAccessKey)}`,
  )
  const expected = createHmac('sha256', key).update(text).digest('hex')
  const isBound = signed.split(';').includes('host') && header.includes(`Credential=${resolve(auth.accessKeyId)}/`)
  const token = resolve(auth.sessionToken)
  const hasToken = token === '' || headerOf(sent, 'x-amz-security-token') === token
  return signature === expected && isBound && hasToken ? [] : [`the AWS signature does not match: ${header}`]
}
