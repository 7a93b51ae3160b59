import { describe, expect, test } from 'vitest'
import type { JsonTemplate } from './json.ts'
import { parseJson } from './parse-json.ts'
import { printJson } from './print-json.ts'

const withPlaceholders = (text: string) =>
  parseJson(text, {
    lenient: true,
    text: plain =>
      plain
        .split(/(\{\{\w+\}\})/)
        .filter(Boolean)
        .map(part => (part.startsWith('{{') ? { input: part.slice(2, -2) } : part)),
    value: input => ({ kind: 'input', input }),
  })

test.each([
  '0',
  '-0',
  '1.0',
  '1e400',
  '12345678901234567890',
  '0.1234567890123456789',
  '{"b": 1, "a": 2, "10": 3, "2": 4}',
  '["it\'s", "\\"", "\\\\", "\\u0000", "\\ud800", "😀", "</script>"]',
  '[null, true, false, {}, []]',
])('%s comes back digit for digit and in its order', text => {
  expect(
    printJson(parseJson(text))
      .replaceAll(/\s*\n\s*/g, ' ')
      .replaceAll(/([[{]) | (?=[\]}])/g, '$1'),
  ).toBe(text)
})

test('whatever JSON.parse reads is read alike', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  const value = (depth: number): unknown => {
    switch (random(depth > 4 ? 4 : 6)) {
      case 0:
        return random(1000) / 8 - 40
      case 1:
        return String.fromCharCode(...Array.from({ length: random(6) }, () => random(0xffff)))
      case 2:
        return random(2) === 1
      case 3:
        return null
      case 4:
        return Array.from({ length: random(4) }, () => value(depth + 1))
      default:
        return Object.fromEntries(
          Array.from({ length: random(4) }, (_, index) => [`k${index}${random(9)}`, value(depth + 1)]),
        )
    }
  }
  for (let round = 0; round < 500; round += 1) {
    const text = JSON.stringify(value(0), null, random(3))
    expect(printJson(parseJson(text))).toBe(JSON.stringify(JSON.parse(text), null, 2))
  }
})

test('placeholders stand for texts, pieces of texts, names and whole values', () => {
  expect(withPlaceholders('{"{{k}}": "a{{b}}c", "n": {{ n }}, "l": [{{x}},{{y}}], }')).toEqual({
    kind: 'object',
    members: [
      { name: [{ input: 'k' }], value: { kind: 'string', value: ['a', { input: 'b' }, 'c'] } },
      { name: ['n'], value: { kind: 'input', input: 'n' } },
      { name: ['l'], value: { kind: 'array', items: ['x', 'y'].map(input => ({ kind: 'input', input })) } },
    ],
  } satisfies JsonTemplate)
})

test('comments, last commas and line ends in texts pass where people write by hand', () => {
  const text = '// note\n{"a": 1, /* b */ "c": "d\ne",}'
  expect(printJson(parseJson(text, { lenient: true }))).toBe('{\n  "a": 1,\n  "c": "d\\ne"\n}')
  expect(() => parseJson(text)).toThrow('line 1, column 1: a value is expected')
})

test('of a member that recurs the last counts', () => {
  expect(printJson(parseJson('{"a": 1, "b": 2, "a": 3}'))).toBe(JSON.stringify({ a: 3, b: 2 }, null, 2))
})

describe('what is no JSON is refused with its place', () => {
  test.each([
    ['', 'line 1, column 1: the document ends too early'],
    ['{"a": 1,\n "b" 2}', "line 2, column 6: ':' is expected after the name of a member"],
    ['[1, 2', "line 1, column 6: ',' or ']' is expected"],
    ['[1,]', "line 1, column 4: a value is expected before ']'"],
    ['{a: 1}', 'line 1, column 2: the name of a member is expected, in double quotes'],
    ['"abc', 'line 1, column 5: a text is not closed'],
    ['"\\x"', 'line 1, column 2: an escape is not one of JSON'],
    ['"a\nb"', 'line 1, column 3: a control character stands in a text'],
    ['01', 'line 1, column 2: there is more after the end of the document'],
    ['nul', 'line 1, column 1: a value is expected'],
    ['{"a": {{x}}}', 'line 1, column 8: the name of a member is expected, in double quotes'],
    ['['.repeat(201), 'line 1, column 201: the document is nested deeper than 200 levels'],
  ])('%j', (text, message) => expect(() => parseJson(text)).toThrow(message))
})
