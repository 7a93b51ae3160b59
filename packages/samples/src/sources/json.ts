import type { Collection } from '../request/collection.ts'
import { assemble, type ReadOptions } from './assemble.ts'

/**
 * A document without a request: what posts it to an address that the caller gives. It may have placeholders.
 * @throws ReadError with line and column
 */
export function readJsonDocument(text: string, options: ReadOptions): Collection {
  const request = assemble(
    {
      id: 'json',
      path: ['Send a JSON document'],
      description: '',
      method: 'POST',
      url: '',
      pathVariables: [],
      variables: [],
      headers: [],
      body: { kind: 'text', text, contentType: 'application/json' },
      auth: undefined,
      replies: [],
      notes: [],
    },
    options,
  )
  return {
    title: 'JSON document',
    description: '',
    items: [{ request, original: { format: 'json', text: text.trim() } }],
  }
}
