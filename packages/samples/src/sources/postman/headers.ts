import type { Node } from '../json-access.ts'
import type { RawPair } from '../raw.ts'
import { enabled } from './text.ts'

/** A list of pairs, or the lines of a head; null where there are none. */
export function readHeaders(node: Node): RawPair[] {
  if (!node.isArray) return headLines(node.isObject ? '' : (node.text() ?? ''))
  return enabled(node).map(pair => ({
    name: pair.get('key').text() ?? '',
    value: pair.get('value').text() ?? '',
  }))
}

function headLines(text: string): RawPair[] {
  return text.split(/\r?\n/).flatMap(line => {
    const [, name, value] = /^([^:]+):(.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : { name: name.trim(), value: value.trim() }
  })
}
