import { plainCode, spaced } from '../../families/plain/code.ts'
import type { Dialect } from '../../families/plain/dialect.ts'

import { kotlin } from '../../languages/plain/kotlin.ts'
import { signingNotes } from '../../program/notes.ts'
import { type Plan, planOf, titleOf } from '../../program/plan.ts'
import { wrap } from '../../program/structure.ts'
import type { ReadItem } from '../../reply/reading.ts'
import { block, fileText } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { FUNCTIONS } from './functions.ts'

const TAB = '    '

export const kotlinOkHttp: Target = {
  id: 'kotlin-okhttp',
  language: 'Kotlin',
  title: 'Kotlin with OkHttp',
  extension: 'kt',
  proof: 'parsed',
  options: ['body', 'secrets'],
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2'])
    const { main, functions } = plainCode(plan, dialect)
    const text = fileText(
      kotlin.comment(titleOf(plan)),
      IMPORTS.map(name => `import ${name}`),
      '',
      block(TAB, 'fun main() {', main, '}'),
      '',
      spaced(functions),
      '',
      'class Answer(val status: Int, val text: String)',
    )
    return {
      files: [
        { name: `src/main/kotlin/${options.name}.kt`, text },
        { name: 'build.gradle.kts', text: BUILD.replace('NAME', mainClass(options.name)) },
      ],
      install: [],
      run: 'gradle run --quiet',
      notes: [...request.notes, ...signingNotes(plan), ...bodyNotes(plan)],
    }
  },
}

const IMPORTS = [
  'com.fasterxml.jackson.core.JsonProcessingException',
  'com.fasterxml.jackson.databind.DeserializationFeature',
  'com.fasterxml.jackson.databind.ObjectMapper',
  'java.io.File',
  'java.io.IOException',
  'java.math.BigDecimal',
  'java.time.Duration',
  'java.util.Base64',
  'java.util.UUID',
  'kotlin.system.exitProcess',
  'okhttp3.MediaType.Companion.toMediaTypeOrNull',
  'okhttp3.OkHttpClient',
  'okhttp3.Request',
  'okhttp3.RequestBody.Companion.toRequestBody',
]

/** What Kotlin makes of the name of a file with a function `main`. */
function mainClass(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Kt`
}

function bodyNotes({ request: { method }, body: { kind } }: Plan): string[] {
  return kind !== 'none' && (method === 'GET' || method === 'HEAD')
    ? [`OkHttp sends no body with ${method}: this program cannot send its request.`]
    : []
}

const BUILD = `plugins {
    kotlin("jvm") version "2.0.21"
    application
}

repositories { mavenCentral() }

dependencies {
    implementation("com.squareup.okhttp3:okhttp:4.12.0")
    implementation("com.fasterxml.jackson.core:jackson-databind:2.17.2")
}

application { mainClass.set("NAME") }
`

const dialect: Dialect = {
  language: kotlin,
  casing: 'camel',
  tab: TAB,
  fixed: [
    'answer',
    'body',
    'boundary',
    'granted',
    'headers',
    'mapper',
    'parts',
    'reply',
    'token',
    'tokenHeaders',
    'url',
  ],
  text: {
    literal: kotlin.string,
    combine: pieces =>
      `"${pieces.map(piece => (typeof piece === 'string' ? kotlin.string(piece).slice(1, -1) : `\${${piece.code}}`)).join('')}"`,
  },
  functions: FUNCTIONS,
  call: (name, args) => `${name}(${args.join(', ')})`,
  declare: (name, value) => wrap(value, `val ${name} = `),
  structure: {
    object: ['mapOf(', ')'],
    array: ['listOf(', ')'],
    emptyObject: 'mapOf<String, Any>()',
    emptyArray: 'listOf<Any>()',
    separator: ',',
    trailing: true,
  },
  key: name => `${name} to `,
  words: { true: 'true', false: 'false', null: 'null' },
  list: (of, items) => {
    const type = of === 'headers' ? '<Pair<String, String>>' : '<ByteArray>'
    if (items.length === 0) return [`listOf${type}()`]
    return block(
      TAB,
      `listOf${type}(`,
      items.map(item => `${item},`),
      ')',
    )
  },
  pair: (name, value) => `${name} to ${value}`,
  answer: { status: 'answer.status', text: 'answer.text' },
  failed: { any: 'answer.status / 100 != 2', and: '&&', not: '!=' },
  when: (condition, body) => block(TAB, `if (${condition}) {`, body, '}'),
  isFilled: text => `${text} != ""`,
  value: (from, path, value, absent) =>
    `${absent ? 'optionalValue' : 'value'}<${typeOf(value)}>(${[from, ...path].join(', ')})`,
  orNone: list => `${list} ?: listOf<Any?>()`,
  isThere: name => `${name} != null`,
  shown: (name, { kind }) => (kind === 'any' || kind === 'map' || kind === 'null' ? `json(${name})` : name),
  print: text => `println(${text})`,
  each: (list, item, index, isNullable, body, value) =>
    block(
      TAB,
      `for ((${index}, ${item}Node) in ${list}.withIndex()) {`,
      [isNullable && `if (${item}Node == null) continue`, `val ${item} = value<${typeOf(value)}>(${item}Node)`, body],
      '}',
    ),
}

/** A number keeps its digits: `Int`, `Long`, `BigInteger` or `BigDecimal`, as long as it has to be. */
function typeOf(value: ReadItem): string {
  switch (value.kind) {
    case 'string':
      return 'String'
    case 'integer':
    case 'number':
      return 'Number'
    case 'boolean':
      return 'Boolean'
    case 'list':
      return 'List<*>'
    case 'map':
    case 'record':
      return 'Map<*, *>'
    case 'any':
    case 'null':
      return 'Any'
  }
}
