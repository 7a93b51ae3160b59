import type { OpenApiDocument } from '@parhelion/contract'
import { read, type SampleRequest, targets } from '@parhelion/samples'

/** The languages of the reference, most asked for first: a document with all of them would be several megabytes. */
const LANGUAGES = ['curl-bash', 'python-requests', 'javascript-fetch', 'go-nethttp', 'java-httpclient']

/** As readers of OpenAPI documents know it. */
interface CodeSample {
  readonly lang: string
  readonly label: string
  readonly source: string
}

/** The document with a program for each operation in each language, as text. */
export function withCodeSamples(document: OpenApiDocument): string {
  const samples = new Map(read(JSON.stringify(document)).items.map(({ request }) => [request.id, samplesOf(request)]))
  const paths = mapValues(document.paths, item =>
    mapValues(item, operation => ({ ...operation, 'x-codeSamples': samples.get(operation.operationId) ?? [] })),
  )
  return JSON.stringify({ ...document, paths })
}

function samplesOf(request: SampleRequest): CodeSample[] {
  const options = { name: fileName(request.id), body: 'structure', secrets: 'hidden' } as const
  return LANGUAGES.flatMap(id => targets.find(target => target.id === id) ?? []).map(target => ({
    lang: target.language,
    label: target.title,
    source: target.generate(request, options).files[0]?.text ?? '',
  }))
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

/** `CreateIntegrationKey` → `create_integration_key` */
const fileName = (id: string) => id.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()
