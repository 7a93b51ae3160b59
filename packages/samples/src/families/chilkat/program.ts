import { python } from '../../languages/python.ts'
import { together } from '../../program/headers.ts'
import { expression, pairPieces, urlPieces } from '../../program/pieces.ts'
import { contentTypeOf, type Plan, planOf } from '../../program/plan.ts'
import type { SampleRequest } from '../../request/request.ts'
import type { Options, Sample } from '../../targets/target.ts'
import { type Code, lines } from '../../writer/lines.ts'
import { f, PythonProgram, TAB } from '../python/program.ts'
import { awsHeaders, jwt, oauth1Header, oauth1Note } from '../python/signing.ts'
import type { Dialect } from './dialect.ts'
import { documentLines } from './document.ts'
import { multipart } from './multipart.ts'
import { readAnswer } from './reply.ts'

const FIXED = [
  'http',
  'roots',
  'ssl',
  'authorities',
  'document',
  'status',
  'answer',
  'form',
  'glob',
  'file',
  'items',
  'piece',
  'named',
  'name',
  'signed',
]

/** A program of such a plan, without a line yet. */
export function programOf(plan: Plan): PythonProgram {
  return new PythonProgram(plan, FIXED, false)
}

export function generate(request: SampleRequest, options: Options, dialect: Dialect): Sample {
  const plan = planOf(request, options)
  const program = programOf(plan)
  program.import(`import ${dialect.module}`)
  const document =
    plan.body.kind === 'json' && plan.auth.kind !== 'awsSigV4'
      ? documentLines(program, plan.body.value, dialect)
      : undefined
  const text = program.file(
    unlock(dialect),
    [`url = ${url(program)}`],
    connection(program, dialect),
    token(program, dialect),
    document ?? textBody(program),
    multipart(program, dialect),
    [signature(program), headers(program)],
    send(program, dialect, document !== undefined),
    readAnswer(program, dialect),
  )
  const name = `${options.name}.py`
  return {
    files: [{ name, text }],
    install: [`python3 -m pip install ${dialect.module}`],
    run: `python3 ${name}`,
    notes: [
      'Chilkat is a commercial library: it runs for 30 days without a licence; put yours into CHILKAT_UNLOCK_CODE.',
      ...request.notes,
      ...oauth1Note(plan),
    ],
  }
}

function unlock({ create }: Dialect): Code {
  return [
    '# Any code unlocks Chilkat for a trial of 30 days.',
    `glob = ${create('Global')}`,
    'glob.UnlockBundle(os.environ.get("CHILKAT_UNLOCK_CODE") or "Anything for 30-day trial")',
  ]
}

function quoteFor(program: PythonProgram): (variable: string) => string {
  return variable => {
    program.import('from urllib.parse import quote')
    return `quote(${variable}, safe='')`
  }
}

function url(program: PythonProgram): string {
  return expression(urlPieces(program.plan, program.scope, quoteFor(program)), f)
}

/** The connection with its timeouts, and what it does itself to say who calls. */
function connection(program: PythonProgram, { create, put }: Dialect): Code {
  const { auth, timeout } = program.plan
  const seconds = `max(1, round(${program.scope.input(timeout.name)}))`
  const set = (property: string, value: string) => put('http', property, value)
  program.import('import ssl')
  const own: Code = (() => {
    switch (auth.kind) {
      case 'basic':
      case 'digest':
        return [
          set(auth.kind === 'basic' ? 'BasicAuth' : 'DigestAuth', 'True'),
          set('Login', program.text(auth.username)),
          set('Password', program.text(auth.password)),
        ]
      case 'oauth1':
      case 'jwt':
      case 'oauth2':
      case 'awsSigV4':
      case 'none':
        return []
    }
  })()
  return [
    '# Chilkat takes any certificate of a server unless it is told whom to trust, and to verify.',
    `roots = ${create('TrustedRoots')}`,
    'if authorities := ssl.get_default_verify_paths().cafile:',
    `${TAB}roots.LoadCaCertsPem(authorities)`,
    'roots.Activate()',
    `http = ${create('Http')}`,
    set('RequireSslCertVerify', 'True'),
    set('ConnectTimeout', seconds),
    set('ReadTimeout', seconds),
    own,
  ]
}

