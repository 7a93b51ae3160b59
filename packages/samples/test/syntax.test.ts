import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Language, type Node, Parser } from 'web-tree-sitter'
import { targets } from '../src/targets/index.ts'
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

describe.each(targets.map(({ id, extension }) => [id, extension] as const))('%s', (id, extension) => {
  const grammar = GRAMMARS[extension]
  const target = targets.find(one => one.id === id)

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
