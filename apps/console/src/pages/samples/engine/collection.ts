import {
  targets as allTargets,
  type Collection,
  describeSample,
  type Item,
  type ItemName,
  itemNames,
  type Options,
  read as readSource,
  type SampleRequest,
  setUp,
  type Target,
  type Template,
} from '@parhelion/samples'
import { suits } from '../input-type.ts'
import type { ItemPage, Manner, Operations, ReplySample } from './protocol.ts'

/** A document alone, without a request, becomes one program: of a large one nobody would read it. */
const DOCUMENT_LENGTH_MAX = 1_000_000

let held: { readonly collection: Collection; readonly items: ReadonlyMap<string, Named> } | undefined

interface Named {
  readonly item: Item
  readonly name: ItemName
}

export const targets: Operations['targets'] = () =>
  allTargets.map(({ id, language, title, extension, options, json }) => ({
    id,
    language,
    title,
    extension,
    options,
    hasJson: json !== undefined,
  }))

export const read: Operations['read'] = async ({ content, options }) => {
  const text = typeof content === 'string' ? content : await textOf(content)
  const collection = readSource(text, options)
  if (text.length > DOCUMENT_LENGTH_MAX && collection.items[0]?.original.format === 'json') {
    throw new Error(
      'This is JSON, but no collection of Postman (info, item), no OpenAPI document (openapi) and no HTTP archive (log)',
    )
  }
  const names = itemNames(collection.items.map(({ request }) => request))
  const items = collection.items.flatMap((item, index) => {
    const name = names[index]
    return name === undefined ? [] : [[item.request.id, { item, name }] as const]
  })
  held = { collection, items: new Map(items) }
  return {
    title: collection.title,
    description: collection.description,
    items: collection.items.map(({ request: { id, path, method } }) => ({ id, path, method })),
  }
}

/** Bytes that are no UTF-8 are no collection: they are refused instead of being shown as something else. */
async function textOf(content: Blob): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await content.arrayBuffer())
  } catch (error) {
    if (error instanceof TypeError) throw new Error('This file is no text in UTF-8')
    throw error
  }
}

export function heldItems(): readonly Named[] {
  return [...(held?.items.values() ?? [])]
}

export function heldItem(id: string): Named {
  const named = held?.items.get(id)
  if (named === undefined) throw new Error('The collection that this item is from is no longer open')
  return named
}

export function targetOf(id: string): Target {
  const target = allTargets.find(one => one.id === id)
  if (target === undefined) throw new Error(`There is no target "${id}"`)
  return target
}

export function optionsOf({ body, secrets }: Pick<Manner, 'body' | 'secrets'>, { name }: ItemName): Options {
  return { name, body, secrets }
}

export const page: Operations['page'] = ({ item: id, manner }) => {
  const { item, name } = heldItem(id)
  const target = targetOf(manner.target)
  const request = withDefaults(item.request, manner)
  const options = optionsOf(manner, name)
  const sample = target.generate(request, options)
  const { inputs, files, notes } = describeSample(target, item.request, sample)
  const curl = targetOf('curl-bash')
  const { path, method, description, url } = item.request
  return {
    id,
    path,
    method,
    address: addressOf(url),
    description,
    inputs,
    files,
    notes,
    setUp: setUp(request, sample).join('\n'),
    curl: target === curl ? undefined : curl.generate(request, options).files[0]?.text,
    replies: repliesOf(item.request),
    original: item.original,
  } satisfies ItemPage
}

/** The request with the reader's values as defaults of its inputs; those that cannot be are left out. */
export function withDefaults(request: SampleRequest, { values, secretsInCode }: Manner): SampleRequest {
  const inputs = request.inputs.map(input => {
    const value = values[input.name]
    const isTaken = value && suits(input, value) && (secretsInCode || input.kind !== 'secret')
    return isTaken ? { ...input, default: value } : input
  })
  return { ...request, inputs }
}

function addressOf({ base, path, query }: SampleRequest['url']): string {
  const shown = (template: Template) =>
    template.map(part => (typeof part === 'string' ? part : `{${part.input}}`)).join('')
  const pairs = query.map(pair => `${shown(pair.name)}=${shown(pair.value)}`)
  return [shown(base), ...path.map(shown)].join('/') + (pairs.length === 0 ? '' : `?${pairs.join('&')}`)
}

function repliesOf({ replies }: SampleRequest): ReplySample[] {
  return replies.map(({ status, name, contentType = '', samples }) => ({
    status: String(status),
    name,
    contentType,
    text: samples.find(sample => sample.trim() !== '') ?? '',
  }))
}
