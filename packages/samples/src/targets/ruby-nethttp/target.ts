import { rubyJson } from '../../families/ruby/json.ts'
import { jwt, RubyProgram, TAB } from '../../families/ruby/program.ts'
import { readAnswer } from '../../families/ruby/reply.ts'
import { ruby } from '../../languages/ruby.ts'
import { signingNotes } from '../../program/notes.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import { block, type Code } from '../../writer/lines.ts'
import type { Target } from '../target.ts'

export const rubyNetHttp: Target = {
  id: 'ruby-nethttp',
  language: 'Ruby',
  title: 'Ruby with net/http',
  extension: 'rb',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: rubyJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2', 'jwt'])
    const program = new RubyProgram(plan)
    program.import('net/http', 'uri')
    const text = program.file(
      token(program),
      [`uri = URI(${program.url()})`, program.body()],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.rb`
    return {
      files: [{ name, text }],
      install: ['sudo apt-get install ruby'],
      run: `ruby ${name}`,
      notes: [...request.notes, ...signingNotes(plan)],
    }
  },
}

/** How long each step may take; nothing is sent twice. */
function limits(program: RubyProgram): string {
  const { timeout } = program
  return `open_timeout: ${timeout}, read_timeout: ${timeout}, write_timeout: ${timeout}, max_retries: 0`
}

function token(program: RubyProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  if (auth.kind !== 'oauth2') return []
  const id = program.text(auth.clientId)
  const secret = program.text(auth.clientSecret)
  const fields = [
    '"grant_type" => "client_credentials",',
    auth.clientIn === 'body' && [`"client_id" => ${id},`, `"client_secret" => ${secret},`],
    auth.scope.length > 0 && `"scope" => ${program.text(auth.scope)},`,
  ]
  return [
    `uri = URI(${program.text(auth.tokenUrl)})`,
    'request = Net::HTTP::Post.new(uri)',
    auth.clientIn === 'header' && `request.basic_auth(${id}, ${secret})`,
    block(TAB, 'request.set_form_data(', fields, ')'),
    'begin',
    `${TAB}granted = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == "https", ${limits(program)}) { |http| http.request(request) }`,
    `${TAB}token = JSON.parse(granted.body).fetch("access_token")`,
    'rescue StandardError => error',
    `${TAB}abort("No token could be had: #{error.message}")`,
    'end',
  ]
}

const CLASSES = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function send(program: RubyProgram): Code {
  const { plan } = program
  const { method } = plan.request
  const { auth } = plan
  const hasBody = plan.body.kind !== 'none'
  const create = CLASSES.has(method)
    ? `Net::HTTP::${method.charAt(0)}${method.slice(1).toLowerCase()}.new(uri)`
    : `Net::HTTPGenericRequest.new(${ruby.string(method)}, ${hasBody}, true, uri)`
  const seen = new Set<string>()
  const headers = withContentType(plan).map(({ name, value }) => {
    const isFirst = !seen.has(name.toLowerCase())
    seen.add(name.toLowerCase())
    const text = program.text(value)
    return isFirst ? `request[${ruby.string(name)}] = ${text}` : `request.add_field(${ruby.string(name)}, ${text})`
  })
  return [
    `request = ${create}`,
    headers,
    plan.body.kind === 'multipart' && 'request["Content-Type"] = "multipart/form-data; boundary=#{boundary}"',
    (auth.kind === 'jwt' || auth.kind === 'oauth2') && 'request["Authorization"] = "Bearer #{token}"',
    auth.kind === 'basic' && `request.basic_auth(${program.text(auth.username)}, ${program.text(auth.password)})`,
    hasBody && 'request.body = body',
    'begin',
    `${TAB}response = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == "https", ${limits(program)}) do |http|`,
    `${TAB}${TAB}http.request(request)`,
    `${TAB}end`,
    'rescue StandardError => error',
    `${TAB}abort("The request failed: #{error.message}")`,
    'end',
    'status = response.code.to_i',
    'text = (response.body || "").dup.force_encoding(Encoding::UTF_8)',
  ]
}
