import type { JsonTemplate } from '../../request/json.ts'

/** Of the 512 calls of a macro inside each other that programs allow; the rest is for what stands around. */
const CALLS_MAX = 500

/** Whether `json!` can make the document: it goes through entries by calling itself, two or three times for each. */
export function fitsMacro(json: JsonTemplate): boolean {
  return calls(json) <= CALLS_MAX
}

function calls(json: JsonTemplate): number {
  switch (json.kind) {
    case 'object':
      return 2 + 3 * json.members.length + most(json.members.map(({ value }) => value))
    case 'array':
      return 2 + 2 * json.items.length + most(json.items)
    default:
      return 1
  }
}

function most(all: readonly JsonTemplate[]): number {
  return all.reduce((found, json) => Math.max(found, calls(json)), 0)
}
