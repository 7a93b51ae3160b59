import { type PostmanCollection, postman } from '@parhelion/contract'
import { read, targets } from '@parhelion/samples'
import { compare } from './compare.ts'
import { engineBytes, installedBytes } from './installed-size.ts'
import { type BenchRequest, peers } from './peers.ts'
import type { Figure } from './table.ts'

type Item = PostmanCollection['item'][number]['item'][number]

const OPTIONS = { name: 'sample', body: 'structure', secrets: 'hidden' } as const
/** As the peers write them: one library of each language that all know. */
const LANGUAGES = ['python-requests', 'javascript-fetch', 'go-nethttp', 'php-curl']
/** Until V8 has compiled what is measured. */
const WARM_UPS = 8
const ROUND_SECONDS = 0.25
/** quicktype takes its time. */
const EVERY = 4
const MB = 1024 * 1024

/**
 * Samples per second of processor time beside other tools, in one process by turns: the same requests, each given in the form that a tool
 * takes. Ours read the answer as well, which of the others only quicktype does, and it does nothing else.
 */
export async function samples(): Promise<Figure[]> {
  const all = postman({ serverUrl: 'http://127.0.0.1:8080' })
  const whole = wholeCollection(all)
  const collection = part(all)
  const source = JSON.stringify(collection)
  const requests = collection.item.flatMap(folder => folder.item).map(benchRequest)
  const ours = (): Promise<number> => perSecond(async () => writeOurs(source))
  const figures: Figure[] = []
  for (const peer of peers) {
    const theirs = (): Promise<number> =>
      perSecond(async () => (await Promise.all(requests.map(request => peer.write(request)))).flat())
    figures.push(await compare(`samples, ours with the reply / ${peer.name}`, undefined, theirs, ours, WARM_UPS))
  }
  const engine = engineBytes() / MB
  const slower = figures.filter(({ value }) => value >= 1).length
  return [
    ...figures,
    { name: 'peers that write no faster', value: slower, bar: { atLeast: peers.length / 2 } },
    ...peers.map(({ name }) => sizes(name, engine)),
    whole,
  ]
}

/** From the text of the collection to programs in all languages, once, as whoever asks first would wait for it. */
function wholeCollection(collection: PostmanCollection): Figure {
  const text = JSON.stringify(collection)
  const from = process.cpuUsage()
  const { items } = read(text)
  const files = targets.flatMap(target => items.map(({ request }) => target.generate(request, OPTIONS).files))
  const value = secondsSince(from)
  const name = `all of /postman.json in all ${targets.length} targets, cold, of processor time`
  return { name, measured: `${files.length} samples`, value, bar: { atMost: 2 }, unit: 's' }
}

function writeOurs(source: string): string[] {
  const { items } = read(source)
  const chosen = targets.filter(({ id }) => LANGUAGES.includes(id))
  return items.flatMap(({ request }) => chosen.map(target => target.generate(request, OPTIONS).files[0]?.text ?? ''))
}

/** Time that this process had of a processor: what else the machine does is left out. */
function secondsSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1e6
}

/** By time of the processor, until that is enough to hold several collections of garbage. */
async function perSecond(write: () => Promise<readonly string[]>): Promise<number> {
  const from = process.cpuUsage()
  let count = 0
  let seconds = 0
  while (seconds < ROUND_SECONDS) {
    const texts = await write()
    const empty = texts.filter(text => text.length < 40).length
    if (empty > 0) throw new Error(`${empty} of ${texts.length} samples are empty`)
    count += texts.length
    seconds = secondsSince(from)
  }
  return count / seconds
}

/** Requests with JSON or nothing in their body, and JSON in their answer. */
function part(collection: PostmanCollection): PostmanCollection {
  let count = 0
  const isTaken = ({ request, response }: Item) =>
    request.body?.mode !== 'formdata' && response[0]?._postman_previewlanguage === 'json' && count++ % EVERY === 0
  return { ...collection, item: collection.item.map(folder => ({ ...folder, item: folder.item.filter(isTaken) })) }
}

function benchRequest({ request, response }: Item): BenchRequest {
  const filled = (text: string) =>
    text.replaceAll(/:(\w+)(?=\/|$)/g, 'id-of-$1').replaceAll(/\{\{(\w+)\}\}/g, 'id-of-$1')
  const { method, body } = request
  const path = request.url.path.join('/')
  const query = request.url.query.filter(({ disabled }) => disabled !== true)
  const url = `http://127.0.0.1:8080/${filled(path)}`
  const headers = [...request.header.filter(({ disabled }) => disabled !== true), AUTHORIZATION]
  const pairs = query.map(({ key, value }) => ({ name: key, value: filled(value) }))
  const text = body?.mode === 'raw' ? filled(body.raw) : undefined
  const search = pairs.map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
  const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
  return {
    har: {
      ...{ method, url, httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1, bodySize: -1, queryString: pairs },
      headers: headers.map(({ key, value }) => ({ name: key, value })),
      postData: { mimeType: 'application/json', ...(text === undefined ? {} : { text }) },
    },
    curl: [
      `curl -X ${method} ${quoted(search === '' ? url : `${url}?${search}`)}`,
      ...headers.map(({ key, value }) => `-H ${quoted(`${key}: ${value}`)}`),
      ...(text === undefined ? [] : [`--data-raw ${quoted(text)}`]),
    ].join(' '),
    reply: response[0]?.body ?? '{}',
  }
}

const AUTHORIZATION = { key: 'Authorization', value: 'Basic YXBwXzE6c2VjcmV0' }

/** @param ours in MB */
function sizes(name: string, ours: number): Figure {
  const theirs = installedBytes(name) / MB
  return {
    name: `installed size, ours / ${name}`,
    baseline: `${theirs.toFixed(1)} MB`,
    measured: `${ours.toFixed(1)} MB`,
    value: ours / theirs,
  }
}
