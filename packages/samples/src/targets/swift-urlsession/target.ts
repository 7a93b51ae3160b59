import { plainCode, spaced } from '../../families/plain/code.ts'
import { plainJson } from '../../families/plain/json.ts'
import { swift } from '../../languages/plain/swift.ts'
import { roundingNotes, signingNotes } from '../../program/notes.ts'
import { type Plan, planOf, titleOf } from '../../program/plan.ts'
import { type Code, fileText, sections } from '../../writer/lines.ts'
import type { Sample, Target } from '../target.ts'
import { dialect } from './dialect.ts'

export const swiftUrlSession: Target = {
  id: 'swift-urlsession',
  language: 'Swift',
  title: 'Swift with URLSession',
  extension: 'swift',
  proof: 'parsed',
  options: ['body', 'secrets'],
  json: plainJson(dialect, (plan, { main, functions }) => sample(plan, 'import Foundation', spaced(functions), main)),
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2'])
    const { main, functions } = plainCode(plan, dialect)
    const made = sample(plan, IMPORTS, spaced(functions), main)
    return { ...made, notes: [...request.notes, ...signingNotes(plan), ...made.notes] }
  },
}

const IMPORTS = ['import Foundation', '#if canImport(FoundationNetworking)', 'import FoundationNetworking', '#endif']

/** Only a file of this name may have statements outside of functions, and wait in them. */
function sample(plan: Plan, imports: Code, ...parts: readonly Code[]): Sample {
  const text = fileText(swift.comment(titleOf(plan)), imports, '', sections(...parts))
  return {
    files: [{ name: 'main.swift', text }],
    install: [],
    run: 'swiftc main.swift -o main && ./main',
    notes: roundingNotes(plan, 'int64'),
  }
}
