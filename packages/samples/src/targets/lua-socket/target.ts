import { lua } from '../../languages/lua.ts'
import { together } from '../../program/headers.ts'
import { roundingNotes, signingNotes } from '../../program/notes.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import type { Part } from '../../request/body.ts'
import { block, type Code } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { luaJson } from './json.ts'
import { LuaProgram, TAB } from './program.ts'
import { readAnswer } from './reply.ts'
import { basic, digest, token } from './signing.ts'

export const luaSocket: Target = {
  id: 'lua-socket',
  language: 'Lua',
  title: 'Lua with LuaSocket',
  extension: 'lua',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: luaJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'digest', 'oauth2', 'jwt'])
    const program = new LuaProgram(plan)
    program.import('ltn12', 'socket.http', 'ssl.https')
    program.define('send', SEND)
    const text = program.file(
      `http.TIMEOUT, https.TIMEOUT = ${program.timeout}, ${program.timeout}`,
      token(program),
      [`local url = ${program.url()}`, body(program)],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.lua`
    const packages = [
      'lua5.4 lua-socket lua-sec lua-dkjson',
      ...(plan.auth.kind === 'jwt' || plan.auth.kind === 'digest' ? ['lua-luaossl'] : []),
    ]
    return {
      files: [{ name, text }],
      install: [`sudo apt-get install ${packages.join(' ')}`],
      run: `lua5.4 ${name}`,
      notes: [...request.notes, ...signingNotes(plan), ...roundingNotes(plan, 'int64')],
    }
  },
}

const SEND = [
  'local function send(method, url, headers, body)',
  '  local chunks = {}',
  '  headers["Content-Length"] = body and #body',
  '  local client = url:match("^https:") and https or http',
  '  local done, status, received = client.request({',
  '    method = method,',
  '    url = url,',
  '    headers = headers,',
  '    source = body and ltn12.source.string(body),',
  '    sink = ltn12.sink.table(chunks),',
  '    verify = "peer",',
  '    capath = "/etc/ssl/certs",',
  '  })',
  '  if not done then fail("The request failed: " .. status) end',
  '  return status, table.concat(chunks), received',
  'end',
]

/** Lines that declare `body`, where there is one. */
function body(program: LuaProgram): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'none':
      return []
    case 'json':
      return program.document('body', sent)
    case 'text':
      return `local body = ${program.text(sent.text)}`
    case 'form':
      return `local body = ${program.pairs(sent.fields)}`
    case 'file':
      return `local body = ${program.content(sent.input)}`
    case 'multipart':
      return multipart(program, sent.parts)
  }
}

function multipart(program: LuaProgram, parts: readonly Part[]): Code {
  program.define('part', [
    'local function part(name, content, file_name, content_type)',
    '  local function quoted(text) return (\'"%s"\'):format(text:gsub(\'[\\\\"]\', "\\\\%0")) end',
    '  local disposition = "form-data; name=" .. quoted(name)',
    '  if file_name then disposition = disposition .. "; filename=" .. quoted(file_name) end',
    '  local type_line = content_type and "Content-Type: " .. content_type .. "\\r\\n" or ""',
    '  return "Content-Disposition: " .. disposition .. "\\r\\n" .. type_line .. "\\r\\n" .. content',
    'end',
  ])
  const pieces = parts.map(part => `${partOf(part, program)},`)
  return [
    'local boundary = ("%016x%016x"):format(math.random(0), math.random(0))',
    block(TAB, 'local parts = {', pieces, '}'),
    'local separator = "\\r\\n--" .. boundary .. "\\r\\n"',
    'local body = "--" .. boundary .. "\\r\\n" .. table.concat(parts, separator) .. "\\r\\n--" .. boundary .. "--\\r\\n"',
  ]
}

function partOf(part: Part, program: LuaProgram): string {
  const name = program.text(part.name)
  if (part.kind === 'text') {
    const type = part.contentType === undefined ? '' : `, nil, ${lua.string(part.contentType)}`
    return `part(${name}, ${program.text(part.value)}${type})`
  }
  const fileName =
    part.fileName === undefined ? `${program.scope.input(part.input)}:match("[^/\\\\]*$")` : lua.string(part.fileName)
  const type = lua.string(part.contentType ?? 'application/octet-stream')
  return `part(${name}, ${program.content(part.input)}, ${fileName}, ${type})`
}

function send(program: LuaProgram): Code {
  const { plan } = program
  const headers = together(withContentType(plan)).map(
    ({ name, value }) => `[${lua.string(name)}] = ${program.text(value)},`,
  )
  if (plan.body.kind === 'multipart') {
    headers.unshift('["Content-Type"] = "multipart/form-data; boundary=" .. boundary,')
  }
  if (plan.auth.kind === 'basic') {
    headers.push(`["Authorization"] = ${basic(program, plan.auth.username, plan.auth.password)},`)
  }
  if (plan.auth.kind === 'jwt' || plan.auth.kind === 'oauth2') headers.push('["Authorization"] = "Bearer " .. token,')
  if (plan.auth.kind === 'digest') return digest(program, plan.auth, headers)
  const args = plan.body.kind === 'none' ? '' : ', body'
  const call = `local status, text = send("${plan.request.method}", url, {`
  return headers.length === 0 ? `${call}}${args})` : block(TAB, call, headers, `}${args})`)
}
