import { expect, test } from 'vitest'
import type { Reply } from '../request/reply.ts'
import { expectation } from './expect.ts'

const reply = (status: Reply['status'], contentType?: string, ...samples: string[]): Reply => ({
  status,
  name: '',
  samples,
  ...(contentType === undefined ? {} : { contentType }),
})
const JSON_TYPE = 'application/json'

test('documented statuses of success are expected, failures tell whether errors have fields', () => {
  const replies = [
    reply(201, JSON_TYPE, '{"id": 1}'),
    reply(200, JSON_TYPE, '{"id": 2}'),
    reply(404, JSON_TYPE, '{"code": "x"}'),
  ]
  expect(expectation(replies)).toMatchObject({
    statuses: [200, 201],
    content: { kind: 'json', mayBeEmpty: false, shape: { fields: [{ name: 'id', optional: false }] } },
    explainsFailures: true,
  })
})

test.each<[string, Reply[], number[], string]>([
  ['nothing', [], [], 'unknown'],
  ['204', [reply(204)], [204], 'empty'],
  ['a saved reply without a body', [reply(200, undefined, '')], [200], 'empty'],
  ['a page', [reply(200, 'text/html', '<p>')], [200], 'text'],
  ['text without a type', [reply(200, undefined, 'pong')], [200], 'text'],
  ['JSON without a type', [reply(200, undefined, '{"a": 1}')], [200], 'json'],
  ['JSON built upon', [reply(200, 'application/hal+json')], [200], 'json'],
  ['a whole hundred', [reply('2XX', JSON_TYPE), reply(201)], [], 'json'],
  ['a redirection alone', [reply(302), reply(400)], [302], 'unknown'],
  ['failures alone', [reply(400, JSON_TYPE, '{}')], [], 'unknown'],
])('%s', (_what, replies, statuses, kind) => {
  expect(expectation(replies)).toMatchObject({ statuses, content: { kind } })
})

test('where a success may come without a body, JSON may be missing', () => {
  expect(expectation([reply(200, JSON_TYPE, '[]'), reply(204)]).content).toMatchObject({
    kind: 'json',
    mayBeEmpty: true,
  })
})

test('a sample that is cut off does not spoil the others', () => {
  const { content } = expectation([reply(200, JSON_TYPE, '{"a": 1}', '{"a": ')])
  expect(content).toMatchObject({ shape: { fields: [{ name: 'a', shape: { kind: 'integer' } }] } })
})
