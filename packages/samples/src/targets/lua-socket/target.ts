import { lua } from '../../languages/lua.ts'
import { together } from '../../program/headers.ts'
import { roundingNotes, signingNotes } from '../../program/notes.ts'
import { expression, pairPieces, urlPieces } from '../../program/pieces.ts'
import { planOf, titleOf, withContentType } from '../../program/plan.ts'
import { block, type Code, fileText, sections } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { joined, LuaProgram, TAB } from './program.ts'
import { readAnswer } from './reply.ts'

export const luaSocket: Target = {
  id: 'lua-socket',
  language: 'Lua',
  title: 'Lua with LuaSocket and cjson',
  extension: 'lua',
  proof: 'executed',
  options: ['body', 'secrets'],
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2'])
    const program = new LuaProgram(plan)
    const url = expression(
      urlPieces(plan, program.scope, variable => program.encode(variable)),
      joined,
    )
    const parts = sections(
      program.settings(),
      call(program),
      token(program),
      [`local url = ${url}`, program.body()],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.lua`
    const text = fileText(
      lua.comment(titleOf(plan)),
      'local cjson = require("cjson")',
      'local ltn12 = require("ltn12")',
      (plan.auth.kind === 'basic' || plan.auth.kind === 'oauth2') && 'local mime = require("mime")',
      '',
      program.functions.map(code => [code, '']),
      parts,
    )
    return {
      files: [{ name, text }],
      install: ['sudo apt-get install lua5.4 lua-socket lua-sec lua-cjson'],
      run: `lua5.4 ${name}`,
      notes: [...request.notes, ...signingNotes(plan), ...roundingNotes(plan)],
    }
  },
}

/** A function that sends, and gives status and body; it ends the program where there is no answer. */
function call(program: LuaProgram): string[] {
  return [
    'local function call(method, url, headers, body)',
    `${TAB}local client = require(url:match("^https:") and "ssl.https" or "socket.http")`,
    `${TAB}client.TIMEOUT = ${program.timeout}`,
    `${TAB}local chunks = {}`,
    `${TAB}if body then headers["Content-Length"] = #body end`,
    `${TAB}local sent, status = client.request({`,
    `${TAB}${TAB}method = method,`,
    `${TAB}${TAB}url = url,`,
    `${TAB}${TAB}headers = headers,`,
    `${TAB}${TAB}source = body and ltn12.source.string(body),`,
    `${TAB}${TAB}sink = ltn12.sink.table(chunks),`,
    `${TAB}})`,
    `${TAB}if not sent then fail("The request failed: " .. status) end`,
    `${TAB}return status, table.concat(chunks)`,
    'end',
  ]
}

function basic(pair: string): string {
  return `"Basic " .. mime.b64(${pair})`
}

function token(program: LuaProgram): Code {
  const { auth } = program.plan
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
  const form = expression(
    pairPieces(pairs, program.scope, variable => program.encode(variable)),
    joined,
  )
  const headers = [
    '["Content-Type"] = "application/x-www-form-urlencoded",',
    auth.clientIn === 'header' &&
      `["Authorization"] = ${basic(program.text([...auth.clientId, ':', ...auth.clientSecret]))},`,
  ]
  return [
    block(TAB, `local code, granted = call("POST", ${program.text(auth.tokenUrl)}, {`, headers, `}, ${form})`),
    'if code ~= 200 then fail("No token could be had: the server answered " .. code .. ".") end',
    'local token = cjson.decode(granted).access_token',
  ]
}

function send(program: LuaProgram): Code {
  const { plan } = program
  const { auth } = plan
  const headers = [
    together(withContentType(plan)).map(({ name, value }) => `[${lua.string(name)}] = ${program.text(value)},`),
    plan.body.kind === 'multipart' && '["Content-Type"] = "multipart/form-data; boundary=" .. boundary,',
    auth.kind === 'basic' && `["Authorization"] = ${basic(program.text([...auth.username, ':', ...auth.password]))},`,
    auth.kind === 'oauth2' && '["Authorization"] = "Bearer " .. token,',
  ]
  const end = plan.body.kind === 'none' ? '})' : '}, body)'
  const failed = program.failed('status', { any: 'status // 100 ~= 2', and: 'and', not: '~=' })
  return [
    block(TAB, `local status, text = call(${lua.string(plan.request.method)}, url, {`, headers, end),
    block(
      TAB,
      `if ${failed} then`,
      `fail("The server answered " .. status .. ", not ${program.expected}:\\n" .. text)`,
      'end',
    ),
  ]
}
