import type { Node } from '../json-access.ts'

/** A description: a text, or an object with one. */
export function textOf(node: Node): string {
  return (node.isObject ? node.get('content').text() : node.text())?.trim() ?? ''
}

/** What is switched on, of a list of pairs. */
export function enabled(list: Node): Node[] {
  return list.items().filter(pair => pair.isObject && pair.get('disabled').value !== true)
}
