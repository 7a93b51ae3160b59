import { describe, expect, test } from 'vitest'
import { inferShape } from '../../src/reply/infer.ts'
import { recordTypes } from '../../src/reply/read.ts'
import { parseJson } from '../../src/request/parse-json.ts'
import type { SampleRequest } from '../../src/request/request.ts'
import { read } from '../../src/sources/read.ts'
import { readOperation } from '../openapi.ts'
import { readOne } from '../postman.ts'
import { caseOf, every, executed, only, program, runFaults, runnable } from './programs.ts'

/** Faults seen in the programs of other generators. What goes over the wire is what the recorder compares. */

/** Ends a literal, begins code or a placeholder, or is lost on the way in some language. */
const HOSTILE = {
  'code of Ruby': '#{1 + 1} #$0 #@x',
  'code of shells and templates': '${HOME} $HOME $(id) `id` %HOME% ${x.y}',
  'single quotes': "it's ''quoted''",
  'double quotes': '"quoted" \\"twice\\"',
  backslashes: '\\ \\n \\\\ C:\\new \\',
  'a placeholder of another': '{{ x }} {0} %s %d :id',
  emoji: 'a 😀 👩‍👩‍👧 é e\u0301',
  marks: '? & = + % # ; , / : @ ! * ( ) [ ] | ^ ~ < >',
  'line breaks': 'one\ntwo\r\nthree\ttabbed',
  'line separators': 'one\u2028two\u2029three\u0085four',
}

/** Beyond what Postman can say: the texts of JSON alone. */
const HOSTILE_JSON = { ...HOSTILE, NUL: 'a\0b\u00001', 'a lone surrogate': 'half \ud800 a sign' }

const URL_OF = '{{baseUrl}}/things'
const pairs = Object.entries(HOSTILE)

const hostile: Readonly<Record<string, SampleRequest>> = {
  document: readOne({
    method: 'POST',
    url: URL_OF,
    body: { mode: 'raw', raw: JSON.stringify(HOSTILE_JSON), options: { raw: { language: 'json' } } },
  }),
  form: readOne({
    method: 'POST',
    url: URL_OF,
    body: { mode: 'urlencoded', urlencoded: pairs.map(([key, value]) => ({ key, value })) },
  }),
  parts: readOne({
    method: 'POST',
    url: URL_OF,
    body: { mode: 'formdata', formdata: pairs.map(([key, value]) => ({ key, value, type: 'text' })) },
  }),
  text: readOne({
    method: 'POST',
    url: URL_OF,
    header: [{ key: 'Content-Type', value: 'text/plain' }],
    body: { mode: 'raw', raw: Object.values(HOSTILE).join('\n') },
  }),
  query: readOne({
    method: 'GET',
    url: { raw: URL_OF, host: ['{{baseUrl}}'], path: ['things'], query: pairs.map(([key, value]) => ({ key, value })) },
  }),
  headers: readOne({
    method: 'GET',
    url: URL_OF,
    header: ['#{1 + 1}', "it's ${HOME} $(id) `id`", '"q" \\ %s', '{0}'].map((value, at) => ({ key: `X-${at}`, value })),
  }),
}

