import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { bash } from '../src/languages/bash.ts'
import { c } from '../src/languages/c.ts'
import { elixir } from '../src/languages/elixir.ts'
import { go } from '../src/languages/go.ts'
import { java } from '../src/languages/java.ts'
import { javascript } from '../src/languages/javascript.ts'
import type { Language } from '../src/languages/language.ts'
import { lua } from '../src/languages/lua.ts'
import { identifier, Names } from '../src/languages/naming.ts'
import { decimal, fitsDouble } from '../src/languages/numbers.ts'
import { perl } from '../src/languages/perl.ts'
import { php } from '../src/languages/php.ts'
import { kotlin } from '../src/languages/plain/kotlin.ts'
import { python } from '../src/languages/python.ts'
import { ruby } from '../src/languages/ruby.ts'
import { rust } from '../src/languages/rust.ts'
import { cmd } from '../src/languages/windows/cmd.ts'
import { powershell } from '../src/languages/windows/powershell.ts'
import { argumentsFromBatch } from './batch.ts'

const all: Readonly<Record<string, Language>> = {
  bash,
  c,
  cmd,
  elixir,
  go,
  java,
  javascript,
  lua,
  perl,
  php,
  powershell,
  python,
  ruby,
  rust,
}

const HOSTILE = [
  '#{1 + 1}',
  '${HOME} $HOME `id` $(id)',
  `"it's"`,
  'back\\slash\\',
  'a\0b\u00001',
  'line\nbreak\r\n\u2028',
  '100% %s',
  '*/ /* // --> <!-- </script> ?> ]]>',
  'emoji 😀',
  'half \ud800 a character',
  'turned \u202e around \u2066',
  '@name #$x ~ ! ^ & | ; [x] {y}',
]

describe.each(Object.entries(all))('a literal of %s', (_name, language) => {
  test.each(HOSTILE)('shows what is in %j, and hides no sign that turns or breaks a line', text => {
    const literal = language.string(text)
    expect(literal.replaceAll('\n', language === bash ? '' : '\n')).not.toMatch(/[\p{Cc}\u2028\u202e\u2066]/u)
    expect(literal.isWellFormed()).toBe(true)
  })

  test('a comment ends with its line', () => {
    for (const line of language.comment('one\ntwo\r*/ ?> \u2028three \\')) {
      expect(line).not.toMatch(/[\r\n\u2028]/)
      expect(line).toMatch(/^(\/\/|#|--|rem)/)
      expect(language === php ? line : '').not.toContain('?>')
    }
  })
})

test.each([...HOSTILE, '__proto__'])('JavaScript reads its literal of %j as that text', text => {
  expect(runInNewContext(javascript.string(text))).toBe(text)
})

test.each([...HOSTILE, 'one " quote & more', '"', 'a\\', 'a\\"', '{"a": "<b>"}', ''])(
  'the prompt of Windows passes its literal of %j as that text, what is hidden as spaces',
  text => {
    const shown = text.toWellFormed().replace(/[\p{Cc}\u2028\u202e\u2066]/gu, ' ')
    expect(argumentsFromBatch(cmd.string(text))).toEqual([shown])
  },
)

test.each<[Language, string, string]>([
  [ruby, 'a #{x} #$y #@z #1', '"a \\#{x} \\#$y \\#@z #1"'],
  [elixir, 'a #{x} #1', '"a \\#{x} #1"'],
  [perl, 'a $x @y', '"a \\$x \\@y"'],
  [php, "it's $x \\", "'it\\'s $x \\\\'"],
  [php, 'a\n$x', '"a\\n\\$x"'],
  [bash, "it's", "'it'\\''s'"],
  [bash, 'a\tb', "$'a\\tb'"],
  [c, 'what??!', '"what\\??!"'],
  [java, 'a\u00001', '"a\\0001"'],
  [python, '\ud800', '"\\ud800"'],
  [go, '\ud800', '"\ufffd"'],
  [powershell, 'it’s $x "y"', `'it’’s $x "y"'`],
  [powershell, '$x “`y\t', '"`$x `“``y`t"'],
])('the literal of %# is spelt as its language wants', (language, text, literal) => {
  expect(language.string(text)).toBe(literal)
})

test.each<[Language, string, string | undefined]>([
  [python, '12345678901234567890', '12345678901234567890'],
  [python, '0.1234567890123456789', undefined],
  [javascript, '9007199254740993', undefined],
  [javascript, '1e400', undefined],
  [go, '1e400', 'json.Number("1e400")'],
  [rust, '9007199254740993', '9007199254740993i64'],
  [rust, '18446744073709551615', '18446744073709551615u64'],
  [java, '3000000000', '3000000000L'],
  [java, '1.10', '1.10'],
  [java, '123456789012345678901', 'new BigDecimal("123456789012345678901")'],
  [php, '9223372036854775808', undefined],
  [lua, '123456789012345', '123456789012345'],
  [lua, '9223372036854775808', undefined],
  [kotlin, '-9223372036854775807', '-9223372036854775807L'],
  [kotlin, '-9223372036854775808', 'BigDecimal("-9223372036854775808")'],
  [powershell, '9223372036854775807', '9223372036854775807'],
  [powershell, '9223372036854775808', undefined],
])('a number keeps its value or has no literal: %# %s', (language, source, literal) => {
  expect(language.number(source)).toBe(literal)
})

test('numbers are compared by their value', () => {
  expect(decimal('1.50')).toBe(decimal('15e-1'))
  expect(decimal('-0')).toBe('0')
  expect(decimal('1E400')).toBe('1e400')
  expect(fitsDouble('0.1')).toBe(true)
  expect(fitsDouble('0.10000000000000001')).toBe(false)
})

describe('names', () => {
  test('keep the whole path', () => {
    expect(identifier(['key', 'displayName'], 'snake')).toBe('key_display_name')
    expect(identifier(['key', 'displayName'], 'camel')).toBe('keyDisplayName')
    expect(identifier(['HTTPStatus-code 2'], 'pascal')).toBe('HttpStatusCode2')
  })

  test('are names whatever the text is', () => {
    for (const text of ['', '9th', '中文', '$', 'a b', '"q"', 'été', '-']) {
      expect(identifier([text], 'snake')).toMatch(/^[a-z][a-z0-9_]*$/)
    }
  })

  test('are given once, avoid what is reserved, and fold case where the language does', () => {
    const names = new Names({ reserved: new Set(['class']), foldsCase: true })
    const given = [['class'], ['id'], ['Id'], ['ID'], ['user', 'name'], ['userName']].map(path =>
      names.take(path, 'camel'),
    )
    expect(new Set(given.map(name => name.toLowerCase())).size).toBe(given.length)
    expect(given).not.toContain('class')
  })

  test.each(Object.entries(all))('of %s are never a reserved word', (_name, { names: rules }) => {
    for (const word of [...rules.reserved].slice(0, 40)) {
      expect(rules.reserved.has(new Names(rules).take([word], 'snake'))).toBe(false)
    }
  })
})
