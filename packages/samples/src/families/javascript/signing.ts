import { javascript } from '../../languages/javascript.ts'
import { wrap } from '../../program/structure.ts'
import type { AwsSignatureAuth, JwtAuth, OAuth1Auth } from '../../request/auth.ts'
import type { Template } from '../../request/template.ts'
import { lines } from '../../writer/lines.ts'
import { type JavaScriptProgram, TAB } from './program.ts'

/** Lines that make `token` of a secret. */
export function jwt(program: JavaScriptProgram, auth: JwtAuth): string[] {
  program.import("import { createHmac } from 'node:crypto'")
  program.define('signedToken', [
    '/** A JSON Web Token, RFC 7519. */',
    program.types(
      'function signedToken(header: object, claims: object, key: Buffer, digest: string): string {',
      'function signedToken(header, claims, key, digest) {',
    ),
    `${TAB}const content = [header, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')`,
    `${TAB}return \`\${content}.\${createHmac(digest, key).update(content).digest('base64url')}\``,
    '}',
  ])
  const has = (name: string) => auth.claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  const [open = '{', ...members] = program.structure(auth.claims)
  const times = [
    !has('iat') && `${TAB}iat: Math.floor(Date.now() / 1000),`,
    !has('exp') && `${TAB}exp: Math.floor(Date.now() / 1000) + 300,`,
  ]
  const claims = members.length === 0 ? lines('{', times, '}') : lines(open, times, members)
  const keyId = auth.keyId.length === 0 ? '' : `, kid: ${program.text(auth.keyId)}`
  const key = `Buffer.from(${program.text(auth.secret)}${auth.secretIsBase64 ? ", 'base64'" : ''})`
  return lines(
    wrap(claims, 'const claims = '),
    `const token = signedToken({ alg: '${auth.algorithm}', typ: 'JWT'${keyId} }, claims, ${key}, 'sha${auth.algorithm.slice(2)}')`,
  )
}

/** A call that gives the headers of a signed request; `body` is an expression for what is sent. */
export function awsHeaders(program: JavaScriptProgram, auth: AwsSignatureAuth, url: string, body: string): string {
  program.import("import { createHash, createHmac } from 'node:crypto'")
  program.define('awsHeaders', AWS(program))
  program.define('normalized', NORMALIZED(program))
  const { accessKeyId, secretAccessKey, sessionToken, region, service } = auth
  return call(program, 'awsHeaders', url, body, [accessKeyId, secretAccessKey, sessionToken, region, service])
}

/** A call that gives the value of `Authorization`; `form` is an expression for the pairs of a form. */
export function oauth1Header(program: JavaScriptProgram, auth: OAuth1Auth, url: string, form: string): string {
  program.import("import { createHmac, randomUUID } from 'node:crypto'")
  program.define('oauth1Header', OAUTH1(program))
  program.define('normalized', NORMALIZED(program))
  const { consumerKey, consumerSecret, token, tokenSecret, realm } = auth
  const values = [consumerKey, consumerSecret, token, tokenSecret, realm]
  return call(program, 'oauth1Header', url, `${form}, '${auth.method}'`, values)
}

function call(
  program: JavaScriptProgram,
  name: string,
  url: string,
  body: string,
  values: readonly Template[],
): string {
  const args = values.map(value => program.text(value)).join(', ')
  return `${name}(${javascript.string(program.plan.request.method)}, new URL(${url}), ${body}, ${args})`
}

const NORMALIZED = (program: JavaScriptProgram) => [
  program.types('function escaped(text: string): string {', 'function escaped(text) {'),
  "  return encodeURIComponent(text).replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)",
  '}',
  '',
  program.types('function normalized(pairs: Iterable<[string, string]>): string {', 'function normalized(pairs) {'),
  '  const encoded = Array.from(pairs, ([name, value]) => `${escaped(name)}=${escaped(value)}`)',
  "  return encoded.sort((one, other) => (one.replace('=', '\\0') < other.replace('=', '\\0') ? -1 : 1)).join('&')",
  '}',
]