describe.each(runnable)('%s', id => {
  test.each(Object.keys(hostile))('sends hostile data in a %s as it is, and runs none of it', async name => {
    const request = hostile[name]
    if (request === undefined) throw new Error(`there is no ${name}`)
    const faults = await runFaults(id, { [name]: request })
    expect(faults.join()).toBe('')
  })

  test('keeps both of two headers of one name', async () => {
    const twice = only("curl https://a.test/x -H 'X-Tag: one' -H 'X-Tag: two'")
    expect(twice.headers).toHaveLength(2)
    expect(await runFaults(id, { twice })).toEqual([])
  })

  test('keeps a question mark in a query, and writes no second one', async () => {
    const query = readOne({ method: 'GET', url: '{{baseUrl}}/v2/x?q=1?a%2Bb=c%26d&r=?' })
    expect(query.url.query).toEqual([
      { name: ['q'], value: ['1?a+b=c&d'] },
      { name: ['r'], value: ['?'] },
    ])
    expect(await runFaults(id, { query })).toEqual([])
  })

  test('keeps every digit of big numbers', async () => {
    const name = 'json-big-integers'
    expect(await runFaults(id, { [name]: caseOf(name) })).toEqual([])
  })

  test('encodes the value of a variable in a form, not its placeholder', async () => {
    const form = readOne({
      method: 'POST',
      url: URL_OF,
      body: { mode: 'urlencoded', urlencoded: [{ key: 'a b', value: '{{v}}' }] },
    })
    expect(program(id, form)).not.toMatch(/%7B|\{\{/i)
    expect(await runFaults(id, { form })).toEqual([])
  })

  test('sends parts with a boundary of its own, also where a browser had written down its one', async () => {
    const parts = only(
      JSON.stringify({
        log: {
          entries: [
            {
              request: {
                method: 'POST',
                url: 'https://a.test/x',
                headers: [{ name: 'Content-Type', value: 'multipart/form-data; boundary=----Browser1' }],
                postData: {
                  mimeType: 'multipart/form-data; boundary=----Browser1',
                  params: [
                    { name: 'note', value: "it's", contentType: 'text/plain' },
                    { name: 'file', fileName: 'terms.pdf', contentType: 'application/pdf' },
                  ],
                },
              },
            },
          ],
        },
      }),
    )
    expect(parts.body).toMatchObject({ kind: 'multipart', parts: [{}, {}] })
    expect(await runFaults(id, { parts })).toEqual([])
  })

  test('sends the bytes of a file as a whole body', async () => {
    expect(await runFaults(id, { 'file-body': caseOf('file-body') })).toEqual([])
  })
})

test('no target leaves anything behind in the request that the next one would find', () => {
  const request = caseOf('create-integration-key')
  const alone = every.map(id => program(id, structuredClone(request)))
  expect(every.map(id => program(id, request))).toEqual(alone)
  expect(every.toReversed().map(id => program(id, request))).toEqual(alone.toReversed())
  for (const text of alone) expect(text).not.toMatch(/Content-Length"?: ""/i)
})

test.each(['ruby-nethttp', 'ruby-faraday'])('%s decides about TLS by the address that it is given when it runs', id => {
  const text = program(id, 'create-integration-key')
  if (text.includes('Net::HTTP')) expect(text).toMatch(/use_ssl.*scheme/)
  expect(text).not.toMatch(/VERIFY_NONE|verify: false/)
})

test.each(executed)('%s has the credentials of a folder around its request', id => {
  const inherited = readOne(
    { method: 'GET', url: URL_OF },
    { auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{accessToken}}' }] } },
  )
  expect(program(id, inherited)).toContain('ACCESS_TOKEN')
})

test('AWS: host, region and service are three things', () => {
  const { auth, inputs } = only(
    "curl https://b.s3.eu-west-1.amazonaws.com/k --aws-sigv4 'aws:amz:eu-west-1:s3' -u id:secret",
  )
  expect(auth).toMatchObject({ kind: 'awsSigV4', region: [{ input: 'region' }], service: [{ input: 'service' }] })
  const defaults = Object.fromEntries(inputs.map(input => [input.name, input.default]))
  expect(defaults).toMatchObject({
    baseUrl: 'https://b.s3.eu-west-1.amazonaws.com',
    region: 'eu-west-1',
    service: 's3',
  })
})

test.each(every)('%s gets the variables of a server of OpenAPI as inputs', id => {
  const request = readOperation(
    { responses: { 200: { description: '' } }, parameters: [{ name: 'id', in: 'path', schema: { type: 'string' } }] },
    {
      servers: [
        {
          url: 'https://{region}.domain.test/{base}',
          variables: { region: { default: 'eu' }, base: { default: 'v1' } },
        },
      ],
    },
  )
  const text = program(id, request)
  expect(text).not.toMatch(/%7B|https:\/\/\//i)
  for (const part of ['REGION', '.domain.test', 'BASE', 'things']) expect(text).toContain(part)
})

describe('types that are read from samples', () => {
  const shape = inferShape([parseJson('{"price": 1.0, "total": 18446744073709551616, "Id": "a", "id": "b"}')])
  const kinds = shape.kind === 'object' ? shape.fields.map(field => field.shape) : []

  test('1.0 is no integer, and 2^64 is one that no double stands for', () => {
    expect(kinds.slice(0, 2)).toEqual([
      { kind: 'number', size: 'double' },
      { kind: 'integer', size: 'big' },
    ])
  })

  test('Id and id are two fields with names that say so', () => {
    expect(recordTypes(shape).records).toHaveLength(1)
    const request = readOne({ method: 'GET', url: URL_OF }, {}, [
      {
        name: 'ok',
        code: 200,
        header: [{ key: 'Content-Type', value: 'application/json' }],
        body: '{"Id": "a", "id": "b"}',
      },
    ])
    expect(program('go-nethttp', request)).toMatch(/Id +string `json:"Id"`\n\s+Id2 +string `json:"id"`/)
  })

  test.each(executed.filter(id => id.startsWith('python')))('%s checks kinds also where asserts are off', id => {
    expect(program(id, 'json-list-of-records')).not.toMatch(/\bassert\b/)
  })
})

test('a body of any kind that a source holds is in the request: none is dropped without a note', () => {
  const bodies = read(
    JSON.stringify({
      info: { name: 'B', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
      item: [
        { mode: 'graphql', graphql: { query: '{ a }', variables: '{"b": 1}' } },
        { mode: 'file', file: { src: '/tmp/a.bin' } },
        { mode: 'formdata', formdata: [{ key: 'f', type: 'file', src: '/tmp/a.bin' }] },
        { mode: 'raw', raw: '<a/>', options: { raw: { language: 'xml' } } },
      ].map(body => ({ name: body.mode, request: { method: 'POST', url: URL_OF, body } })),
    }),
  ).items.map(({ request }) => request.body.kind)
  expect(bodies).toEqual(['graphql', 'file', 'multipart', 'text'])
})
