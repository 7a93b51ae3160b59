import TypeBox, { type TSchema } from 'typebox'
import { describe, expect, test } from 'vitest'
import { Type } from './type.ts'

type Builders = Pick<typeof TypeBox, keyof typeof Type>

const thing = (type: Builders) =>
  type.Object(
    {
      id: type.String({ description: 'Its id.' }),
      size: type.Optional(type.Integer({ minimum: 1 })),
      tags: type.Optional(type.Array(type.Unsafe<'a' | 'b'>({ enum: ['a', 'b'] }), { maxItems: 2 })),
    },
    { title: 'Thing', additionalProperties: false },
  )

const built: [string, (type: Builders) => TSchema][] = [
  ['an object with optional properties', thing],
  ['an object without properties', type => type.Object({})],
  ['an object that holds another', type => type.Object({ inner: type.Optional(thing(type)) })],
  ['an object of the properties of another', type => type.Object({ ...thing(type).properties, more: type.Boolean() })],
  ['a part of an object', type => type.Pick(thing(type), ['id', 'size'], { title: 'Part' })],
  ['an object without a part', type => type.Omit(thing(type), ['id'])],
  ['an object that needs nothing', type => type.Partial(thing(type))],
  [
    'an object with properties of one that needs nothing',
    type => type.Object({ ...type.Partial(thing(type)).properties }),
  ],
  ['a list', type => type.Array(type.Number(), { minItems: 1 })],
  ['null', type => type.Null()],
  ['a schema as it is', type => type.Unsafe({ type: ['string', 'null'], 'x-problem': 'should be told' })],
]

describe('our builders make of everything the JSON Schema that TypeBox makes:', () => {
  test.each(built)('%s', (_, build) => {
    expect(JSON.stringify(build(Type))).toBe(JSON.stringify(build(TypeBox)))
  })
})

test('what is made optional is a copy, and what it was made from stays required', () => {
  const name = Type.String()
  expect(JSON.stringify(Type.Object({ first: Type.Optional(name), last: name }))).toContain('"required":["last"]')
})
