import { expect, test } from 'vitest'
import { readOne } from '../postman.ts'
import { caseOf, every, executed, program, runFaults, runnable } from './programs.ts'

/** What the pages of the first generator of this kind got wrong about requests, each held against the programs it concerns. */

const key = (id: string) => program(id, 'create-integration-key')

test('1 · the curl command goes on over its lines', () => {
  const lines = key('curl-bash').split('\n')
  const start = lines.findIndex(line => line.includes('curl \\'))
  const end = lines.findIndex((line, at) => at > start && line.includes('--url'))
  expect(lines.slice(start, end).every(line => line.endsWith('\\'))).toBe(true)
})

test('2 · no brace of a placeholder stands in an address', () => expect(key('curl-bash')).not.toContain('{{'))

test.each(executed)('3 · %s invents no host', id =>
  expect(program(id, 'auth-none')).not.toMatch(/domain\.com|example\.com/),
)

test.each(executed)('4 · %s encodes the values in the path', id => {
  expect(program(id, 'path-encoding')).toMatch(/quote\(|encode|escape|PathEscape|encoded|@uri/i)
})

const byText = (url: string) =>
  readOne({ method: 'DELETE', url }, { variable: [{ key: 'url', value: 'http://a.test' }] })
const conversation = byText('{{url}}/v2/apps/{{appId}}/conversations/{{conversationId}}')

test.each(every)('5 · %s keeps the whole path of an address that is one text', id => {
  const text = program(id, conversation)
  expect(text).toMatch(/v2\/apps\/.*\/conversations\//)
  for (const env of ['APP_ID', 'CONVERSATION_ID']) expect(text).toContain(env)
})

test.each(runnable)('5 · what %s sends arrives at that path, and not at the root', async id => {
  expect(await runFaults(id, { deleted: conversation })).toEqual([])
})

test.each(executed)('6 · %s takes user and password from the environment', id => {
  expect(key(id)).toContain('API_USERNAME')
  expect(key(id)).toContain('API_PASSWORD')
  expect(key(id)).not.toMatch(/["']password["'](?!,)/)
})

const variables = readOne({
  method: 'POST',
  url: '{{url}}/links',
  auth: { type: 'basic', basic: { username: '{{secretId}}', password: '{{secretPassword}}' } },
  header: [{ key: 'X-API-Key', value: '{{postman_api_key}}' }],
  body: {
    mode: 'raw',
    raw: '{"role": "{{role_id}}", "level": {{level}}}',
    options: { raw: { language: 'json' } },
  },
})

test.each(every)('7 · %s leaves no placeholder in texts, headers and bodies: each is a variable', id => {
  const text = program(id, variables)
  for (const name of ['secretId', 'secretPassword', 'postman_api_key', 'role_id', 'level'])
    expect(text).not.toContain(`{{${name}}}`)
  for (const env of variables.inputs.map(input => input.env)) expect(text).toContain(env)
  expect(variables.inputs).toHaveLength(7)
})

test.each(executed)('23 · %s says the type of its body at most once', id => {
  expect(key(id).match(/content-type/gi)?.length ?? 0).toBeLessThanOrEqual(1)
})

test.each(executed)('24 · %s is short: no sample is repeated in comments', id => {
  expect(key(id)).not.toContain('int_5e4b0f225aca01092928f917')
})

test('27 · a body is a structure, or a text where that is asked for', () => {
  const request = caseOf('json-structure')
  const [structure, text] = (['structure', 'text'] as const).map(body => program('javascript-fetch', request, { body }))
  expect(structure).toContain("name: 'Ann'")
  expect(text).toContain('"name": "Ann"')
})
