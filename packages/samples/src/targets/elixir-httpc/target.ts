import { elixir } from '../../languages/elixir.ts'
import { signingNotes } from '../../program/notes.ts'
import { contentTypeOf, type Plan, planOf } from '../../program/plan.ts'
import type { Part } from '../../request/body.ts'
import { block, type Code } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { ElixirProgram, TAB } from './program.ts'
import { readAnswer } from './reply.ts'
import { basic, digest, token } from './signing.ts'

export const elixirHttpc: Target = {
  id: 'elixir-httpc',
  language: 'Elixir',
  title: 'Elixir with httpc',
  extension: 'exs',
  proof: 'executed',
  options: ['body', 'secrets'],
  generate(request, options) {
    const plan = planOf(request, options)
    const program = new ElixirProgram(plan)
    program.define('send_request', SEND)
    const text = program.file(
      [
        '{:ok, _} = Application.ensure_all_started(:inets)',
        '{:ok, _} = Application.ensure_all_started(:ssl)',
        `timeout_ms = round(${program.timeout} * 1000)`,
      ],
      token(program),
      [`url = ${program.url()}`, body(program)],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.exs`
    return {
      files: [{ name, text }],
      install: ['sudo apt-get install elixir erlang-inets erlang-ssl'],
      run: `elixir ${name}`,
      notes: [
        ...request.notes,
        ...signingNotes(plan, ['basic', 'digest', 'oauth2', 'jwt']),
        ...jsonNotes(program),
        ...methodNotes(plan),
      ],
    }
  },
}

function jsonNotes(program: ElixirProgram): string[] {
  return program.uses('decode') || program.uses('encode')
    ? [
        'The functions that read and write JSON are part of the program: as of Elixir 1.18 the module JSON takes their place.',
      ]
    : []
}

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'POST', 'PUT', 'DELETE', 'PATCH']
const WITH_BODY = ['POST', 'PUT', 'DELETE', 'PATCH']

function methodNotes({ request: { method }, body: { kind } }: Plan): string[] {
  if (!METHODS.includes(method))
    return [`httpc does not know the method ${method}: this program cannot send its request.`]
  const isLeftOut = kind !== 'none' && !WITH_BODY.includes(method)
  return isLeftOut ? [`httpc sends no body with ${method}: this program cannot send its request.`] : []
}

const SEND = `# The status, the text and the headers of the answer. The body comes with its type.
defp send_request(method, url, headers, timeout_ms, body \\\\ nil) do
  headers = for {name, value} <- headers, do: {to_charlist(name), :binary.bin_to_list(value)}

  request =
    case body do
      nil -> {to_charlist(url), headers}
      {type, data} -> {to_charlist(url), headers, to_charlist(type), data}
    end

  ssl = [
    verify: :verify_peer,
    cacerts: :public_key.cacerts_get(),
    customize_hostname_check: [match_fun: :public_key.pkix_verify_hostname_match_fun(:https)]
  ]

  ssl = if String.starts_with?(url, "https:"), do: [ssl: ssl], else: []
  options = [timeout: timeout_ms, connect_timeout: timeout_ms] ++ ssl

  case :httpc.request(method, request, options, body_format: :binary) do
    {:ok, {{_, status, _}, received, text}} -> {status, text, received}
    {:error, reason} -> fail("The request failed: #{inspect(reason)}")
  end
end`.split('\n')

/** Lines that declare `body`, where there is one. */
function body(program: ElixirProgram): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'none':
      return []
    case 'json':
      return program.document('body', sent)
    case 'text':
      return `body = ${program.text(sent.text)}`
    case 'form':
      return `body = ${program.pairs(sent.fields)}`
    case 'file':
      return `body = ${program.content(sent.input)}`
    case 'multipart':
      return multipart(program, sent.parts)
  }
}

function multipart(program: ElixirProgram, parts: readonly Part[]): Code {
  program.define('part', [
    'defp part(name, data, file_name \\\\ nil, type \\\\ nil) do',
    '  quoted = fn text -> "\\"" <> String.replace(text, ~r/["\\\\]/, "\\\\\\\\\\\\0") <> "\\"" end',
    '  disposition = "form-data; name=" <> quoted.(name)',
    '  disposition = if file_name, do: "#{disposition}; filename=#{quoted.(file_name)}", else: disposition',
    '  type_line = if type, do: "Content-Type: #{type}\\r\\n", else: ""',
    '  "Content-Disposition: #{disposition}\\r\\n#{type_line}\\r\\n" <> data',
    'end',
  ])
  return [
    'boundary = Base.encode16(:crypto.strong_rand_bytes(16))',
    '',
    block(
      TAB,
      'parts = [',
      parts.map((part, at) => partOf(part, program) + (at < parts.length - 1 ? ',' : '')),
      ']',
    ),
    '',
    'body = "--#{boundary}\\r\\n" <> Enum.join(parts, "\\r\\n--#{boundary}\\r\\n") <> "\\r\\n--#{boundary}--\\r\\n"',
  ]
}

function partOf(part: Part, program: ElixirProgram): string {
  const name = program.text(part.name)
  if (part.kind === 'text') {
    const type = part.contentType === undefined ? '' : `, nil, ${elixir.string(part.contentType)}`
    return `part(${name}, ${program.text(part.value)}${type})`
  }
  const path = program.scope.input(part.input)
  const fileName = part.fileName === undefined ? `Path.basename(${path})` : elixir.string(part.fileName)
  const type = elixir.string(part.contentType ?? 'application/octet-stream')
  return `part(${name}, ${program.content(part.input)}, ${fileName}, ${type})`
}

function send(program: ElixirProgram): Code {
  const { plan } = program
  const headers = plan.headers.map(({ name, value }) => `{${elixir.string(name)}, ${program.text(value)}}`)
  if (plan.auth.kind === 'basic') {
    headers.push(`{"Authorization", ${basic(program, plan.auth.username, plan.auth.password)}}`)
  }
  if (plan.auth.kind === 'jwt' || plan.auth.kind === 'oauth2') headers.push('{"Authorization", "Bearer " <> token}')
  const method = `:${plan.request.method.toLowerCase()}`
  const call = (given: string) => `send_request(${method}, url, ${given}, timeout_ms${bodyArgument(plan)})`
  const separated = headers.map((header, at) => header + (at < headers.length - 1 ? ',' : ''))
  return [
    headers.length === 0 ? 'headers = []' : block(TAB, 'headers = [', separated, ']'),
    '',
    plan.auth.kind === 'digest' ? digest(program, plan.auth, call) : `{status, text, _} = ${call('headers')}`,
  ]
}

function bodyArgument({ body: sent, request }: Plan): string {
  if (sent.kind === 'multipart') return ', {"multipart/form-data; boundary=#{boundary}", body}'
  const type = contentTypeOf(sent)
  if (type !== undefined) return `, {${elixir.string(type)}, body}`
  // These methods are sent with a body, if an empty one.
  return ['POST', 'PUT', 'PATCH'].includes(request.method) ? ', {"text/plain", ""}' : ''
}
