import { c } from '../../languages/c.ts'
import { isStructural } from '../../program/json-text.ts'
import type { Program } from '../../program/program.ts'
import type { JsonTemplate } from '../../request/json.ts'
import { fixedText } from '../../request/template.ts'

/** Lines that build the document as a tree named `document`; undefined where text does it better. */
export function documentLines(program: Program, json: JsonTemplate): string[] | undefined {
  const isTree = json.kind === 'object' || json.kind === 'array'
  const isWanted = program.plan.options.body === 'structure' && isTree && !hasNul(json)
  if (!isWanted || !isStructural(json, source => source)) return undefined
  const kind = json.kind === 'object' ? 'Object' : 'Array'
  return [`cJSON *document = cJSON_Create${kind}();`, ...filled(program, json, 'document', [])]
}

/** Strings of C end at a NUL. */
function hasNul(json: JsonTemplate): boolean {
  return JSON.stringify(json).includes('\\u0000')
}

/** Lines that fill an object or array that is already there. */
function filled(program: Program, json: JsonTemplate, into: string, words: readonly string[]): string[] {
  if (json.kind === 'object') {
    return json.members.flatMap(({ name, value }) => {
      const key = program.text(name)
      const path = [...words, fixedText(name) ?? 'member']
      const isTree = value.kind === 'object' || value.kind === 'array'
      if (!isTree) return [`${memberCall(value)}(${[into, key, ...operandOf(program, value)].join(', ')});`]
      const own = program.scope.take('body', ...path)
      const kind = value.kind === 'object' ? 'Object' : 'Array'
      return [`cJSON *${own} = cJSON_Add${kind}ToObject(${into}, ${key});`, ...filled(program, value, own, path)]
    })
  }
  if (json.kind !== 'array') return []
  return json.items.flatMap(item => {
    const isTree = item.kind === 'object' || item.kind === 'array'
    if (!isTree) {
      const value = operandOf(program, item)
      return [
        `cJSON_AddItemToArray(${into}, ${memberCall(item).replace(/Add(\w+)ToObject/, 'Create$1')}(${value.join(', ')}));`,
      ]
    }
    const own = program.scope.take('body', ...words, 'item')
    const kind = item.kind === 'object' ? 'Object' : 'Array'
    return [
      `cJSON *${own} = cJSON_Create${kind}();`,
      `cJSON_AddItemToArray(${into}, ${own});`,
      ...filled(program, item, own, [...words, 'item']),
    ]
  })
}

function memberCall(json: JsonTemplate): string {
  switch (json.kind) {
    case 'string':
      return 'cJSON_AddStringToObject'
    case 'number':
      return isSmall(json.text) ? 'cJSON_AddNumberToObject' : 'cJSON_AddRawToObject'
    case 'boolean':
      return 'cJSON_AddBoolToObject'
    default:
      return 'cJSON_AddNullToObject'
  }
}

/** Any other number is put as it is written: a double might lose digits of it. */
function isSmall(source: string): boolean {
  return /^-?\d{1,9}$/.test(source)
}

function operandOf(program: Program, json: JsonTemplate): string[] {
  switch (json.kind) {
    case 'string':
      return [program.text(json.value)]
    case 'number':
      return [isSmall(json.text) ? json.text : c.string(json.text)]
    case 'boolean':
      return [json.value ? '1' : '0']
    default:
      return []
  }
}
