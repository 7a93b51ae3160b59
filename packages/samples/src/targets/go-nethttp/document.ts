import { go } from '../../languages/go.ts'
import { joinedBy, type Program } from '../../program/program.ts'
import { structure } from '../../program/structure.ts'
import type { JsonTemplate } from '../../request/json.ts'
import { columns } from './align.ts'
import { JSON_VALUE } from './body.ts'

export const TAB = '\t'

export const joined = joinedBy(' + ', go.string)

/** A document as maps and slices. */
export function document(program: Program, json: JsonTemplate): string[] {
  return structure(json, {
    indent: TAB,
    object: ['map[string]any{', '}'],
    array: ['[]any{', '}'],
    key: name => `${program.text(name)}: `,
    alignKeys: columns,
    scalar: scalar => {
      switch (scalar.kind) {
        case 'string':
          return program.text(scalar.value)
        case 'number':
          return /^-?(0|[1-9]\d{0,8})$/.test(scalar.text) ? scalar.text : (go.number(scalar.text) ?? scalar.text)
        case 'boolean':
          return String(scalar.value)
        case 'null':
          return 'nil'
        case 'input':
          program.define('value', JSON_VALUE)
          return `value(${go.string(program.find(scalar.input).env)}, ${program.scope.input(scalar.input)})`
      }
    },
    separator: ',',
    trailing: true,
  })
}