const AWS = (program: JavaScriptProgram) => [
  '/** Headers that sign a request with AWS Signature Version 4. */',
  'function awsHeaders(',
  program.types('  method: string,', '  method,'),
  program.types('  url: URL,', '  url,'),
  program.types('  body: string | Buffer,', '  body,'),
  program.types('  accessKeyId: string,', '  accessKeyId,'),
  program.types('  secretAccessKey: string,', '  secretAccessKey,'),
  program.types('  sessionToken: string,', '  sessionToken,'),
  program.types('  region: string,', '  region,'),
  program.types('  service: string,', '  service,'),
  program.types('): Record<string, string> {', ') {'),
  program.types(
    "  const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')",
    "  const sha256 = data => createHash('sha256').update(data).digest('hex')",
  ),
  "  const moment = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '')",
  `  const headers${program.types(': Record<string, string>')} = {`,
  '    host: url.host,',
  "    'x-amz-content-sha256': sha256(body),",
  "    'x-amz-date': moment,",
  "    ...(sessionToken ? { 'x-amz-security-token': sessionToken } : {}),",
  '  }',
  "  const signed = Object.keys(headers).join(';')",
  '  const canonical = [',
  '    method,',
  "    service === 's3' ? url.pathname : url.pathname.split('/').map(escaped).join('/'),",
  '    normalized(url.searchParams),',
  '    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),',
  "    '',",
  '    signed,',
  '    sha256(body),',
  "  ].join('\\n')",
  "  const scope = [moment.slice(0, 8), region, service, 'aws4_request']",
  `  let key${program.types(': string | Buffer')} = \`AWS4\${secretAccessKey}\``,
  "  for (const part of scope) key = createHmac('sha256', key).update(part).digest()",
  "  const text = ['AWS4-HMAC-SHA256', moment, scope.join('/'), sha256(canonical)].join('\\n')",
  "  const signature = createHmac('sha256', key).update(text).digest('hex')",
  "  const credential = `${accessKeyId}/${scope.join('/')}`",
  '  const { host, ...sent } = headers',
  '  const Authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`',
  '  return { ...sent, Authorization }',
  '}',
]

const OAUTH1 = (program: JavaScriptProgram) => [
  '/** The header that signs a request with OAuth 1, RFC 5849. */',
  'function oauth1Header(',
  program.types('  method: string,', '  method,'),
  program.types('  url: URL,', '  url,'),
  program.types('  form: Iterable<[string, string]>,', '  form,'),
  program.types('  algorithm: string,', '  algorithm,'),
  program.types('  key: string,', '  key,'),
  program.types('  secret: string,', '  secret,'),
  program.types('  token: string,', '  token,'),
  program.types('  tokenSecret: string,', '  tokenSecret,'),
  program.types('  realm: string,', '  realm,'),
  program.types('): string {', ') {'),
  `  const fields${program.types(': Record<string, string>')} = {`,
  '    oauth_consumer_key: key,',
  '    oauth_nonce: randomUUID(),',
  '    oauth_signature_method: algorithm,',
  '    oauth_timestamp: String(Math.floor(Date.now() / 1000)),',
  "    oauth_version: '1.0',",
  '    ...(token ? { oauth_token: token } : {}),',
  '  }',
  '  const pairs = normalized([...Object.entries(fields), ...url.searchParams, ...form])',
  "  const base = [method, url.origin + url.pathname, pairs].map(escaped).join('&')",
  '  const signingKey = `${escaped(secret)}&${escaped(tokenSecret)}`',
  "  const digest = () => createHmac(algorithm.slice(5).toLowerCase(), signingKey).update(base).digest('base64')",
  "  fields.oauth_signature = algorithm === 'PLAINTEXT' ? signingKey : digest()",
  '  const sent = Object.entries(realm ? { realm, ...fields } : fields)',
  '  return `OAuth ${sent.map(([name, value]) => `${name}="${escaped(value)}"`).join(\', \')}`',
  '}',
]
