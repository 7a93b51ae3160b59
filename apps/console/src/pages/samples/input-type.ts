import type { ItemPage } from './engine/protocol.ts'

type InputKind = Pick<ItemPage['inputs'][number], 'kind' | 'type'>

/** Whether a value can be one of this input. */
export function suits(input: InputKind, value: string): boolean {
  return faultOf(input, value) === undefined
}

/** What is wrong with a value; undefined for a good one. */
export function faultOf({ kind, type }: InputKind, value: string): string | undefined {
  if (kind === 'baseUrl' && !(/^https?:\/\//i.test(value) && URL.canParse(value))) {
    return 'It must begin with http:// or https://'
  }
  switch (type) {
    case 'integer':
      return /^-?(?:0|[1-9]\d*)$/.test(value) ? undefined : 'It must be a whole number, such as 12'
    case 'number':
      return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value) ? undefined : 'It must be a number, such as 1.5'
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'It must be true or false'
    case 'json':
      return isJson(value) ? undefined : 'It must be JSON, such as {"a": 1}'
    case 'string':
      return undefined
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
