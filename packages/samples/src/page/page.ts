import type { Item } from '../request/collection.ts'
import { type Input, isRequired } from '../request/input.ts'
import type { Reply } from '../request/reply.ts'
import type { SampleRequest } from '../request/request.ts'
import { targets } from '../targets/index.ts'
import type { Options, Sample, Target } from '../targets/target.ts'
import { notesOf } from './describe.ts'

/** A page about one request in one language, as data: text and HTML are made from it. */
export interface Page {
  readonly title: string
  /** From the language over the collection and its folders to the request. */
  readonly breadcrumb: readonly string[]
  readonly sections: readonly Section[]
}

export interface Section {
  readonly title: string
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly label: string; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

const SAMPLES_MAX = 10

const ORIGINALS = {
  postman: 'The item of the Postman collection',
  openapi: 'The operation of the OpenAPI document',
  har: 'The entry of the HTTP archive',
  curl: 'The command that was read',
  json: 'The document that was read',
} as const

/** @param title of the collection that the item is of */
export function samplePage(
  title: string,
  { request, original }: Item,
  target: Target,
  sample: Sample,
  options: Options,
): Page {
  const curl = targets.find(({ id }) => id === 'curl-bash')
  return {
    title: `${request.path.at(-1)} · ${target.title}`,
    breadcrumb: [target.title, title, ...request.path],
    sections: [
      section('What it does', request.description === '' ? [] : [text(request.description)]),
      section('Worth knowing', notesOf(request, sample).map(text)),
      section('Install and run', [code('shell', setUp(request, sample).join('\n'))]),
      section('Inputs', [inputTable(request.inputs)]),
      section(
        'Program',
        sample.files.map(file => code(file.name, file.text)),
      ),
      section('curl', curl === undefined || curl === target ? [] : codeOf(curl.generate(request, options))),
      section('Replies', request.replies.filter(hasSample).slice(0, SAMPLES_MAX).map(replyBlock)),
      section(ORIGINALS[original.format], [code(original.format, original.text)]),
    ].filter(({ blocks }) => blocks.length > 0),
  }
}

const section = (title: string, blocks: readonly Block[]): Section => ({ title, blocks })
const text = (value: string): Block => ({ kind: 'text', text: value })
const code = (label: string, value: string): Block => ({ kind: 'code', label, text: value })
const codeOf = (sample: Sample) => sample.files.map(file => code(file.name, file.text))

/** What is typed into a shell, from nothing to an answer. */
export function setUp({ inputs }: SampleRequest, sample: Sample): string[] {
  const values = inputs.filter(isRequired).map(input => `export ${input.env}=${placeholderOf(input)}`)
  return [...sample.install, ...values, sample.run]
}

/** Something that a shell takes as it is, and that nobody takes for a value. */
function placeholderOf({ example, kind }: Input): string {
  return example !== undefined && kind !== 'secret' ? `'${example.replaceAll("'", "'\\''")}'` : "'…'"
}

function inputTable(inputs: readonly Input[]): Block {
  return {
    kind: 'table',
    head: ['Variable', 'Kind', 'Default', 'Meaning'],
    rows: inputs.map(input => [
      input.env,
      input.kind,
      input.default ?? 'required',
      input.description?.split('\n')[0] ?? meaningOf(input),
    ]),
  }
}

function meaningOf({ name, kind }: Input): string {
  switch (kind) {
    case 'baseUrl':
      return 'Where addresses begin'
    case 'timeout':
      return 'Seconds to wait for the answer'
    case 'file':
      return `Path of the file (${name})`
    default:
      return name
  }
}

const hasSample = ({ samples }: Reply) => samples.some(sample => sample.trim() !== '')

function replyBlock({ status, name, samples }: Reply): Block {
  return code(`${status} ${name}`.trim(), samples.find(sample => sample.trim() !== '') ?? '')
}
