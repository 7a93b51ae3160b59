import { go } from '../../languages/go.ts'
import { isStructural } from '../../program/json-text.ts'
import { addressPieces, expression, jsonTextPieces } from '../../program/pieces.ts'
import { planOf, titleOf, withContentType } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { wrap } from '../../program/structure.ts'
import { isRequired } from '../../request/input.ts'
import { block, type Code, fileText, indent, lines, sections } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { argument } from './argument.ts'
import { CONTENT, DETAILS, JSON_VALUE, multipart } from './body.ts'
import { document, joined, TAB } from './document.ts'
import { readReply } from './reply.ts'
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
  generate(request, options) {
    const plan = planOf(request, options)
    const program = new Program(plan, go, 'camel', FIXED, joined)
    program.import('fmt', 'io', 'net/http', 'os', 'time', 'strconv')
    program.define('setting', SETTING)
    program.define('fail', FAIL)
    const { types, read } = readReply(program)
    const main = sections(settings(program), address(program), body(program), send(program), read)
    const name = `${options.name}.go`
    const text = fileText(
      go.comment(titleOf(plan)),
      'package main',
      '',
      block(
        TAB,
        'import (',
        program.imports.map(path => `"${path}"`),
        ')',
      ),
      '',
      types,
      block(TAB, 'func main() {', main, '}'),
      program.functions.map(code => ['', code]),
    )
    return { files: [{ name, text }], install: [], run: `go run ${name}`, notes: [...request.notes] }
  },
}

const SETTING = [
  'func setting(name string, fallback ...string) string {',
  '\tif text := os.Getenv(name); text != "" {',
  '\t\treturn text',
  '\t}',
  '\tif len(fallback) == 0 {',
  '\t\tfail("Set the environment variable %s.", name)',
  '\t}',
  '\treturn fallback[0]',
  '}',
]

const FAIL = [
  'func fail(format string, values ...any) {',
  '\tfmt.Fprintf(os.Stderr, format+"\\n", values...)',
  '\tos.Exit(1)',
  '}',
]

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

function check(failure: string): string[] {
  return block(TAB, 'if err != nil {', failure, '}')
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

/** Lines that declare `body`, the bytes that are sent. */
function body(program: Program): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'none':
      return []
    case 'json': {
      const isStructure =
        program.plan.options.body === 'structure' && isStructural(sent.value, go.number, { inputs: true })
      if (!isStructure) return `body := []byte(${documentText(program, sent)})`
      program.import('encoding/json')
      return [
        wrap(document(program, sent.value), 'body, err := json.Marshal(', ')'),
        check('fail("The body cannot be written: %v", err)'),
      ]
    }
    case 'text':
      return `body := []byte(${program.text(sent.text)})`
    case 'form':
      program.import('net/url', 'strings')
      return [
        'form := []string{}',
        'field := func(name, value string) { form = append(form, url.QueryEscape(name)+"="+url.QueryEscape(value)) }',
        sent.fields.map(({ name, value }) => `field(${argument(program, name)}, ${argument(program, value)})`),
        'body := []byte(strings.Join(form, "&"))',
      ]
    case 'multipart':
      return multipart(program, sent.parts)
    case 'file':
      program.define('content', CONTENT)
      return `body := content(${program.scope.input(sent.input)})`
  }
}

function documentText(program: Program, sent: Parameters<typeof jsonTextPieces>[0]): string {
  program.import('encoding/json')
  program.define('value', JSON_VALUE)
  const pieces = jsonTextPieces(sent, program.scope, {
    quote: template => {
      program.define('quoted', [
        'func quoted(text string) string {',
        '\tdata, _ := json.Marshal(text)',
        '\treturn string(data)',
        '}',
      ])
      return `quoted(${sent.value.kind === 'string' ? program.text(template) : argument(program, template)})`
    },
    value: input => `string(value(${go.string(program.find(input).env)}, ${program.scope.input(input)}))`,
  })
  return expression(pieces, joined)
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
  return lines(
    sent,
    `if ${program.failed('response.StatusCode', { any: 'response.StatusCode/100 != 2' })} {`,
    `\tfail("The server answered %d, not ${program.expected}:\\n%s", response.StatusCode, ${said(program)})`,
    '}',
  )
}

/** The expression for what a failed answer says: by its fields where those are documented. */
function said(program: Program): string {
  if (!program.explainsFailures) return 'data'
  program.import('bytes', 'encoding/json', 'sort', 'strings')
  program.define('details', DETAILS)
  return 'details(data)'
}
