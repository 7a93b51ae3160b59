import { Node } from '../json-access.ts'

/** A document with its references: they are followed where they are met, and only inside it. */
export class OpenApi {
  readonly root: Node

  constructor(document: unknown) {
    this.root = new Node(document)
  }

  /** What a node stands for. Of a reference into another file nothing is known: it is an empty object. */
  resolve(node: Node): Node {
    const seen = new Set<string>()
    let at = node
    for (let ref = refOf(at); ref !== undefined; ref = refOf(at)) {
      if (!ref.startsWith('#') || seen.has(ref)) return at.replaced({})
      seen.add(ref)
      at = this.#find(ref, at)
    }
    return at
  }

  #find(ref: string, from: Node): Node {
    const steps = ref.slice(1).split('/').slice(1).map(unescaped)
    const found = steps.reduce(
      (node, step) => (node.isArray ? (node.items()[Number(step)] ?? node.get(step)) : node.get(step)),
      this.root,
    )
    return found.isThere || typeof found.value === 'boolean'
      ? found
      : from.fail(`refers to '${ref}', which is not there`)
  }
}

export function refOf(node: Node): string | undefined {
  const ref = node.get('$ref').value
  return typeof ref === 'string' ? ref : undefined
}

/** RFC 6901, in a fragment of an address. */
function unescaped(step: string): string {
  const text = /%[0-9a-f]{2}/i.test(step) ? decodeURIComponent(step) : step
  return text.replaceAll('~1', '/').replaceAll('~0', '~')
}
