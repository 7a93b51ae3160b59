import { tcl } from '../../languages/tcl.ts'
import { signingNotes, unsigned } from '../../program/notes.ts'
import { type Plan, planOf, withContentType } from '../../program/plan.ts'
import { wrap } from '../../program/structure.ts'
import type { Part } from '../../request/body.ts'
import { block, type Code } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { tclJson } from './json.ts'
import { TAB, TclProgram } from './program.ts'
import { readAnswer } from './reply.ts'
import { basic, digest, token } from './signing.ts'

export const tclHttp: Target = {
  id: 'tcl-http',
  language: 'Tcl',
  title: 'Tcl with http',
  extension: 'tcl',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: tclJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'digest', 'oauth2', 'jwt'])
    const program = new TclProgram(plan)
    program.import('http 2', 'tls')
    const text = program.file(
      [
        'fconfigure stdout -encoding utf-8',
        'http::register https 443 {tls::socket -autoservername true -require true -cadir /etc/ssl/certs}',
        `set timeout_ms [expr {int(${program.timeout} * 1000)}]`,
      ],
      token(program),
      [`set url ${program.url()}`, body(program)],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.tcl`
    return {
      files: [{ name, text }],
      install: ['sudo apt-get install tcl tcllib tcl-tls'],
      run: `tclsh -encoding utf-8 ${name}`,
      notes: [...request.notes, ...signingNotes(plan), ...tokenNotes(plan)],
    }
  },
}

/** Its library has no longer hashes. */
function tokenNotes({ auth }: Plan): string[] {
  return auth.kind === 'jwt' && auth.algorithm !== 'HS256' ? [unsigned(`the algorithm ${auth.algorithm}`)] : []
}

/** Texts travel as UTF-8, whatever type they are sent as. */
const SEND = [
  'proc send {method url headers args} {',
  `${TAB}set options [list -method $method -headers $headers -timeout $::timeout_ms -binary true]`,
  `${TAB}if {[llength $args] > 0} { lappend options -query [lindex $args 0] }`,
  `${TAB}if {[catch {http::geturl $url {*}$options} answer]} { fail "The request failed: $answer" }`,
  `${TAB}if {[http::status $answer] ne "ok" || [http::ncode $answer] eq ""} {`,
  `${TAB}${TAB}fail "The request failed: [http::status $answer] [http::error $answer]"`,
  `${TAB}}`,
  `${TAB}set challenge ""`,
  `${TAB}foreach {name value} [http::meta $answer] {`,
  `${TAB}${TAB}if {[string equal -nocase $name www-authenticate]} { set challenge $value }`,
  `${TAB}}`,
  `${TAB}return [list [http::ncode $answer] [encoding convertfrom utf-8 [http::data $answer]] $challenge]`,
  '}',
]

/** Lines that declare `body`, the bytes that are sent, where there are any. */
function body(program: TclProgram): Code {
  const { body: sent } = program.plan
  const bytes = (word: readonly string[]) => wrap(word, 'set body [encoding convertto utf-8 ', ']')
  switch (sent.kind) {
    case 'none':
      return []
    case 'json':
      return bytes(program.document(sent))
    case 'text':
      return bytes([program.text(sent.text)])
    case 'form':
      return `set body ${program.pairs(sent.fields)}`
    case 'file':
      return `set body ${program.content(sent.input)}`
    case 'multipart':
      return multipart(program, sent.parts)
  }
}

function multipart(program: TclProgram, parts: readonly Part[]): Code {
  program.define('part', [
    'proc part {name data {file_name ""} {type ""}} {',
    `${TAB}set escapes [list \\\\ \\\\\\\\ \\" \\\\\\"]`,
    `${TAB}set header "Content-Disposition: form-data; name=\\"[string map $escapes $name]\\""`,
    `${TAB}if {$file_name ne ""} { append header "; filename=\\"[string map $escapes $file_name]\\"" }`,
    `${TAB}if {$type ne ""} { append header "\\r\\nContent-Type: $type" }`,
    `${TAB}return "[encoding convertto utf-8 $header]\\r\\n\\r\\n$data"`,
    '}',
  ])
  return [
    'set boundary [format %08x%08x [expr {int(rand() * 0x7fffffff)}] [clock clicks]]',
    block(
      TAB,
      'set parts [list \\',
      parts.map(part => `[${partOf(part, program)}] \\`),
      ']',
    ),
    'set body "--$boundary\\r\\n[join $parts "\\r\\n--$boundary\\r\\n"]\\r\\n--$boundary--\\r\\n"',
  ]
}

function partOf(part: Part, program: TclProgram): string {
  const name = program.text(part.name)
  if (part.kind === 'text') {
    const type = part.contentType === undefined ? '' : ` "" ${tcl.string(part.contentType)}`
    return `part ${name} [encoding convertto utf-8 ${program.text(part.value)}]${type}`
  }
  const fileName =
    part.fileName === undefined ? `[file tail ${program.scope.input(part.input)}]` : tcl.string(part.fileName)
  return `part ${name} ${program.content(part.input)} ${fileName} ${tcl.string(part.contentType ?? 'application/octet-stream')}`
}

function send(program: TclProgram): Code {
  const { plan } = program
  program.define('send', SEND)
  const isAgent = ({ name }: { readonly name: string }) => name.toLowerCase() === 'user-agent'
  const headers = withContentType(plan)
    .filter(header => !isAgent(header))
    .map(({ name, value }) => `${tcl.string(name)} ${program.text(value)} \\`)
  if (plan.body.kind === 'multipart') headers.unshift('Content-Type "multipart/form-data; boundary=$boundary" \\')
  if (plan.auth.kind === 'basic')
    headers.push(`Authorization ${basic(program, plan.auth.username, plan.auth.password)} \\`)
  if (hasToken(plan)) headers.push('Authorization "Bearer $token" \\')
  const call = `send ${plan.request.method} $url $headers${plan.body.kind === 'none' ? '' : ' $body'}`
  return [
    plan.headers.filter(isAgent).map(({ value }) => `http::config -useragent ${program.text(value)}`),
    headers.length === 0 ? 'set headers {}' : block(TAB, 'set headers [list \\', headers, ']'),
    plan.auth.kind === 'digest' ? digest(program, plan.auth, call) : `lassign [${call}] status text`,
  ]
}

function hasToken({ auth }: Plan): boolean {
  return auth.kind === 'oauth2' || (auth.kind === 'jwt' && auth.algorithm === 'HS256')
}