function token(program: PythonProgram, dialect: Dialect): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  if (auth.kind !== 'oauth2') return []
  const pairs = [
    { name: ['grant_type'], value: ['client_credentials'] },
    ...(auth.scope.length > 0 ? [{ name: ['scope'], value: auth.scope }] : []),
    ...(auth.clientIn === 'body'
      ? [
          { name: ['client_id'], value: auth.clientId },
          { name: ['client_secret'], value: auth.clientSecret },
        ]
      : []),
  ]
  const form = expression(pairPieces(pairs, program.scope, quoteFor(program)), f)
  const basic = auth.clientIn === 'header'
  const put = (property: string, value: string) => dialect.put('http', property, value)
  return [
    basic && [
      put('BasicAuth', 'True'),
      put('Login', program.text(auth.clientId)),
      put('Password', program.text(auth.clientSecret)),
    ],
    `answer = ${dialect.create('HttpResponse')}`,
    `granted = ${dialect.create('JsonObject')}`,
    `form = ${form}`,
    `if not http.HttpStr("POST", ${program.text(auth.tokenUrl)}, form, "utf-8", "application/x-www-form-urlencoded", answer):`,
    `${TAB}sys.exit(${dialect.text('http', 'LastErrorText')})`,
    `granted.Load(${dialect.text('answer', 'BodyStr')})`,
    `token = granted.${dialect.textMethod('StringOf')}("access_token")`,
    `if ${dialect.get('answer', 'StatusCode')} != 200 or token is None:`,
    `${TAB}sys.exit("No token could be had.")`,
    basic && [put('BasicAuth', 'False'), put('Login', '""'), put('Password', '""')],
  ]
}

/** Lines that declare `body` where it travels as text. */
function textBody(program: PythonProgram): Code {
  const { body } = program.plan
  switch (body.kind) {
    case 'json':
      return `body = ${program.documentText(body)}`
    case 'text':
      return `body = ${program.text(body.text)}`
    case 'form':
      return `body = ${expression(pairPieces(body.fields, program.scope, quoteFor(program)), f)}`
    case 'none':
    case 'file':
    case 'multipart':
      return []
  }
}

/** Signatures are made over what is sent, by Python itself. */
function signature(program: PythonProgram): Code {
  const { auth, body, request } = program.plan
  const isText = body.kind === 'json' || body.kind === 'text' || body.kind === 'form'
  const sent = [python.string(request.method), 'url', isText ? 'body.encode("utf-8")' : 'b""']
  if (auth.kind === 'oauth1') return `http.SetRequestHeader("Authorization", ${oauth1Header(program, auth, sent)})`
  if (auth.kind !== 'awsSigV4') return []
  return [
    `signed = ${awsHeaders(program, auth, sent)}`,
    'for name, text in signed.items():',
    `${TAB}http.SetRequestHeader(name, text)`,
  ]
}

function headers(program: PythonProgram): Code {
  const { auth, body, headers: all } = program.plan
  // A request object has headers of its own.
  const call = body.kind === 'multipart' ? 'form.AddHeader' : 'http.SetRequestHeader'
  return [
    together(all).map(({ name, value }) => `${call}(${python.string(name)}, ${program.text(value)})`),
    (auth.kind === 'jwt' || auth.kind === 'oauth2') && `${call}("Authorization", f"Bearer {token}")`,
  ]
}

function send(program: PythonProgram, dialect: Dialect, isDocument: boolean): Code {
  const { plan } = program
  const method = `"${plan.request.method}", url`
  const type = python.string(contentTypeOf(plan.body) ?? '')
  const call = ((): string => {
    switch (plan.body.kind) {
      case 'none':
        return `HttpNoBody(${method}, response)`
      case 'json':
        return isDocument
          ? `HttpJson(${method}, document, ${type}, response)`
          : `HttpStr(${method}, body, "utf-8", ${type}, response)`
      case 'text':
      case 'form':
        return `HttpStr(${method}, body, "utf-8", ${type}, response)`
      case 'file':
        return `HttpFile(${method}, ${program.scope.input(plan.body.input)}, ${type}, response)`
      case 'multipart':
        return 'HttpReq(url, form, response)'
    }
  })()
  return lines(
    `response = ${dialect.create('HttpResponse')}`,
    // A refusal is a failure to Chilkat, too; then there is a status.
    `if not http.${call} and ${dialect.get('response', 'StatusCode')} == 0:`,
    `${TAB}sys.exit(${dialect.text('http', 'LastErrorText')})`,
  )
}
