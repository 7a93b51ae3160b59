import { expect, test } from 'vitest'
import { CreateIntegration } from '../integrations/integrations.ts'
import { declared } from './declared.ts'
import { closed } from './schema.ts'
import { Type } from './type.ts'
import { problems } from './validate.ts'

test('a value that does not fit always has a problem, however many there are', () => {
  const schema = closed(Type.Object({ known: Type.Optional(Type.String()) }))
  for (const count of [1, 8, 9, 100]) {
    const value = Object.fromEntries(Array.from({ length: count }, (_, i) => [`unknown${i}`, i]))
    expect(problems(schema, value).length).toBeGreaterThan(0)
  }
  expect(problems(schema, { known: 'x' })).toEqual([])
})

test('a reply with many properties and one too many deep inside is seen', () => {
  const integration = {
    id: 'x',
    type: 'web',
    status: 'active',
    brandColor: 'abc',
    conversationColor: 'abc',
    actionColor: 'abc',
    displayStyle: 'tab',
    buttonWidth: '1',
    buttonHeight: '1',
    fixedIntroPane: true,
    businessName: 'x',
    attachmentsEnabled: true,
  }
  const reply = closed(CreateIntegration.reply)
  expect(problems(reply, { integration })).toEqual([])
  expect(problems(reply, { integration: { ...integration, prechatCapture: { secret: 1 } } })).not.toEqual([])
})

test('an address that nobody could call is no address', () => {
  const schema = Type.String({ format: 'uri' })
  for (const fits of ['https://example.com:65535/a?b#c', 'http://[::1]:80/']) expect(problems(schema, fits)).toEqual([])
  for (const wrong of ['https://example.com:65536/', 'https://256.0.0.1/', 'a b'])
    expect(problems(schema, wrong)).toHaveLength(1)
})

test('what a schema does not declare is left out at every depth, and free objects stay whole', () => {
  const schema = Type.Object({
    list: Type.Array(Type.Object({ name: Type.String() })),
    free: Type.Unsafe<object>({ type: 'object' }),
    nothing: Type.Null(),
  })
  const value = {
    list: [{ name: 'a', extra: 1 }],
    free: { any: { thing: 1 } },
    nothing: null,
    extra: 1,
    constructor: 1,
  }
  expect(declared(schema, value)).toEqual({ list: [{ name: 'a' }], free: { any: { thing: 1 } }, nothing: null })
})
