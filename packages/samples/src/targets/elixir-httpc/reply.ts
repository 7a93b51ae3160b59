import { elixir } from '../../languages/elixir.ts'
import { isPiece, wordFor } from '../../program/kinds.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { type Reader, readValues } from '../../program/reading.ts'
import type { Leaf } from '../../reply/reading.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { type ElixirProgram, embedded, TAB } from './program.ts'

/** Reads the answer, which is in `text`, and shows what was read. */
export function readAnswer(program: ElixirProgram): Code {
  const { content } = program.plan.expectation
  switch (content.kind) {
    case 'empty':
      return []
    case 'text':
    case 'unknown':
      return 'IO.puts(text)'
    case 'json': {
      const read = readDocument(program)
      return content.mayBeEmpty ? block(TAB, 'if text != "" do', read, 'end') : read
    }
  }
}

/** Reads the document that is in `text`. */
export function readDocument(program: ElixirProgram): string[] {
  const { options, values } = program.plan
  program.decoder()
  return sections(
    'reply = Sample.decode(text, "The answer is not JSON.")',
    readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown'),
  )
}

function reader(program: ElixirProgram): Reader {
  const read = (from: string, path: readonly string[], check: string, absent: boolean) => {
    program.define('value', VALUE)
    return `Sample.value(${from}, [${path.map(elixir.string).join(', ')}], &${check}/1${absent ? ', true' : ''})`
  }
  return {
    unshown: name => `_${name}`,
    leaf: (name, from, path, leaf, absent) =>
      `${name} = ${read(from, path, checkOf(leaf), absent || leaf.kind === 'null')}`,
    list: (name, from, path, _list, absent) =>
      `${name} = ${read(from, path, 'is_list', absent)}${absent ? ' || []' : ''}`,
    show: (label, name, leaf, absent) => {
      const isJson = isPiece(leaf)
      if (isJson) {
        program.define('encode', [
          'def encode(document) do',
          `${TAB}IO.iodata_to_binary(:jiffy.encode(document, [:use_nil]))`,
          'end',
        ])
      }
      const shown = { code: isJson ? `Sample.encode(${name})` : name }
      const print = `IO.puts(${expression([...labelPieces(label), ' = ', shown], embedded)})`
      return absent || leaf.kind === 'null' ? `if ${name} != nil, do: ${print}` : print
    },
    each: (list, item, index, isNullable, body) =>
      block(
        TAB,
        `for {${item}, ${index}} <- Enum.with_index(${list})${isNullable ? `, ${item} != nil` : ''} do`,
        body,
        'end',
      ),
  }
}

const checkOf = (leaf: Leaf): string =>
  wordFor(leaf, {
    string: 'is_binary',
    integer: 'is_integer',
    number: 'is_number',
    boolean: 'is_boolean',
    object: 'is_map',
    any: 'Sample.present?',
  })

const VALUE = [
  'def present?(value), do: value != nil',
  '',
  '# What lies at a path of the answer, of the kind that it must be.',
  'def value(document, path, right?, optional? \\\\ false) do',
  `${TAB}found = Enum.reduce(path, document, fn name, at -> if is_map(at), do: Map.get(at, name) end)`,
  '',
  `${TAB}cond do`,
  `${TAB}${TAB}found == nil and optional? -> nil`,
  `${TAB}${TAB}right?.(found) -> found`,
  `${TAB}${TAB}true -> fail("The answer has no #{Enum.join(path, ".")}, or another kind of it.")`,
  `${TAB}end`,
  'end',
]
