import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inferShape } from '../src/reply/infer.ts'
import { parseJson } from '../src/request/parse-json.ts'
import { targets } from '../src/targets/index.ts'
import type { Options, Sample } from '../src/targets/target.ts'
import { canonical } from './expected.ts'
import { missing } from './run.ts'
import { type Environment, type Outcome, shell } from './shell.ts'
import { toolchains } from './toolchains/index.ts'

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'parhelion-samples')
const OPTIONS: Options = { name: 'tool', body: 'structure', secrets: 'hidden' }

const DOCUMENTS = [
  '{"name": "it\'s \\"quoted\\" \\\\ 😀 #{x} %s\\n", "n": 1.5, "yes": true, "none": null, "list": [[1], {"__proto__": 2}], "o": {}}',
  '{"big": 12345678901234567890, "decimal": 0.1234567890123456789, "far": 1e400, "edges": [2147483647, -2147483648]}',
  '{"a.b": 1, "": 2, "c[0]": "\\u0000 \\ud800"}',
  `${'{"a": ['.repeat(30)}1${']}'.repeat(30)}`,
  '[[], {}, [1, "x", null]]',
  '[]',
  '{}',
  '"text"',
  'null',
]

/** Programs with a library that has to be fetched before they run; the others are tested beside the engine. */
describe.each(['python-chilkat', 'python-chilkat2'])('programs of %s about a document', id => {
  const json = targets.find(target => target.id === id)?.json
  const toolchain = toolchains[id]
  if (json === undefined || toolchain === undefined) throw new Error(`${id} has no code for JSON documents`)
  const lack = missing(toolchain)
  if (lack !== undefined) console.info(`skipped for ${id}: ${lack}`)
  const isSkipped = lack !== undefined
  let env: Environment = {}
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'json-tools-'))
    if (!isSkipped) env = (await toolchain.prepare?.(CACHE)) ?? env
  }, 900_000)
  afterAll(() => rm(folder, { recursive: true }))

  async function run({ files, run: line }: Sample, input = ''): Promise<Outcome> {
    for (const { name, text } of [...files, { name: 'input', text: input }]) await writeFile(join(folder, name), text)
    return shell(`${line} <input`, folder, env, 60_000)
  }

  const read = (sample: string, input: string) => run(json.parse(inferShape([parseJson(sample)]), OPTIONS), input)

  test.skipIf(isSkipped).each(DOCUMENTS)('build it with all its digits: %s', async text => {
    const { code, stdout, stderr } = await run(json.build(parseJson(text), OPTIONS))
    expect([code, stderr]).toEqual([0, ''])
    expect(canonical(parseJson(stdout))).toBe(canonical(parseJson(text)))
  })

  test.skipIf(isSkipped).each([
    [
      '{"key": {"id": "a", "secret": "b"}, "users": [{"name": "c", "age": null}, {"name": "d", "age": 5}], "50% {off}": 0.5}',
      '{"key": {"id": "int_1", "secret": "hunter2"}, "users": [{"name": "Änn 😀", "age": 7}, {"name": "Bob"}], "50% {off}": 0.25}',
      'key.id = int_1|users[0].name = Änn 😀|users[0].age = 7|users[1].name = Bob|50% {off} = 0.25',
    ],
    ['{"2026-01-01": 5}', '{"2026-01-02": 12345678901234567890}', 'reply = {"2026-01-02": 12345678901234567890}'],
    ['[1]', '[12345678901234567890, 5]', 'reply[0] = 12345678901234567890|reply[1] = 5'],
    ['"x"', '"é"', 'reply = é'],
    ['null', 'null', ''],
  ])('read it into named values, secrets untold: %s', async (sample, input, shown) => {
    const { code, stdout, stderr } = await read(sample, input)
    expect([code, stderr, stdout.trim().split('\n').join('|')]).toEqual([0, '', shown])
  })

  test.skipIf(isSkipped).each(['<p>', '', '{"key": {"id": 5}}'])(
    "end with a reason where it is another: '%s'",
    async input => {
      const { code, stderr } = await read('{"key": {"id": "a", "more": [1]}}', input)
      expect(code).toBe(1)
      expect(stderr).not.toBe('')
    },
  )
})
