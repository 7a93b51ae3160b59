import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inferShape } from '../src/reply/infer.ts'
import { parseJson } from '../src/request/parse-json.ts'
import { targets } from '../src/targets/index.ts'
import type { JsonTools, Options, Sample } from '../src/targets/target.ts'
import { canonical } from './expected.ts'
import { missing, writeSample } from './run.ts'
import { bareEnvironment, type Environment, type Outcome, shell } from './shell.ts'
import type { Program, Toolchain } from './toolchain.ts'
import { CACHE } from './toolchains/cache.ts'
import { toolchains } from './toolchains/index.ts'

/**
 * Targets whose programs take a while to be made ready, by a compiler or because a library is fetched: they are built all at
 * once, and apart from the others.
 */
export const PREPARED: readonly string[] = [
  ...['go-nethttp', 'rust-reqwest', 'java-httpclient', 'c-libcurl', 'cpp-libcurl'],
  ...['python-chilkat', 'python-chilkat2'],
]

const members = Array.from({ length: 300 }, (_, at) => `"member ${at}": ${at}`).join(', ')
const items = Array.from({ length: 600 }, (_, at) => at).join(', ')

const DOCUMENTS: Readonly<Record<string, string>> = {
  'values of every kind':
    '{"name": "it\'s \\"quoted\\" \\\\ 😀 #{x} \\u0024{y} %s\\n", "n": 1.5, "yes": true, "none": null, "list": [[1], {"__proto__": 2}], "o": {}, "edges": [2147483647, -2147483648, 0, -1]}',
  'values that no type of a language may hold':
    '{"big": 12345678901234567890, "decimal": 0.1234567890123456789, "": 1e300, "text": "\\u0000 \\ud800"}',
  '300 members, 600 items': `{${members}, "items": [${items}]}`,
  '60 levels': `${'{"a": ['.repeat(30)}1${']}'.repeat(30)}`,
  'an empty list': '[]',
  'a text': '"text"',
  'no value': 'null',
}

const READ = {
  sample:
    '{"key": {"id": "a", "secret": "b"}, "users": [{"name": "c", "age": null}, {"name": "d", "age": 5}], "50% {off}": 0.5, "ok": true}',
  input:
    '{"key": {"id": "int_1", "secret": "hunter2"}, "users": [{"name": "Änn 😀 $x #{y} %s", "age": 7}, {"name": "Bob"}], "50% {off}": 0.25, "ok": false}',
  shown: [
    'key.id = int_1',
    'users[0].name = Änn 😀 $x #{y} %s',
    'users[0].age = 7',
    'users[1].name = Bob',
    '50% {off} = 0.25',
    'ok = false',
  ],
}

const OTHER_SAMPLE = '{"key": {"id": "a", "more": [1]}}'
const OTHERS = ['<p>', '', '{"key": {"id": 5}}']

/** Tests what the targets write for JSON documents by running it. What this machine cannot run is skipped, and it is said why. */
export function testJsonTools(isTested: (id: string) => boolean): void {
  const all = targets.flatMap(({ id, json }) => (json !== undefined && isTested(id) ? [[id, json] as const] : []))
  describe.each(all)('%s', { timeout: 60_000 }, (id, json) => {
    const toolchain = toolchains[id]
    const lack = toolchain === undefined ? 'nothing is known that runs it' : missing(toolchain)
    if (toolchain === undefined || lack !== undefined) {
      console.info(`skipped for ${id}: ${lack}`)
      test.skip(`programs for JSON: ${lack}`)
      return
    }
    const runner = new Runner(id, toolchain, samplesOf(json))
    beforeAll(() => runner.start(), 900_000)
    afterAll(() => runner.stop())

    test.each(Object.entries(DOCUMENTS))('builds the document with all its digits: %s', async (name, text) => {
      const { code, stdout, stderr } = await runner.run(`build ${name}`)
      expect([code, stderr]).toEqual([0, ''])
      expect(canonical(parseJson(stdout))).toBe(canonical(parseJson(text)))
    })

    test('reads such a document into named values, through lists, secrets untold', async () => {
      const { code, stdout, stderr } = await runner.run('read', READ.input)
      // Python has a capital letter there.
      const shown = stdout
        .replace(/ = False$/m, ' = false')
        .trim()
        .split('\n')
      expect([code, stderr, shown]).toEqual([0, '', READ.shown])
    })

    test.each(OTHERS)("ends with a reason where the document is another: '%s'", async input => {
      const { code, stderr } = await runner.run('read another', input)
      expect(code).toBe(1)
      expect(stderr).not.toBe('')
    })
  })
}

/** Every program that is run, by what it does. */
function samplesOf(json: JsonTools): ReadonlyMap<string, (options: Options) => Sample> {
  const reading = (sample: string) => (options: Options) => json.parse(inferShape([parseJson(sample)]), options)
  return new Map([
    ...Object.entries(DOCUMENTS).map(
      ([name, text]) => [`build ${name}`, (options: Options) => json.build(parseJson(text), options)] as const,
    ),
    ['read', reading(READ.sample)],
    ['read another', reading(OTHER_SAMPLE)],
  ])
}

/** Writes the programs of one target, builds those that have to be, and runs them. */
class Runner {
  readonly #id: string
  readonly #toolchain: Toolchain
  readonly #samples: ReadonlyMap<string, (options: Options) => Sample>
  readonly #programs = new Map<string, Program>()
  #broken: ReadonlyMap<string, string> = new Map()
  #env: Environment = bareEnvironment([dirname(process.execPath)])
  #root = ''

  constructor(id: string, toolchain: Toolchain, samples: ReadonlyMap<string, (options: Options) => Sample>) {
    this.#id = id
    this.#toolchain = toolchain
    this.#samples = samples
  }

  async start(): Promise<void> {
    this.#root = await this.#emptyFolder()
    for (const [what, write] of this.#samples) {
      const name = `json_${this.#programs.size}`
      const sample = write({ name, body: 'structure', secrets: 'hidden' })
      this.#programs.set(what, await writeSample(sample, name, this.#root))
    }
    if (!this.#isPrepared) return
    this.#env = (await this.#toolchain.prepare?.(CACHE)) ?? this.#env
    const programs = [...this.#programs.values()]
    this.#broken = (await this.#toolchain.build?.(programs, this.#env, this.#root)) ?? this.#broken
  }

  async run(what: string, input = ''): Promise<Outcome> {
    const program = this.#programs.get(what)
    if (program === undefined) throw new Error(`no program was written to ${what}`)
    const reason = this.#broken.get(program.name)
    if (reason !== undefined) throw new Error(`it does not build: ${reason}`)
    await writeFile(join(program.folder, 'input'), input)
    const line = (this.#isPrepared && this.#toolchain.command?.(program, this.#root)) || program.sample.run
    return shell(`${line} <input`, program.folder, this.#env, 60_000)
  }

  async stop(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true })
  }

  /** What is compiled lies in the same place each time: what was built for another would be kept beside it. */
  async #emptyFolder(): Promise<string> {
    if (!this.#isPrepared) return mkdtemp(join(tmpdir(), 'json-tools-'))
    const folder = join(CACHE, 'work', `json-${this.#id}`)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    return folder
  }

  get #isPrepared(): boolean {
    return PREPARED.includes(this.#id)
  }
}
