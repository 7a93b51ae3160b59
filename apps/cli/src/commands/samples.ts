import type { Collection, ItemName } from '@parhelion/samples'
import type { Command, Surroundings } from '../command.ts'
import { Refusal, UsageError } from '../failure.ts'
import type { Values } from '../options.ts'
import { engine } from '../samples/engine.ts'
import { FORMATS, type Format, type Made, makeSample } from '../samples/made.ts'
import { summary } from '../samples/notes.ts'
import { selectItems, selectTargets } from '../samples/select.ts'
import { readSource } from '../samples/source.ts'
import { writeFiles } from '../samples/write.ts'

export const makeSamples: Command = {
  words: 'samples',
  summary: 'Write programs that send the requests of a Postman collection, OpenAPI file, HAR file or curl line',
  usage:
    'SOURCE [--target ID|all] [--item "FOLDER/NAME"] [--out DIR] [--format code|page|html|json] [--base-url URL] [--var NAME=VALUE]',
  positionals: ['SOURCE'],
  options: ['target', 'item', 'out', 'format', 'base-url', 'var', 'literal', 'show-secrets'],
  callsApi: false,
  examples: [
    'parhelion samples collection.json --target python-requests --item "Folder/Name"',
    'parhelion samples http://127.0.0.1:8080/postman.json --target all --out samples',
    "pbpaste | parhelion samples - --format page   # a curl command from a browser's tools",
  ],
  async run(values, [source = ''], surroundings) {
    const format = formatOf(values)
    const { targets } = await engine()
    const chosen = selectTargets(values.target, targets)
    const collection = await readCollection(source, values, surroundings)
    const items = selectItems(values.item, collection.items)
    const names = await namesOf(collection)
    const wish = { title: collection.title, format, options: optionsOf(values) }
    const made: Made[] = []
    for (const item of items) {
      for (const target of chosen) {
        const name = names.get(item.request.id)
        if (name === undefined) throw new Error(`'${item.request.id}' has no name`)
        made.push(await makeSample(item, name, target, wish))
        surroundings.progress?.(made.length, items.length * chosen.length)
      }
    }
    if (values.out === undefined) surroundings.print(printed(made, format))
    else await writeAll(values.out, collection.title, made, format)
    if (values.out !== undefined || made.length > 1) surroundings.report(summary(made, values.out))
    return undefined
  },
}

function formatOf({ format, json }: Values): Format {
  const wanted = format ?? (json ? 'json' : 'code')
  const known = FORMATS.find(one => one === wanted)
  if (known === undefined) throw new UsageError(`--format must be ${FORMATS.join(', ')}, not "${wanted}"`)
  return known
}

export function optionsOf(values: Values) {
  return {
    body: values.literal ? 'text' : 'structure',
    secrets: values['show-secrets'] ? 'shown' : 'hidden',
  } as const
}

async function readCollection(name: string, values: Values, surroundings: Surroundings): Promise<Collection> {
  const { read, ReadError } = await engine()
  const { text, url } = await readSource(name, surroundings)
  const baseUrl = baseUrlOf(values['base-url'])
  try {
    return read(text, { baseUrl, variables: variablesOf(values.var), sourceUrl: url })
  } catch (error) {
    if (error instanceof ReadError) throw new Refusal(`${name === '-' ? 'Standard input' : name}: ${error.message}`)
    throw error
  }
}

function baseUrlOf(url: string | undefined): string | undefined {
  if (url === undefined || (/^https?:\/\//i.test(url) && URL.canParse(url))) return url
  throw new UsageError(`--base-url must begin with http:// or https://, not "${url}"`)
}

function variablesOf(given: readonly string[] = []): Readonly<Record<string, string>> {
  const entries = given.map(pair => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
    if (name === undefined || value === undefined) throw new UsageError(`--var must be NAME=VALUE, not "${pair}"`)
    return [name, value] as const
  })
  return Object.fromEntries(entries)
}

/** An item has the same name whether it is asked for alone or with all others. */
async function namesOf({ items }: Collection): Promise<ReadonlyMap<string, ItemName>> {
  const { itemNames } = await engine()
  const names = itemNames(items.map(({ request }) => request))
  return new Map(
    items.flatMap(({ request }, index) => (names[index] === undefined ? [] : [[request.id, names[index]]])),
  )
}

/** One sample as it is; of several each file under its name. JSON is one list, however many there are. */
function printed(made: readonly Made[], format: Format): string {
  if (format === 'json') return JSON.stringify(made.map(({ described }) => described))
  const files = made.flatMap(({ target, files }) => files.map(file => ({ ...file, path: `${target.id}/${file.path}` })))
  if (files.length === 1) return (files[0]?.text ?? '').replace(/\n$/, '')
  return files
    .map(({ path, text }) => `==> ${path} <==\n${text}`)
    .join('\n')
    .replace(/\n$/, '')
}

async function writeAll(out: string, title: string, made: readonly Made[], format: Format): Promise<void> {
  const { contentsHtml, contentsText } = await engine()
  const files = made.flatMap(({ target, files }) => files.map(file => ({ ...file, path: `${target.id}/${file.path}` })))
  const entries = made.flatMap(({ target, request, files: [first] }) =>
    first === undefined ? [] : [{ path: request.path, target: target.title, file: `${target.id}/${first.path}` }],
  )
  const contents =
    format === 'html'
      ? [{ path: 'index.html', text: contentsHtml(title, entries) }]
      : format === 'page'
        ? [{ path: 'index.txt', text: contentsText(title, entries) }]
        : []
  await writeFiles(out, [...files, ...contents])
}
