import type { Collection, Item } from '../../request/collection.ts'
import { assemble, type ReadOptions } from '../assemble.ts'
import { Identities } from '../identities.ts'
import { Node } from '../json-access.ts'
import type { RawVariable } from '../raw.ts'
import { type Inherited, readRequest } from './request.ts'
import { textOf } from './text.ts'

/** Whether a document is a collection of Postman, of whatever format: before 2.0 requests stood in one list. */
export function isPostman(document: unknown): boolean {
  const node = new Node(document)
  return (
    (node.get('info').isObject && node.get('item').isArray) ||
    (node.get('requests').isArray && node.get('order').isArray)
  )
}

/** Reads a collection of format 2.0 or 2.1. @throws ReadError with the path in the document */
export function readPostman(document: unknown, options: ReadOptions): Collection {
  const root = new Node(document)
  if (!root.get('item').isArray) return root.fail('is a collection of format 1: export it as 2.1 from Postman')
  const inherited: Inherited = { auth: root.get('auth'), variables: variablesOf(root), hasScript: hasScript(root) }
  return {
    title: root.get('info').get('name').text() ?? 'Collection',
    description: textOf(root.get('info').get('description')),
    items: readItems(root, [], inherited, { options, identities: new Identities() }),
  }
}

interface Reading {
  readonly options: ReadOptions
  readonly identities: Identities
}

function readItems(parent: Node, path: readonly string[], inherited: Inherited, reading: Reading): Item[] {
  return parent
    .get('item')
    .items()
    .flatMap(node => {
      if (!node.isObject) return node.fail('must be an object')
      const name = node.get('name').text()?.trim() ?? ''
      if (!node.get('item').isArray) return readItem(node, [...path, name], inherit(inherited, node), reading)
      return readItems(node, [...path, name || 'Folder'], inherit(inherited, node), reading)
    })
}

/** What a folder says holds for all that is in it, unless something in there says otherwise. */
function inherit(from: Inherited, node: Node): Inherited {
  return {
    auth: node.get('auth').isThere ? node.get('auth') : from.auth,
    variables: [...variablesOf(node), ...from.variables],
    hasScript: from.hasScript || hasScript(node),
  }
}

function readItem(node: Node, path: readonly string[], inherited: Inherited, { options, identities }: Reading): Item {
  const wanted = node.get('id').text() ?? node.get('_postman_id').text() ?? path.join('/')
  const raw = readRequest(node, path, inherited)
  return {
    request: assemble({ ...raw, id: identities.unique(wanted) }, options),
    original: originalOf(node.value),
  }
}

/** The item as the collection has it, written when somebody first looks at it. */
function originalOf(item: unknown): Item['original'] {
  let text: string | undefined
  return {
    format: 'postman',
    get text() {
      text ??= JSON.stringify(item, null, 2)
      return text
    },
  }
}

function variablesOf(node: Node): RawVariable[] {
  return node
    .get('variable')
    .items()
    .filter(variable => variable.get('disabled').value !== true)
    .map(variable => ({
      name: variable.get('key').text() ?? variable.get('id').text() ?? '',
      value: variable.get('value').isObject ? undefined : variable.get('value').text(),
      description: textOf(variable.get('description')),
    }))
}

function hasScript(node: Node): boolean {
  return node
    .get('event')
    .items()
    .filter(event => event.get('listen').value === 'prerequest')
    .map(event => event.get('script').get('exec'))
    .some(
      exec => (exec.isArray ? exec.items().map(line => line.text() ?? '') : [exec.text() ?? '']).join('').trim() !== '',
    )
}
