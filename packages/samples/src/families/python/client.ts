import { isPlainJson, type Plan, planOf, withContentType } from '../../program/plan.ts'
import { wrap } from '../../program/structure.ts'
import type { SampleRequest } from '../../request/request.ts'
import type { Options, Sample } from '../../targets/target.ts'
import { block, type Code, indent, lines } from '../../writer/lines.ts'
import { bodyOf, isDocumentText } from './body.ts'
import { headerMembers } from './headers.ts'
import { PythonProgram, TAB } from './program.ts'
import { readAnswer } from './reply.ts'
import { awsHeaders, jwt, oauth1Header, oauth1Note, tokenFields } from './signing.ts'

/** Where the libraries whose `request()` takes the same arguments differ. */
export interface Library {
  readonly module: string
  /** What it raises when a request fails. */
  readonly error: string
  /** The argument for a body of bytes. */
  readonly bytes: string
  /** An expression for the bytes of a request that it is about to send. */
  readonly sent: string
  /** A call with user and password in front of its closing bracket. */
  readonly digest: string
  readonly digestImport?: string
  /** Whether it encodes a form from pairs. */
  readonly encodesPairs: boolean
  /** Whether it escapes what is beyond ASCII in a document. */
  readonly escapes: boolean
}

export function generate(request: SampleRequest, options: Options, library: Library): Sample {
  const plan = planOf(request, options)
  const program = new PythonProgram(plan, [library.module], library.escapes)
  program.import(`import ${library.module}`)
  const text = program.file(
    token(program, library),
    [`url = ${program.address()}`, bodyOf(program)],
    send(program, library),
    readAnswer(program, { status: 'response.status_code', text: 'response.text', json: 'response.json()' }),
  )
  const name = `${options.name}.py`
  return {
    files: [{ name, text }],
    install: [`python3 -m pip install ${library.module}`],
    run: `python3 ${name}`,
    notes: [...request.notes, ...oauth1Note(plan)],
  }
}

function token(program: PythonProgram, { module, error }: Library): Code {
  const { auth, timeout } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  if (auth.kind !== 'oauth2') return []
  const { fields, basic } = tokenFields(program, auth)
  const args = [
    `${program.text(auth.tokenUrl)},`,
    `data=${fields},`,
    basic !== undefined && `auth=(${basic}),`,
    `timeout=${program.scope.input(timeout.name)},`,
  ]
  return [
    'try:',
    indent(TAB, block(TAB, `response = ${module}.post(`, args, ')')),
    `${TAB}response.raise_for_status()`,
    `${TAB}token = response.json()["access_token"]`,
    `except (${error}, ValueError, KeyError) as error:`,
    `${TAB}sys.exit(f"No token could be had: {error}")`,
  ]
}

function send(program: PythonProgram, library: Library): Code {
  const { plan } = program
  const args = [
    `"${plan.request.method}",`,
    'url,',
    plan.query.length > 0 && wrap(program.pairs(plan.query), 'params=', ','),
    headersArgument(program, library),
    bodyArgument(program, library),
    authArgument(program, library),
    `timeout=${program.scope.input(plan.timeout.name)},`,
  ]
  return lines(
    signer(program, library),
    'try:',
    indent(TAB, block(TAB, `response = ${library.module}.request(`, args, ')')),
    `except (${library.error}, ValueError) as error:`,
    `${TAB}sys.exit(f"The request failed: {error}")`,
  )
}

function bodyArgument(program: PythonProgram, { bytes, encodesPairs }: Library): Code {
  const { body } = program.plan
  switch (body.kind) {
    case 'none':
      return []
    case 'multipart':
      return 'files=parts,'
    case 'json':
      return isDocumentText(program) ? `${bytes}=body.encode("utf-8"),` : 'json=body,'
    case 'text':
      return `${bytes}=body.encode("utf-8"),`
    case 'file':
      return `${bytes}=body,`
    case 'form':
      if (encodesPairs) return 'data=body,'
      program.import('from urllib.parse import urlencode')
      return `${bytes}=urlencode(body),`
  }
}

function headersArgument(program: PythonProgram, { encodesPairs }: Library): Code {
  const members = headerMembers(
    program,
    sendsOwnType(program, encodesPairs) ? program.plan.headers : withContentType(program.plan),
  )
  return members.length === 0 ? [] : block(TAB, 'headers={', members, '},')
}

/** Whether the library says by itself what kind of body it sends. */
function sendsOwnType(program: PythonProgram, encodesPairs: boolean): boolean {
  const { body }: Plan = program.plan
  return body.kind === 'form' ? encodesPairs : isPlainJson(body) && !isDocumentText(program)
}

function authArgument(program: PythonProgram, { digest, digestImport }: Library): Code {
  const { auth } = program.plan
  switch (auth.kind) {
    case 'none':
    case 'jwt':
    case 'oauth2':
      return []
    case 'basic':
      return `auth=(${program.text(auth.username)}.encode("utf-8"), ${program.text(auth.password)}.encode("utf-8")),`
    case 'digest':
      if (digestImport !== undefined) program.import(digestImport)
      return `auth=${digest}(${program.text(auth.username)}, ${program.text(auth.password)}),`
    case 'oauth1':
    case 'awsSigV4':
      return 'auth=sign,'
  }
}

/** A function `sign` that the library calls with the request as it will be sent. */
function signer(program: PythonProgram, { sent }: Library): Code {
  const { auth } = program.plan
  if (auth.kind !== 'oauth1' && auth.kind !== 'awsSigV4') return []
  const request = ['request.method', 'str(request.url)', sent]
  const signed =
    auth.kind === 'awsSigV4'
      ? `request.headers.update(${awsHeaders(program, auth, request)})`
      : `request.headers["Authorization"] = ${oauth1Header(program, auth, request)}`
  return ['def sign(request):', `${TAB}${signed}`, `${TAB}return request`, '', '']
}
