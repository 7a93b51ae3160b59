import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Language, type Node, Parser } from 'web-tree-sitter'
import { inferShape } from '../src/reply/infer.ts'
import { parseJson } from '../src/request/parse-json.ts'
import { targets } from '../src/targets/index.ts'
import type { Options } from '../src/targets/target.ts'
import { argumentsFromBatch } from './batch.ts'
import { cases } from './cases.ts'

/**
 * Extension → grammar. What is not here has none that loads: Perl, Tcl, batch files; Bash reads itself,
 * and C goes through lists by a macro, which only a compiler sees through.
 */
const GRAMMARS: Readonly<Record<string, string>> = {
  cpp: 'cpp',
  cs: 'c_sharp',
  dart: 'dart',
  exs: 'elixir',
  go: 'go',
  java: 'java',
  kt: 'kotlin',
  lua: 'lua',
  mjs: 'javascript',
  mts: 'typescript',
  php: 'php',
  ps1: 'powershell',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  swift: 'swift',
}

const { resolve } = createRequire(import.meta.url)
const common = join(dirname(resolve('tree-sitter-wasms/package.json')), 'out')
/** Has fewer grammars, and the only one for PowerShell. */
const other = join(dirname(resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm')
await Parser.init()

async function parser(grammar: string): Promise<Parser> {
  const made = new Parser()
  made.setLanguage(await Language.load(join(grammar === 'powershell' ? other : common, `tree-sitter-${grammar}.wasm`)))
  return made
}

/** The first place that the grammar does not know. */
function fault(node: Node): Node | undefined {
  if (node.isError || node.isMissing) return node
  if (!node.hasError) return undefined
  return node.children.flatMap(child => (child ? (fault(child) ?? []) : []))[0]
}

/** Words and signs that mean something in one language or another, each kind of value, and what is empty or alone. */
const DOCUMENTS = [
  '{"name": "it\'s \\"quoted\\" \\\\ 😀 #{x} ${y} $z `t` \\u2028 send(a) content value(", "n": -1.5e-7, "class": true, "none": null}',
  '{"a.b": [[1], [[2]], {"__proto__": {"": []}}], "o": {}, "A": 1, "a": [null, {"x": "y", "password": "z"}, {"x": null}]}',
  '{"big": 12345678901234567890, "least": -9223372036854775808, "decimal": 0.1234567890123456789, "half": "\\ud800"}',
  '[{"send": "send(", "fail": "fail(", "json": "json(", "parse": "(Parse ", "body": 1, "reply": [2.5], "standardInput": true}]',
  '{"2026-01-01": 5, "2026-01-02": 7}',
  '[]',
  '"text"',
  '-0',
  'null',
]

describe.each(targets.map(({ id, extension }) => [id, extension] as const))('%s', (id, extension) => {
  const grammar = GRAMMARS[extension]
  const target = targets.find(one => one.id === id)
  const json = target?.json

  test.skipIf(grammar === undefined)(`parses in every case (grammar: ${grammar ?? 'there is none'})`, async () => {
    const parse = await parser(grammar ?? '')
    for (const [name, request] of cases) {
      const text =
        target?.generate(request, { name: 'sample', body: 'structure', secrets: 'hidden' }).files[0]?.text ?? ''
      const tree = parse.parse(text)
      const at = tree ? fault(tree.rootNode) : undefined
      const line = at && `${name}, line ${at.startPosition.row + 1}: ${text.split('\n')[at.startPosition.row]}`
      expect(line).toBeUndefined()
      tree?.delete()
    }
  })

  test.runIf(json !== undefined && grammar !== undefined)('parses in programs about JSON documents', async () => {
    const parse = await parser(grammar ?? '')
    for (const document of DOCUMENTS.map(text => parseJson(text))) {
      for (const body of ['structure', 'text'] as const) {
        const options: Options = { name: 'sample', body, secrets: 'hidden' }
        for (const sample of [json?.build(document, options), json?.parse(inferShape([document]), options)]) {
          const text = sample?.files[0]?.text ?? ''
          const tree = parse.parse(text)
          const at = tree ? fault(tree.rootNode) : undefined
          expect(at && `line ${at.startPosition.row + 1} of ${text}`).toBeUndefined()
          tree?.delete()
        }
      }
    }
  })
})

test.each(targets.filter(({ extension }) => extension === 'sh').map(({ id }) => id))(
  'bash reads every case of %s',
  id => {
    const target = targets.find(one => one.id === id)
    for (const [name, request] of cases) {
      const text =
        target?.generate(request, { name: 'sample', body: 'structure', secrets: 'hidden' }).files[0]?.text ?? ''
      const { status, stderr } = spawnSync('bash', ['-n'], { input: text })
      expect(`${name} ${status} ${stderr}`).toBe(`${name} 0 `)
    }
  },
)

function isOption(word = ''): boolean {
  return /^--[a-z0-9-]+$/.test(word)
}

test.each(cases)('the prompt of Windows passes options and their values in %s', (_name, request) => {
  const target = targets.find(({ id }) => id === 'curl-cmd')
  const { text = '' } = target?.generate(request, { name: 'sample', body: 'text', secrets: 'hidden' }).files[0] ?? {}
  const [, call = ''] = /^curl \^\n(.*)>"%SAMPLE_REPLY%\.status"$/ms.exec(text) ?? []
  const lines = call.trim().split('\n')
  expect(lines.slice(0, -1).every(line => line.endsWith(' ^'))).toBe(true)
  for (const line of lines) {
    const words = argumentsFromBatch(line.trim().replace(/ \^$/, ''))
    expect(words.every((_, at) => isOption(words[at]) || isOption(words[at - 1]))).toBe(true)
  }
})

test('the grammar sees a quote that is missing', async () => {
  const tree = (await parser('python')).parse('print("hello)\n')
  expect(tree && fault(tree.rootNode)).toBeDefined()
})
