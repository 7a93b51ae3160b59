import { go } from '../../languages/go.ts'
import { addressPieces, expression } from '../../program/pieces.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { isRequired } from '../../request/input.ts'
import { type Code, indent, lines, sections, whole } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { argument } from './argument.ts'
import { DETAILS } from './details.ts'
import { joined, TAB } from './document.ts'
import { goJson } from './json.ts'
import { readReply } from './reply.ts'
import { check, FAIL, script } from './script.ts'
import { body } from './sent.ts'
import { authorize } from './signing.ts'

const FIXED = [
  'setting',
  'fail',
  'address',
  'body',
  'data',
  'request',
  'response',
  'reply',
  'client',
  'query',
  'form',
  'part',
  'text',
  'token',
  'content',
  'value',
  'send',
  'details',
  'fields',
]

export const goNetHttp: Target = {
  id: 'go-nethttp',
  language: 'Go',
  title: 'Go with net/http',
  extension: 'go',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: goJson,
  generate(request, options) {
    const plan = planOf(request, options)
    const program = new Program(plan, go, 'camel', FIXED, joined)
    program.import('fmt', 'io', 'net/http', 'os', 'time', 'strconv')
    program.define('setting', SETTING)
    program.define('fail', FAIL)
    const { types, read } = readReply(program)
    const main = sections(settings(program), address(program), body(program), send(program), read)
    const name = `${options.name}.go`
    const text = script(program, types, main)
    return { files: [{ name, text }], install: [], run: `go run ${name}`, notes: [...request.notes] }
  },
}

const SETTING = whole(
  'func setting(name string, fallback ...string) string {',
  '\tif text := os.Getenv(name); text != "" {',
  '\t\treturn text',
  '\t}',
  '\tif len(fallback) == 0 {',
  '\t\tfail("Set the environment variable %s.", name)',
  '\t}',
  '\treturn fallback[0]',
  '}',
)

function settings(program: Program): Code {
  return program.plan.request.inputs.map(input => {
    const name = program.scope.input(input.name)
    const fallback = isRequired(input) ? '' : `, ${go.string(input.default ?? '')}`
    const read = `setting(${go.string(input.env)}${fallback})`
    if (input === program.plan.timeout) {
      return [
        `${name}, err := strconv.ParseFloat(${read}, 64) // seconds`,
        ...check(`fail("%s must be a number of seconds.", ${go.string(input.env)})`),
      ]
    }
    if (input.kind !== 'baseUrl') return `${name} := ${read}`
    program.import('strings')
    return `${name} := strings.TrimRight(${read}, "/")`
  })
}

function address(program: Program): Code {
  const { plan, scope } = program
  const encode = (variable: string) => {
    program.import('net/url')
    return `url.PathEscape(${variable})`
  }
  const bare = expression(addressPieces(plan, scope, encode), joined)
  if (plan.query.length === 0) return `address := ${bare}`
  program.import('net/url')
  return [
    'query := url.Values{}',
    plan.query.map(({ name, value }) => `query.Add(${argument(program, name)}, ${argument(program, value)})`),
    `address := ${bare} + "?" + query.Encode()`,
  ]
}

function send(program: Program): Code {
  const { plan } = program
  const hasBody = plan.body.kind !== 'none'
  if (hasBody) program.import('bytes')
  const headers = withContentType(plan).map(
    ({ name, value }) => `request.Header.Add(${go.string(name)}, ${argument(program, value)})`,
  )
  const { before, prepare, retry } = authorize(program)
  const create = [
    `request, err := http.NewRequest("${plan.request.method}", address, ${hasBody ? 'bytes.NewReader(body)' : 'nil'})`,
    check('fail("The request cannot be made: %v", err)'),
    headers,
    plan.body.kind === 'multipart' && 'request.Header.Set("Content-Type", form.FormDataContentType())',
    prepare,
  ]
  const read = [
    check('fail("The request failed: %v", err)'),
    'data, err := io.ReadAll(response.Body)',
    'response.Body.Close()',
    check('fail("The request failed: %v", err)'),
  ]
  const client = `client := &http.Client{Timeout: time.Duration(${program.timeout} * float64(time.Second))}`
  const sent =
    retry === undefined
      ? [client, before, create, 'response, err := client.Do(request)', read]
      : [
          client,
          'send := func(authorization string) (*http.Response, []byte) {',
          indent(TAB, create, 'response, err := client.Do(request)', read, 'return response, data'),
          '}',
          'response, data := send("")',
          retry,
        ]
  const modules = ['bytes', 'encoding/json', 'sort', 'strings']
  const said = program.explained('data', 'details(data)', { details: DETAILS }, ...modules)
  return lines(
    sent,
    `if ${program.failed('response.StatusCode', { any: 'response.StatusCode/100 != 2' })} {`,
    `\tfail("The server answered %d, not ${program.expected}:\\n%s", response.StatusCode, ${said})`,
    '}',
  )
}
