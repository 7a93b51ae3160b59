import { type PlainCode, plainCode, spaced } from '../../families/plain/code.ts'
import { plainJson } from '../../families/plain/json.ts'
import { dart } from '../../languages/plain/dart.ts'
import { roundingNotes, signingNotes } from '../../program/notes.ts'
import { type Plan, planOf, titleOf } from '../../program/plan.ts'
import { block, fileText, lines, sections } from '../../writer/lines.ts'
import type { Sample, Target } from '../target.ts'
import { dialect, TAB } from './dialect.ts'

export const dartHttp: Target = {
  id: 'dart-http',
  language: 'Dart',
  title: 'Dart with http',
  extension: 'dart',
  proof: 'parsed',
  options: ['body', 'secrets'],
  json: plainJson(dialect, sample),
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2'])
    const made = sample(plan, plainCode(plan, dialect))
    return {
      ...made,
      files: [...made.files, { name: 'pubspec.yaml', text: PUBSPEC }],
      install: ['dart pub get'],
      notes: [...request.notes, ...signingNotes(plan), ...made.notes],
    }
  },
}

function sample(plan: Plan, { main, functions }: PlainCode): Sample {
  const code = sections(block(TAB, 'Future<void> main() async {', main, '}'), spaced(functions))
  const needing = functions.flat().join('\n')
  const imports = IMPORTS.map(group => group.flatMap(([line, used]) => (used.test(needing) ? [line] : [])))
  const name = `${plan.options.name}.dart`
  return {
    files: [{ name, text: fileText(dart.comment(titleOf(plan)), lines(sections(...imports, code))) }],
    install: [],
    run: `dart run ${name}`,
    notes: roundingNotes(plan, 'int64'),
  }
}

/** What is imported where a function uses something of it; what comes with the language first. */
const IMPORTS: readonly (readonly (readonly [line: string, used: RegExp])[])[] = [
  [
    ["import 'dart:convert';", /\bjson(?:En|De)code\b|\bbase64\b|\bUtf8(?:En|De)coder\b/],
    ["import 'dart:io';", /\b(?:stdin|stderr|File|Platform)\b/],
    ["import 'dart:math';", /\bRandom\b/],
  ],
  [["import 'package:http/http.dart' as http;", /\bhttp\.Client\b/]],
]

const PUBSPEC = `name: sample
environment:
  sdk: ^3.0.0
dependencies:
  http: ^1.2.0
`
