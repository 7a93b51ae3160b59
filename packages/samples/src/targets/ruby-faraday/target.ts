import { rubyJson } from '../../families/ruby/json.ts'
import { jwt, RubyProgram, TAB } from '../../families/ruby/program.ts'
import { readAnswer } from '../../families/ruby/reply.ts'
import { ruby } from '../../languages/ruby.ts'
import { together } from '../../program/headers.ts'
import { signingNotes } from '../../program/notes.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import { block, type Code } from '../../writer/lines.ts'
import type { Target } from '../target.ts'

export const rubyFaraday: Target = {
  id: 'ruby-faraday',
  language: 'Ruby',
  title: 'Ruby with Faraday',
  extension: 'rb',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: rubyJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2', 'jwt'])
    const program = new RubyProgram(plan)
    program.import('faraday')
    const text = program.file(
      [
        '# A name may stand in the query more than once.',
        `limits = { open_timeout: ${program.timeout}, timeout: ${program.timeout}, params_encoder: Faraday::FlatParamsEncoder }`,
        'connection = Faraday.new(request: limits)',
      ],
      token(program),
      [`url = ${program.url()}`, program.body()],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.rb`
    return {
      files: [{ name, text }],
      install: ['gem install faraday'],
      run: `ruby ${name}`,
      notes: [...request.notes, ...signingNotes(plan)],
    }
  },
}

function basic(program: RubyProgram, username: string, password: string): string {
  program.import('base64')
  return `"Basic #{Base64.strict_encode64("#{${username}}:#{${password}}")}"`
}

function token(program: RubyProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  if (auth.kind !== 'oauth2') return []
  program.import('uri')
  const id = program.text(auth.clientId)
  const secret = program.text(auth.clientSecret)
  const fields = [
    '"grant_type" => "client_credentials",',
    auth.clientIn === 'body' && [`"client_id" => ${id},`, `"client_secret" => ${secret},`],
    auth.scope.length > 0 && `"scope" => ${program.text(auth.scope)},`,
  ]
  const headers = [
    '"Content-Type" => "application/x-www-form-urlencoded",',
    auth.clientIn === 'header' && `"Authorization" => ${basic(program, id, secret)},`,
  ]
  const post = block(
    TAB,
    `granted = connection.post(${program.text(auth.tokenUrl)}, URI.encode_www_form(`,
    fields,
    '), {',
  )
  return [
    'begin',
    post.map(line => TAB + line),
    block(TAB, '', headers, '')
      .slice(1, -1)
      .map(line => TAB + line),
    `${TAB}})`,
    `${TAB}token = JSON.parse(granted.body).fetch("access_token")`,
    'rescue Faraday::Error, JSON::ParserError, KeyError => error',
    `${TAB}abort("No token could be had: #{error.message}")`,
    'end',
  ]
}

function send(program: RubyProgram): Code {
  const { plan } = program
  const { auth } = plan
  const headers = together(withContentType(plan)).map(
    ({ name, value }) => `request.headers[${ruby.string(name)}] = ${program.text(value)}`,
  )
  const method = plan.request.method.toLowerCase()
  const request = [
    headers,
    plan.body.kind === 'multipart' && 'request.headers["Content-Type"] = "multipart/form-data; boundary=#{boundary}"',
    (auth.kind === 'jwt' || auth.kind === 'oauth2') && 'request.headers["Authorization"] = "Bearer #{token}"',
    auth.kind === 'basic' &&
      `request.headers["Authorization"] = ${basic(program, program.text(auth.username), program.text(auth.password))}`,
    plan.body.kind !== 'none' && 'request.body = body',
  ]
  const open = `response = connection.run_request(${ruby.string(method).replace(/^"(\w+)"$/, ':$1')}, url, nil, nil) do |request|`
  return [
    'begin',
    block(TAB, open, request, 'end').map(line => TAB + line),
    'rescue Faraday::Error, ArgumentError => error',
    `${TAB}abort("The request failed: #{error.message}")`,
    'end',
    'status = response.status',
    'text = (response.body || "").dup.force_encoding(Encoding::UTF_8)',
  ]
}
