import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { canonical } from '../run/expected.ts'
import { missing } from '../run/run.ts'
import { bareEnvironment } from '../run/shell.ts'
import { toolchains } from '../run/toolchains/index.ts'
import { inferShape } from '../src/reply/infer.ts'
import { parseJson } from '../src/request/parse-json.ts'
import { targets } from '../src/targets/index.ts'
import type { Options, Sample } from '../src/targets/target.ts'

const folder = mkdtempSync(join(tmpdir(), 'json-tools-'))
afterAll(() => rmSync(folder, { recursive: true }))

const options: Options = { name: 'tool', body: 'structure', secrets: 'hidden' }
const DOCUMENTS = [
  '{"name": "it\'s \\"quoted\\" \\\\ 😀 #{x} ${y}", "n": 1.5, "yes": true, "none": null, "list": [[1], {"__proto__": 2}], "o": {}}',
  '{"big": 12345678901234567890, "decimal": 0.1234567890123456789}',
  '[]',
  '"text"',
]

/** Where Debian has Jackson; a sample looks for it in `lib`. */
const JARS = '/usr/share/java'
mkdirSync(join(folder, 'lib'))
for (const part of ['core', 'databind', 'annotations']) {
  symlinkSync(`${JARS}/jackson-${part}.jar`, join(folder, 'lib', `jackson-${part}.jar`))
}

function run({ files, run: line }: Sample, input = '') {
  for (const { name, text } of files) writeFileSync(join(folder, name), text)
  const env = bareEnvironment([dirname(process.execPath)])
  return spawnSync('bash', ['-c', line], { cwd: folder, input, encoding: 'utf8', env })
}

/** Their library has to be fetched first: they are run apart, in `json-tools-chilkat.slow.ts`. */
const APART = ['python-chilkat', 'python-chilkat2']
const tested = targets.filter(({ id }) => !APART.includes(id))

function lack(id: string): string | undefined {
  const toolchain = toolchains[id]
  const found = toolchain === undefined ? 'nothing is known that runs it' : missing(toolchain)
  if (found !== undefined) console.info(`skipped for ${id}: ${found}`)
  return found
}

describe.each(tested.flatMap(({ id, json }) => (json ? [[id, json] as const] : [])))(
  '%s',
  { timeout: 60_000 },
  (id, json) => {
    const isSkipped = lack(id) !== undefined

    test.skipIf(isSkipped).each(DOCUMENTS)('builds the document with all its digits: %s', text => {
      const document = parseJson(text)
      const { stdout, stderr } = run(json.build(document, options))
      expect(stderr).toBe('')
      expect(canonical(parseJson(stdout))).toBe(canonical(document))
    })

    test.skipIf(isSkipped)('reads such a document into named values, through lists, secrets untold', () => {
      const shape = inferShape([
        parseJson(
          '{"key": {"id": "a", "secret": "b"}, "users": [{"name": "c", "age": null}, {"name": "d", "age": 5}]}',
        ),
      ])
      const { stdout, stderr } = run(
        json.parse(shape, options),
        '{"key": {"id": "int_1", "secret": "hunter2"}, "users": [{"name": "Ann", "age": 7}, {"name": "Bob"}]}',
      )
      expect([stderr, stdout.trim().split('\n')]).toEqual([
        '',
        ['key.id = int_1', 'users[0].name = Ann', 'users[0].age = 7', 'users[1].name = Bob'],
      ])
    })

    test.skipIf(isSkipped).each(['<p>', '{"key": {"id": 5}}'])(
      'ends with a reason where the document is another: %s',
      input => {
        const shape = inferShape([parseJson('{"key": {"id": "a", "more": [1]}}')])
        const { status, stderr } = run(json.parse(shape, options), input)
        expect(status).toBe(1)
        expect(stderr).not.toBe('')
      },
    )
  },
)
