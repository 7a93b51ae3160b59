import { elixir } from '../../languages/elixir.ts'
import { signingNotes } from '../../program/notes.ts'
import { expression, pairPieces, urlPieces } from '../../program/pieces.ts'
import { contentTypeOf, planOf } from '../../program/plan.ts'
import { wrap } from '../../program/structure.ts'
import type { ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import { block, type Code, lines, sections } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { elixirJson } from './json.ts'
import { ElixirProgram, embedded, TAB } from './program.ts'
import { readAnswer } from './reply.ts'
import { script } from './script.ts'

export const elixirHttpc: Target = {
  id: 'elixir-httpc',
  language: 'Elixir',
  title: 'Elixir with httpc and jiffy',
  extension: 'exs',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: elixirJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2', 'jwt'])
    const program = new ElixirProgram(plan)
    program.define('request', REQUEST)
    program.define('trust', TRUST)
    const url = expression(
      urlPieces(plan, program.scope, variable => program.encode(variable)),
      embedded,
    )
    const parts = sections(
      program.settings(),
      token(program),
      [`url = ${url}`, program.body()],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.exs`
    const started = [
      '{:ok, _} = Application.ensure_all_started(:inets)',
      '{:ok, _} = Application.ensure_all_started(:ssl)',
    ]
    const text = script(program, started, parts)
    return {
      files: [{ name, text }],
      install: ['sudo apt-get install elixir erlang-inets erlang-jiffy'],
      run: `elixir ${name}`,
      notes: [...request.notes, ...signingNotes(plan)],
    }
  },
}

const REQUEST = [
  '# Headers and bodies are bytes to httpc. Whom to trust has to be said: by default it asks for no certificate.',
  'def request(method, url, headers, body, milliseconds) do',
  `${TAB}headers = for {name, text} <- headers, do: {to_charlist(name), :binary.bin_to_list(text)}`,
  `${TAB}address = to_charlist(url)`,
  `${TAB}content = if body, do: {address, headers, elem(body, 0), elem(body, 1)}, else: {address, headers}`,
  `${TAB}options = [timeout: milliseconds, connect_timeout: milliseconds, ssl: trust(url)]`,
  '',
  `${TAB}case :httpc.request(method, content, options, body_format: :binary) do`,
  `${TAB}${TAB}{:ok, {{_, status, _}, _, text}} -> {status, text}`,
  `${TAB}${TAB}{:error, reason} -> fail("The request failed: #{inspect(reason)}")`,
  `${TAB}end`,
  'end',
]

const TRUST = [
  'def trust("https:" <> _) do',
  `${TAB}[`,
  `${TAB}${TAB}verify: :verify_peer,`,
  `${TAB}${TAB}log_level: :error,`,
  `${TAB}${TAB}cacerts: :public_key.cacerts_get(),`,
  `${TAB}${TAB}customize_hostname_check: [match_fun: :public_key.pkix_verify_hostname_match_fun(:https)]`,
  `${TAB}]`,
  'end',
  '',
  'def trust(_), do: []',
]

const DETAILS = `# What a failed answer says, value by value; as it is where it is no JSON.
def details(text) do
  text |> :jiffy.decode([:return_maps, :use_nil]) |> fields("") |> Enum.join("\\n")
rescue
  _ -> text
catch
  _, _ -> text
end

def fields(%{} = value, path) do
  Enum.flat_map(value, fn {name, part} -> fields(part, if(path == "", do: name, else: "#{path}.#{name}")) end)
end

def fields(value, ""), do: fields(value, "reply")
def fields(nil, _), do: []

def fields(value, path) when is_list(value) do
  value |> Enum.with_index() |> Enum.flat_map(fn {part, number} -> fields(part, "#{path}[#{number}]") end)
end

def fields(value, path), do: ["#{path} = #{value}"]`.split('\n')

function basic(program: ElixirProgram, username: JwtAuth['secret'], password: JwtAuth['secret']): string {
  return `"Basic " <> Base.encode64(${program.text([...username, ':', ...password])})`
}

function token(program: ElixirProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

function jwt(program: ElixirProgram, auth: JwtAuth): Code {
  program.define('signed_token', [
    'def signed_token(header, claims, key, digest) do',
    `${TAB}content = Enum.map_join([header, claims], ".", &Base.url_encode64(encode(&1), padding: false))`,
    `${TAB}content <> "." <> Base.url_encode64(:crypto.mac(:hmac, digest, key, content), padding: false)`,
    'end',
  ])
  const has = (name: string) => auth.claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  const keyId = auth.keyId.length === 0 ? '' : `, "kid" => ${program.text(auth.keyId)}`
  const secret = program.text(auth.secret)
  return lines(
    wrap(program.structure(auth.claims), 'claims = '),
    !has('iat') && 'claims = Map.put(claims, "iat", System.os_time(:second))',
    !has('exp') && 'claims = Map.put(claims, "exp", System.os_time(:second) + 300)',
    `header = %{"alg" => "${auth.algorithm}", "typ" => "JWT"${keyId}}`,
    `token = Sample.signed_token(header, claims, ${auth.secretIsBase64 ? `Base.decode64!(${secret})` : secret}, :sha${auth.algorithm.slice(2)})`,
  )
}

function clientCredentials(program: ElixirProgram, auth: ClientCredentialsAuth): Code {
  program.decoder()
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
    embedded,
  )
  const headers =
    auth.clientIn === 'header' ? `[{"Authorization", ${basic(program, auth.clientId, auth.clientSecret)}}]` : '[]'
  return [
    `form = {~c"application/x-www-form-urlencoded", ${form}}`,
    `{200, granted} = Sample.request(:post, ${program.text(auth.tokenUrl)}, ${headers}, form, milliseconds)`,
    'token = Sample.decode(granted, "No token could be had.")["access_token"]',
  ]
}

function send(program: ElixirProgram): Code {
  const { plan } = program
  const { auth, body } = plan
  const pairs = plan.headers.map(({ name, value }) => `{${elixir.string(name)}, ${program.text(value)}},`)
  if (auth.kind === 'basic') pairs.push(`{"Authorization", ${basic(program, auth.username, auth.password)}},`)
  if (auth.kind === 'jwt' || auth.kind === 'oauth2') pairs.push('{"Authorization", "Bearer #{token}"},')
  const last = pairs.at(-1)
  const headers = last === undefined ? [] : [...pairs.slice(0, -1), last.replace(/,$/, '')]
  const said = program.explained('text', 'Sample.details(text)', { details: DETAILS })
  const failed = program.failed('status', { any: 'div(status, 100) != 2', and: 'and' })
  return [
    headers.length === 0 ? 'headers = []' : block(TAB, 'headers = [', headers, ']'),
    `{status, text} = Sample.request(${methodOf(plan.request.method)}, url, headers, ${contentOf(plan.request.method, body)}, milliseconds)`,
    '',
    block(
      TAB,
      `if ${failed} do`,
      `Sample.fail("The server answered #{status}, not ${program.expected}:\\n#{${said}}")`,
      'end',
    ),
  ]
}

function methodOf(method: string): string {
  return /^[A-Z]+$/.test(method) ? `:${method.toLowerCase()}` : `:"${method.toLowerCase()}"`
}

/** Type and bytes; httpc wants both for methods that usually have them. */
function contentOf(method: string, body: ElixirProgram['plan']['body']): string {
  if (body.kind === 'multipart') return '{to_charlist("multipart/form-data; boundary=#{boundary}"), body}'
  if (body.kind !== 'none') return `{to_charlist(${elixir.string(contentTypeOf(body) ?? '')}), body}`
  return /^(POST|PUT|PATCH)$/.test(method) ? '{[], ""}' : 'nil'
}
