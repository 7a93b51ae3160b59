import { r } from '../../languages/r.ts'
import { together } from '../../program/headers.ts'
import { roundingNotes, signingNotes } from '../../program/notes.ts'
import { contentTypeOf, planOf } from '../../program/plan.ts'
import { wrap } from '../../program/structure.ts'
import { tokenForm, tokenHeader, tokenTimes } from '../../program/tokens.ts'
import type { ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import type { Part } from '../../request/body.ts'
import { block, type Code, indent, lines } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { rJson } from './json.ts'
import { RProgram, TAB } from './program.ts'
import { readAnswer } from './reply.ts'

export const rHttr2: Target = {
  id: 'r-httr2',
  language: 'R',
  title: 'R with httr2',
  extension: 'R',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: rJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'digest', 'oauth2', 'jwt'])
    const program = new RProgram(plan)
    program.import('httr2')
    program.define('perform', PERFORM)
    const text = program.file(
      token(program),
      [`url <- ${program.url()}`, body(program)],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.R`
    return {
      files: [{ name, text }],
      install: ['Rscript -e \'install.packages(c("httr2", "jsonlite"))\''],
      run: `Rscript ${name}`,
      notes: [...request.notes, ...signingNotes(plan), ...roundingNotes(plan, 'int64')],
    }
  },
}

/** Every status is an answer here: the program judges it itself. */
const PERFORM = `perform <- function(sent, timeout) {
  sent <- req_options(req_error(sent, is_error = function(response) FALSE), timeout_ms = timeout * 1000, path_as_is = 1)
  tryCatch(
    req_perform(sent),
    error = function(problem) fail("The request failed: ", conditionMessage(problem), "\\n", conditionMessage(problem$parent))
  )
}`.split('\n')

function token(program: RProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

function clientCredentials(program: RProgram, auth: ClientCredentialsAuth): Code {
  const { clientId, clientSecret } = auth
  return [
    chain('token_request', program.text(auth.tokenUrl), [
      `req_body_raw(${program.pairs(tokenForm(auth))}, "application/x-www-form-urlencoded")`,
      auth.clientIn === 'header' && `req_auth_basic(${program.text(clientId)}, ${program.text(clientSecret)})`,
    ]),
    `response <- perform(token_request, ${program.timeout})`,
    'token <- tryCatch(resp_body_json(response)$access_token, error = function(problem) NULL)',
    'if (is.null(token)) fail("No token could be had: the server answered ", resp_status(response), ".")',
  ]
}

function jwt(program: RProgram, auth: JwtAuth): Code {
  program.printer()
  program.define('signed_token', [
    '# A JSON Web Token, RFC 7519.',
    'signed_token <- function(header, claims, key, digest) {',
    '  encoded <- function(data) sub("=+$", "", chartr("+/", "-_", openssl::base64_encode(data)))',
    '  content <- paste0(encoded(charToRaw(json(header))), ".", encoded(charToRaw(json(claims))))',
    '  paste0(content, ".", encoded(unclass(digest(charToRaw(content), key = key))))',
    '}',
  ])
  const secret = program.text(auth.secret)
  const key = auth.secretIsBase64 ? `openssl::base64_decode(${secret})` : `charToRaw(${secret})`
  return lines(
    wrap(program.structure(auth.claims), 'claims <- '),
    tokenTimes(auth).map(({ name, inSeconds }) => `claims$${name} <- floor(as.numeric(Sys.time())) + ${inSeconds}`),
    wrap(program.structure(tokenHeader(auth)), 'header <- '),
    `token <- signed_token(header, claims, ${key}, openssl::sha${auth.algorithm.slice(2)})`,
  )
}

/** Lines that make a request step by step. */
function chain(name: string, url: string, steps: readonly Code[]): Code {
  const all = [`${name} <- request(${url})`, ...steps].map(step => lines(step)).filter(step => step.length > 0)
  const piped = all.map((step, at) => wrap(step, '', at < all.length - 1 ? ' |>' : ''))
  return [piped[0], indent(TAB, ...piped.slice(1))]
}

/** Lines that declare `body`, or the `parts` of one. */
function body(program: RProgram): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'none':
    case 'file':
      return []
    case 'json':
      return program.document(sent)
    case 'text':
      return `body <- ${program.text(sent.text)}`
    case 'form':
      return `body <- ${program.pairs(sent.fields)}`
    case 'multipart':
      return multipart(program, sent.parts)
  }
}

/** The library takes other file names than those on the disk only as of late, so the form is put together here. */
function multipart(program: RProgram, parts: readonly Part[]): Code {
  program.define('part', PART)
  return [
    'boundary <- paste(sample(c(0:9, letters), 32, replace = TRUE), collapse = "")',
    block(
      TAB,
      'body <- c(',
      [...parts.map(part => `${partOf(part, program)},`), 'charToRaw(paste0("--", boundary, "--\\r\\n"))'],
      ')',
    ),
  ]
}

function partOf(part: Part, program: RProgram): string {
  const name = program.text(part.name)
  if (part.kind === 'text') {
    const type = part.contentType === undefined ? '' : `, type = ${r.string(part.contentType)}`
    return `part(boundary, ${name}, charToRaw(enc2utf8(${program.text(part.value)}))${type})`
  }
  program.define('content', CONTENT)
  const path = program.scope.input(part.input)
  const fileName = part.fileName === undefined ? `basename(${path})` : r.string(part.fileName)
  const type = r.string(part.contentType ?? 'application/octet-stream')
  return `part(boundary, ${name}, content(${path}), ${fileName}, ${type})`
}

const CONTENT = `content <- function(path) {
  if (!file.exists(path)) fail("The file ", path, " cannot be read.")
  readBin(path, "raw", file.size(path))
}`.split('\n')

const PART = `part <- function(boundary, name, data, file_name = NULL, type = NULL) {
  quoted <- function(text) paste0("\\"", gsub("([\\\\\\\\\\"])", "\\\\\\\\\\\\1", text), "\\"")
  header <- paste0("--", boundary, "\\r\\nContent-Disposition: form-data; name=", quoted(name))
  if (!is.null(file_name)) header <- paste0(header, "; filename=", quoted(file_name))
  if (!is.null(type)) header <- paste0(header, "\\r\\nContent-Type: ", type)
  c(charToRaw(enc2utf8(paste0(header, "\\r\\n\\r\\n"))), data, charToRaw("\\r\\n"))
}`.split('\n')

function send(program: RProgram): Code {
  const { plan } = program
  const headers = together(plan.headers).map(({ name, value }) => `${r.string(name)} = ${program.text(value)}`)
  if (plan.auth.kind === 'jwt' || plan.auth.kind === 'oauth2') headers.push('Authorization = paste0("Bearer ", token)')
  const commas = headers.map((header, at) => header + (at < headers.length - 1 ? ',' : ''))
  return [
    chain('sent', 'url', [
      bodyStep(program),
      `req_method("${plan.request.method}")`,
      headers.length > 0 && block(TAB, 'req_headers(', commas, ')'),
      authStep(program),
    ]),
    `response <- perform(sent, ${program.timeout})`,
    'status <- resp_status(response)',
    'text <- if (length(response$body) > 0) resp_body_string(response, "UTF-8") else ""',
  ]
}

function bodyStep(program: RProgram): Code {
  const { body: sent } = program.plan
  const type = r.string(contentTypeOf(sent) ?? '')
  switch (sent.kind) {
    case 'none':
      return []
    case 'multipart':
      return 'req_body_raw(body, paste0("multipart/form-data; boundary=", boundary))'
    case 'file':
      program.define('content', CONTENT)
      return `req_body_raw(content(${program.scope.input(sent.input)}), ${type})`
    case 'json':
    case 'text':
    case 'form':
      return `req_body_raw(charToRaw(enc2utf8(body)), ${type})`
  }
}

function authStep(program: RProgram): Code {
  const { auth } = program.plan
  switch (auth.kind) {
    case 'basic':
      return `req_auth_basic(${program.text(auth.username)}, ${program.text(auth.password)})`
    case 'digest':
      return `req_options(httpauth = 2, username = ${program.text(auth.username)}, password = ${program.text(auth.password)})`
    case 'none':
    case 'jwt':
    case 'oauth2':
    case 'oauth1':
    case 'awsSigV4':
      return []
  }
}
