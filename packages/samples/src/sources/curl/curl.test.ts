import { describe, expect, test } from 'vitest'
import { faults } from '../../request/faults.ts'
import { printJson } from '../../request/print-json.ts'
import type { SampleRequest } from '../../request/request.ts'
import type { Template } from '../../request/template.ts'
import { read } from '../read.ts'

function one(source: string): SampleRequest {
  const { items } = read(source)
  const [item] = items
  if (item === undefined || items.length > 1) throw new Error(`${items.length} requests were read`)
  expect(faults(item.request)).toEqual([])
  return item.request
}

const text = (template: Template) =>
  template.map(part => (typeof part === 'string' ? part : `<${part.input}>`)).join('')
const bodyText = ({ body }: SampleRequest) => (body.kind === 'text' ? text(body.text) : body.kind)
const json = ({ body }: SampleRequest) => (body.kind === 'json' ? JSON.parse(printJson(body.value)) : body.kind)

test('the command of the model page is what its item is', () => {
  const request = one(
    `curl -X POST
	-u 'username:password'
	-H "Content-Type: application/json" \\
	-d '{
    "displayName": "My custom key"
}' \\
https://domain.com/v2/apps/{{appId}}/integrations/:integrationId/keys`
      .replace('POST\n', 'POST \\\n')
      .replace("password'\n", "password' \\\n"),
  )
  expect(request).toMatchObject({
    method: 'POST',
    url: { path: [['v2'], ['apps'], [{ input: 'appId' }], ['integrations'], [{ input: 'integrationId' }], ['keys']] },
    auth: { kind: 'basic', username: [{ input: 'username' }], password: [{ input: 'password' }] },
  })
  expect(json(request)).toEqual({ displayName: 'My custom key' })
  expect(request.inputs.map(({ env, default: value }) => [env, value])).toEqual([
    ['BASE_URL', 'https://domain.com'],
    ['APP_ID', undefined],
    ['INTEGRATION_ID', undefined],
    ['API_USERNAME', undefined],
    ['API_PASSWORD', undefined],
    ['TIMEOUT_SECONDS', '30'],
  ])
})

describe('quotes are undone as the shell does', () => {
  test.each([
    [`'it'\\''s'`, "it's"],
    [`"a \\"b\\" \\$c \\\\ \\x"`, 'a "b" $c \\ \\x'],
    [String.raw`$'tab\there\'s \u00e9 \x41 \101 \U0001F600'`, "tab\there's é A A 😀"],
    [`plain\\ with\\ space`, 'plain with space'],
    [`a'b'"c"d`, 'abcd'],
    [`"one \\\ntwo"`, 'one two'],
    [`'new\nline'`, 'new\nline'],
    [`'$HOME'`, '$HOME'],
    [`"$NAME and \${OTHER} and \${LAST:-x}"`, '<NAME> and <OTHER> and <LAST>'],
    [`"$(date +%s)"`, '<date>'],
    [`"$5"`, '$5'],
  ])('%s', (written, meant) => {
    expect(bodyText(one(`curl https://a.example -H 'content-type: text/plain' --data-raw ${written}`))).toBe(meant)
  })
})

test('copied for cmd.exe, the request is the one copied for bash', () => {
  const cmd = one(
    [
      'curl ^"https://a.example/x?y=1^&z=^%^41^" ^',
      '  -H ^"accept: text/plain^" ^',
      '  -H ^"content-type: application/json^" ^',
      '  --data-raw ^"^{^\\^"a^\\^":^\\^"it\'s ^\\^\\^\\^"b^\\^\\^\\^"^\\^"^}^"',
    ].join('\r\n'),
  )
  const bash = one(
    `curl 'https://a.example/x?y=1&z=%41' -H 'accept: text/plain' -H 'content-type: application/json' --data-raw $'{"a":"it\\'s \\\\"b\\\\""}'`,
  )
  expect(json(cmd)).toEqual({ a: 'it\'s "b"' })
  expect({ ...cmd, id: '' }).toEqual({ ...bash, id: '' })
})

test('written by hand for cmd.exe, with carets only at the ends of lines', () => {
  const request = one(
    'curl -X PUT ^\r\n -d "{\\"a\\": \\"%NAME%\\"}" ^\r\n -H "Content-Type: application/json" https://a.example/',
  )
  expect(request.method).toBe('PUT')
  expect(json(request)).toEqual({ a: '{{NAME}}' })
})

test('written for PowerShell', () => {
  const request = one("curl.exe -X POST `\n -H 'Content-Type: text/plain' `\n -d 'it''s' \"https://a.example/$id\"")
  expect(request.method).toBe('POST')
  expect(bodyText(request)).toBe("it's")
  expect(request.url.path).toEqual([[{ input: 'id' }]])
})

