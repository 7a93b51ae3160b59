import { expect, test } from 'vitest'
import { faults } from '../request/faults.ts'
import { read } from './read.ts'

const request = {
  method: 'POST',
  url: 'https://a.example/x?a=1%202&b',
  headers: [
    { name: ':authority', value: 'a.example' },
    { name: 'Host', value: 'a.example' },
    { name: 'Content-Length', value: '5' },
    { name: 'Accept-Encoding', value: 'gzip, br' },
    { name: 'content-type', value: 'application/json' },
    { name: 'accept', value: 'a/b' },
  ],
  queryString: [{ name: 'a', value: 'ignored' }],
  cookies: [{ name: 'sid', value: '1' }],
  postData: { mimeType: 'application/json', text: '{"a": 1}' },
}

function archive(...entries: object[]) {
  const items = read(JSON.stringify({ log: { creator: { name: 'Browser' }, entries } })).items
  for (const item of items) expect(faults(item.request)).toEqual([])
  return items.map(item => item.request)
}

test('a request is what was sent, without what the transport adds', () => {
  const response = {
    status: 200,
    statusText: 'OK',
    content: { mimeType: 'application/json; charset=utf-8', text: 'eyJiIjoxfQ==', encoding: 'base64' },
  }
  expect(archive({ request, response })).toMatchObject([
    {
      id: 'POST https://a.example/x',
      path: ['POST /x'],
      url: {
        path: [['x']],
        query: [
          { name: ['a'], value: ['1 2'] },
          { name: ['b'], value: [] },
        ],
      },
      headers: [{ name: 'accept' }, { name: 'Cookie', value: [{ input: 'Cookie' }] }],
      body: { kind: 'json' },
      replies: [{ status: 200, name: 'OK', contentType: 'application/json', samples: ['{"b":1}'] }],
    },
  ])
})

test('one request without an archive around it is read, too', () => {
  expect(read(JSON.stringify(request)).items).toHaveLength(1)
})

test('a body of parts is read from its fields, and from the text that a browser keeps', () => {
  const fields = {
    mimeType: 'multipart/form-data; boundary=xx',
    params: [
      { name: 'a', value: '1' },
      { name: 'f', fileName: 'x.png', contentType: 'image/png' },
    ],
  }
  const text =
    '--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--xx\r\nContent-Disposition: form-data; name="f"; filename="x.png"\r\nContent-Type: image/png\r\n\r\n\r\n--xx--\r\n'
  const [one, other] = archive(
    { request: { ...request, postData: fields } },
    { request: { ...request, postData: { mimeType: fields.mimeType, text } } },
  )
  expect(one?.body).toMatchObject({
    kind: 'multipart',
    parts: [{ value: ['1'] }, { kind: 'file', contentType: 'image/png' }],
  })
  expect(other?.body).toEqual(one?.body)
})

test('a form is read from its fields', () => {
  const postData = { mimeType: 'application/x-www-form-urlencoded', params: [{ name: 'a', value: 'x y' }] }
  const headers = [{ name: 'content-type', value: postData.mimeType }]
  expect(archive({ request: { ...request, headers, postData } })[0]?.body).toEqual({
    kind: 'form',
    fields: [{ name: ['a'], value: ['x y'] }],
  })
})

test('an entry without an address is refused with its place', () => {
  expect(() => archive({ request: { method: 'GET' } })).toThrow('log.entries[0].request.url is missing')
})
