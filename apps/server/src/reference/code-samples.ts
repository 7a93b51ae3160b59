import { setImmediate as nextTurn } from 'node:timers/promises'
import type { OpenApiDocument } from '@parhelion/contract'

/** The languages of the reference, most asked for first: a document with all of them would be several megabytes. */
const LANGUAGES = ['curl', 'python-requests', 'javascript-fetch', 'go-nethttp', 'java-httpclient']

/** As readers of OpenAPI documents know it. */
interface CodeSample {
  readonly lang: string
  readonly label: string
  readonly source: string
}

/**
 * The document with a program for each operation in each language, as text. What makes them is loaded here, when the
 * reference is first asked for; between two operations others get their turn.
 */
export async function withCodeSamples(document: OpenApiDocument): Promise<string> {
  const { read, targets } = await import('@parhelion/samples')
  const chosen = LANGUAGES.flatMap(id => targets.find(target => target.id === id) ?? [])
  const samples = new Map<string, readonly CodeSample[]>()
  for (const { request } of read(JSON.stringify(document)).items) {
    const options = { name: fileName(request.id), body: 'structure', secrets: 'hidden' } as const
    const made = chosen.map(target => ({
      lang: target.language,
      label: target.title,
      source: target.generate(request, options).files[0]?.text ?? '',
    }))
    samples.set(request.id, made)
    await nextTurn()
  }
  return JSON.stringify({ ...document, paths: withSamples(document.paths, samples) })
}

function withSamples(paths: OpenApiDocument['paths'], samples: ReadonlyMap<string, readonly CodeSample[]>) {
  return mapValues(paths, item =>
    mapValues(item, operation => ({
      ...operation,
      'x-codeSamples': samples.get(operation.operationId) ?? [],
    })),
  )
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

/** `CreateIntegrationKey` → `create_integration_key` */
const fileName = (id: string) => id.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()
