import type { JsonTemplate, JsonTools, Sample } from '@parhelion/samples'
import type { Command, Surroundings } from '../command.ts'
import { Refusal } from '../failure.ts'
import type { Values } from '../options.ts'
import { table } from '../output.ts'
import { engine } from '../samples/engine.ts'
import { selectJsonTargets } from '../samples/select.ts'
import { readSource } from '../samples/source.ts'
import { optionsOf } from './samples.ts'

export const listTargets: Command = {
  words: 'samples targets',
  summary: 'List the languages and libraries that samples are written for',
  usage: '',
  positionals: [],
  options: [],
  callsApi: false,
  examples: ['parhelion samples targets', 'parhelion samples targets --json'],
  async run(values, _positionals, { print }) {
    const { targets } = await engine()
    const all = targets.map(({ id, language, title, extension, proof, options, json }) => ({
      id,
      language,
      title,
      extension,
      proof,
      options,
      json: json !== undefined,
    }))
    const rows = all.map(({ id, title, proof }) => [id, proof, title])
    print(values.json ? JSON.stringify({ targets: all }) : table(['ID', 'PROOF', 'TITLE'], rows))
    return undefined
  },
}

/** What a target says of a document. */
type Tool = (tools: JsonTools, document: JsonTemplate) => Promise<Sample>

export const buildJson: Command = {
  words: 'samples build-json',
  summary: 'Write a program that builds a JSON document',
  usage: 'FILE --target ID',
  positionals: ['FILE'],
  options: ['target', 'literal'],
  callsApi: false,
  examples: ['parhelion samples build-json order.json --target python-requests'],
  run: (values, [file = ''], surroundings) =>
    printTool(file, values, surroundings, async (tools, document) =>
      tools.build(document, { ...optionsOf(values), name: 'build_json' }),
    ),
}

export const readJson: Command = {
  words: 'samples parse-json',
  summary: 'Write a program that reads such a JSON document into named values',
  usage: 'FILE --target ID',
  positionals: ['FILE'],
  options: ['target', 'show-secrets'],
  callsApi: false,
  examples: ['parhelion samples parse-json reply.json --target python-requests'],
  run: (values, [file = ''], surroundings) =>
    printTool(file, values, surroundings, async (tools, document) => {
      const { inferShape } = await engine()
      return tools.parse(inferShape([document]), { ...optionsOf(values), name: 'parse_json' })
    }),
}

async function printTool(file: string, values: Values, surroundings: Surroundings, tool: Tool): Promise<undefined> {
  const { targets } = await engine()
  const chosen = selectJsonTargets(values.target, targets)
  const document = await readDocument(file, surroundings)
  const samples: { target: string; sample: Sample }[] = []
  for (const { id, json } of chosen) if (json) samples.push({ target: id, sample: await tool(json, document) })
  const listed = samples.map(({ target, sample }) => ({ target, ...sample }))
  surroundings.print(
    values.json
      ? JSON.stringify(listed)
      : listed.flatMap(({ files }) => files.map(({ text }) => text.replace(/\n$/, ''))).join('\n'),
  )
  return undefined
}

async function readDocument(file: string, surroundings: Surroundings): Promise<JsonTemplate> {
  const { parseJson, ReadError } = await engine()
  const { text } = await readSource(file, surroundings)
  try {
    return parseJson(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    if (error instanceof ReadError) throw new Refusal(`${file === '-' ? 'Standard input' : file}: ${error.message}`)
    throw error
  }
}
