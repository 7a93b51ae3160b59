import { javascript } from '../../languages/javascript.ts'
import { wrap } from '../../program/structure.ts'
import type { ClientCredentialsAuth } from '../../request/auth.ts'
import { block, type Code } from '../../writer/lines.ts'
import { type JavaScriptProgram, TAB } from './program.ts'
import { awsHeaders, jwt, oauth1Header } from './signing.ts'

/** How a library posts a form and gives an object: lines that declare `token`. */
export type PostForm = (program: JavaScriptProgram, url: string, form: Code, headers: readonly string[]) => Code

/** Lines that make what the headers need: `token`, or `signed` of the request that is sent. */
export function credentials(program: JavaScriptProgram, post: PostForm, url: string, sent: string | undefined): Code {
  const { auth, body } = program.plan
  switch (auth.kind) {
    case 'jwt':
      return jwt(program, auth)
    case 'oauth2':
      return token(program, auth, post)
    case 'awsSigV4':
      return `const signed = ${awsHeaders(program, auth, url, body.kind === 'form' ? 'String(form)' : (sent ?? "''"))}`
    case 'oauth1':
      return `const signed = { Authorization: ${oauth1Header(program, auth, url, body.kind === 'form' ? 'form' : '[]')} }`
    case 'none':
    case 'basic':
    case 'digest':
      return []
  }
}

function token(program: JavaScriptProgram, auth: ClientCredentialsAuth, post: PostForm): Code {
  const id = program.text(auth.clientId)
  const secret = program.text(auth.clientSecret)
  const fields = [
    "grant_type: 'client_credentials',",
    auth.clientIn === 'body' && [`client_id: ${id},`, `client_secret: ${secret},`],
    auth.scope.length > 0 && `scope: ${program.text(auth.scope)},`,
  ]
  const pair = program.text([...auth.clientId, ':', ...auth.clientSecret])
  const headers =
    auth.clientIn === 'header' ? [`Authorization: \`Basic \${Buffer.from(${pair}).toString('base64')}\`,`] : []
  return post(
    program,
    program.text(auth.tokenUrl),
    wrap(block(TAB, '{', fields, '}'), 'new URLSearchParams(', ')'),
    headers,
  )
}

/** Asks for a function that answers a challenge, and gives the call of it. */
export function digest(program: JavaScriptProgram, url: string, challenge: string): string {
  const { auth, request } = program.plan
  if (auth.kind !== 'digest') return ''
  program.import("import { createHash, randomBytes } from 'node:crypto'")
  program.define('digest', DIGEST(program))
  const place = `new URL(${url})`
  return `digest(${challenge}, ${javascript.string(request.method)}, ${place}, ${program.text(auth.username)}, ${program.text(auth.password)})`
}

const DIGEST = (program: JavaScriptProgram) => [
  '/** The answer to a challenge of digest authentication, RFC 7616. */',
  program.types(
    'function digest(challenge: string, method: string, url: URL, username: string, password: string): string {',
    'function digest(challenge, method, url, username, password) {',
  ),
  program.types(
    '  const part = (name: string) => new RegExp(`\\\\b${name}="?([^",]*)`).exec(challenge)?.[1]',
    '  const part = name => new RegExp(`\\\\b${name}="?([^",]*)`).exec(challenge)?.[1]',
  ),
  "  const algorithm = part('algorithm') ?? 'MD5'",
  "  const name = algorithm.startsWith('SHA-256') ? 'sha256' : 'md5'",
  program.types(
    "  const hash = (...parts: (string | undefined)[]) => createHash(name).update(parts.join(':')).digest('hex')",
    "  const hash = (...parts) => createHash(name).update(parts.join(':')).digest('hex')",
  ),
  "  const [nonce, realm, opaque] = [part('nonce'), part('realm'), part('opaque')]",
  "  const cnonce = randomBytes(8).toString('hex')",
  '  const uri = url.pathname + url.search',
  '  const user = hash(username, realm, password)',
  "  const key = algorithm.endsWith('-sess') ? hash(user, nonce, cnonce) : user",
  "  const response = hash(key, nonce, '00000001', cnonce, 'auth', hash(method, uri))",
  '  return [',
  '    `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=${algorithm}`,',
  '    `qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}"`,',
  '    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),',
  "  ].join(', ')",
  '}',
]
