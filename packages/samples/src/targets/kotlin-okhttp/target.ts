import { type PlainCode, plainCode, spaced } from '../../families/plain/code.ts'
import { plainJson } from '../../families/plain/json.ts'
import { kotlin } from '../../languages/plain/kotlin.ts'
import { signingNotes } from '../../program/notes.ts'
import { type Plan, planOf, titleOf } from '../../program/plan.ts'
import { block, type Code, fileText, sections } from '../../writer/lines.ts'
import type { Sample, Target } from '../target.ts'
import { dialect, TAB } from './dialect.ts'

export const kotlinOkHttp: Target = {
  id: 'kotlin-okhttp',
  language: 'Kotlin',
  title: 'Kotlin with OkHttp',
  extension: 'kt',
  proof: 'parsed',
  options: ['body', 'secrets'],
  json: plainJson(dialect, (plan, { main, functions }) =>
    // Java writes in the character set of the system, and Gradle runs a program without its own standard input.
    sample(plan, { main: ['System.setOut(PrintStream(System.out, true, "UTF-8"))', ...main], functions }, [], READS),
  ),
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2'])
    const made = sample(plan, plainCode(plan, dialect), 'class Answer(val status: Int, val text: String)')
    return { ...made, notes: [...request.notes, ...signingNotes(plan), ...bodyNotes(plan)] }
  },
}

function sample(plan: Plan, { main, functions }: PlainCode, types: Code, tasks: Code = []): Sample {
  const { name } = plan.options
  const code = sections(block(TAB, 'fun main() {', main, '}'), spaced(functions), types)
  const needing = [...functions.flat(), ...(main.join('\n').match(NEEDED_BY_MAIN) ?? [])].join('\n')
  const isUsed = (path: string) => new RegExp(`\\b${path.split('.').at(-1)}\\b`).test(needing)
  const imports = IMPORTS.filter(isUsed).map(path => `import ${path}`)
  const libraries = LIBRARIES.filter(([path]) => imports.some(line => line.includes(path)))
  return {
    files: [
      {
        name: `src/main/kotlin/${name}.kt`,
        text: fileText(sections([kotlin.comment(titleOf(plan)), imports], code)),
      },
      {
        name: 'build.gradle.kts',
        text: build(
          name,
          libraries.map(([, library]) => library),
          tasks,
        ),
      },
    ],
    install: [],
    run: 'gradle run --quiet',
    notes: [],
  }
}

/** What the lines of `main` use themselves: in their texts stand words of others. */
const NEEDED_BY_MAIN = /\b(?:BigDecimal|PrintStream)\(/g

/** What is imported where a function uses it, or `main` itself. */
const IMPORTS = [
  'com.fasterxml.jackson.core.JsonProcessingException',
  'com.fasterxml.jackson.databind.DeserializationFeature',
  'com.fasterxml.jackson.databind.ObjectMapper',
  'java.io.File',
  'java.io.IOException',
  'java.io.PrintStream',
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

/** What stands in the imports where a library is used, and the library. */
const LIBRARIES = [
  ['okhttp3', 'com.squareup.okhttp3:okhttp:4.12.0'],
  ['com.fasterxml', 'com.fasterxml.jackson.core:jackson-databind:2.17.2'],
] as const

const READS = 'tasks.named<JavaExec>("run") { standardInput = System.`in` }'

function build(name: string, libraries: readonly string[], tasks: Code): string {
  const dependencies = libraries.map(library => `implementation("${library}")`)
  return fileText(
    sections(
      block(TAB, 'plugins {', ['kotlin("jvm") version "2.0.21"', 'application'], '}'),
      'repositories { mavenCentral() }',
      dependencies.length > 0 && block(TAB, 'dependencies {', dependencies, '}'),
      `application { mainClass.set("${mainClass(name)}") }`,
      tasks,
    ),
  )
}