describe('options say what is sent', () => {
  test.each<[string, object]>([
    ['curl a.example', { method: 'GET', body: { kind: 'none' } }],
    ['curl -I a.example', { method: 'HEAD' }],
    ['curl -sSXDELETE a.example', { method: 'DELETE' }],
    ['curl -T report.pdf a.example/x', { method: 'PUT', body: { kind: 'file', input: 'file' } }],
    [
      'curl a.example -d a=1 -d b=%202',
      {
        body: {
          kind: 'form',
          fields: [
            { name: ['a'], value: ['1'] },
            { name: ['b'], value: [' 2'] },
          ],
        },
      },
    ],
    [
      "curl a.example --data-urlencode 'q=a&b c' --data-urlencode '=x=y'",
      { body: { kind: 'form', fields: [{ value: ['a&b c'] }, { name: ['x=y'] }] } },
    ],
    [
      "curl -G a.example/s -d q=1 --data-urlencode 'r=ü'",
      { method: 'GET', url: { query: [{ value: ['1'] }, { name: ['r'], value: ['ü'] }] } },
    ],
    [
      'curl a.example --json \'{"a":1}\'',
      {
        method: 'POST',
        headers: [{ name: 'Accept', value: ['application/json'] }],
        body: { kind: 'json', contentType: 'application/json' },
      },
    ],
    [
      'curl a.example --data-binary @x.bin -H "Content-Type: image/png"',
      { body: { kind: 'file', contentType: 'image/png' } },
    ],
    [
      'curl a.example -F a=1 -F "f=@x y.png;type=image/png;filename=z.png"',
      {
        method: 'POST',
        body: {
          kind: 'multipart',
          parts: [
            { kind: 'text', value: ['1'] },
            { kind: 'file', input: 'fFile', fileName: 'z.png', contentType: 'image/png' },
          ],
        },
      },
    ],
    ["curl a.example --form-string 'a=@b;type=c'", { body: { parts: [{ kind: 'text', value: ['@b;type=c'] }] } }],
    ['curl --digest -u me:x a.example', { auth: { kind: 'digest' } }],
    ['curl --aws-sigv4 aws:amz:eu-west-1:s3 -u key:secret a.example', { auth: { kind: 'awsSigV4' } }],
    ['curl --oauth2-bearer abc a.example', { auth: { kind: 'bearer', token: [{ input: 'token' }] } }],
    [
      'curl -H "Authorization: Bearer $TOKEN" a.example',
      { auth: { kind: 'bearer', token: [{ input: 'TOKEN' }] }, headers: [] },
    ],
    ['curl -H "Authorization: Basic dXNlcjE6cGFzcw==" a.example', { auth: { kind: 'basic' } }],
    ['curl -H "X-API-Key: abc" a.example', { headers: [{ name: 'X-API-Key', value: [{ input: 'X-API-Key' }] }] }],
    [
      'curl -A me -e b.example -b "a=1" a.example',
      { headers: [{ name: 'User-Agent' }, { name: 'Referer' }, { name: 'Cookie', value: [{ input: 'Cookie' }] }] },
    ],
    [
      'curl -k -x proxy:1 a.example',
      { notes: ['The option --proxy of curl is not carried over.', expect.stringContaining('certificate')] },
    ],
    ['curl https://me:pw@a.example', { auth: { kind: 'basic' } }],
  ])('%s', (command, expected) => expect(one(command)).toMatchObject(expected))
})

test('a secret is not written into the program, wherever it stands', () => {
  const request = one(
    "curl -u me:hunter2 -H 'X-Auth-Token: hunter2' -b 'session=hunter2' 'https://a.example/?api_key=hunter2'",
  )
  expect(JSON.stringify(request)).not.toContain('hunter2')
})

test('how long to wait is taken from the command', () => {
  expect(one('curl -m 5 a.example').inputs.at(-1)).toMatchObject({ kind: 'timeout', default: '5' })
})

test('several commands, addresses and --next are requests of their own, whatever stands between', () => {
  const source = `# two calls\nexport X=1; curl a.example/1 a.example/2 && echo done\n$ curl -d x=1 a.example/3 --next a.example/4 > out.txt 2>&1 | jq .`
  expect(read(source).items.map(({ request }) => `${request.method} ${request.url.path.map(text)}`)).toEqual([
    'GET 1',
    'GET 2',
    'POST 3',
    'GET 4',
  ])
})

test.each([
  ["curl 'https://a.example", 'line 1, column 6: a quote is not closed'],
  ['curl https://a.example -d', 'The option -d of curl ends the command, but it needs a value'],
  ['curl -X POST', 'A command calls curl without an address'],
  ['curl -P? a.example', "curl has no option '-P', which stands in '-P?'"],
])('%s is refused', (command, message) => expect(() => read(command)).toThrow(message))
