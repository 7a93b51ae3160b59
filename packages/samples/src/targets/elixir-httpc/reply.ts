import { elixir } from '../../languages/elixir.ts'
import { answerCode } from '../../program/answer.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { type Reader, readValues } from '../../program/reading.ts'
import type { ReadValue } from '../../reply/reading.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { type ElixirProgram, interpolated, TAB } from './program.ts'

/** Checks `status`, reads the answer, which is in `text`, and shows what was read. */
export function readAnswer(program: ElixirProgram): Code {
  const failed = program.failed('status', { any: 'div(status, 100) != 2', and: 'and' })
  const sentence = `"The server answered #{status}, not ${program.expected}:\\n#{text}"`
  return answerCode(program.plan, {
    check: block(TAB, `if ${failed} do`, `fail(${sentence})`, 'end'),
    print: 'IO.puts(text)',
    read: () => readDocument(program),
    filled: read => block(TAB, 'if text != "" do', read, 'end'),
  })
}

function readDocument(program: ElixirProgram): string[] {
  const { options, values } = program.plan
  return sections(
    block(
      TAB,
      'reply =',
      block(
        TAB,
        `case ${program.decoder()}(text) do`,
        ['{:ok, document} -> document', ':error -> fail("The answer is not JSON.")'],
        'end',
      ),
      '',
    ).slice(0, -1),
    readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown'),
  )
}

function reader(program: ElixirProgram): Reader {
  const read = (from: string, value: ReadValue, path: readonly string[], absent: boolean) => {
    program.define('value', VALUE)
    const args = [from, `[${path.map(elixir.string).join(', ')}]`, testOf(value), ...(absent ? ['true'] : [])]
    return `value(${args.join(', ')})`
  }
  return {
    leaf: (name, from, path, leaf, absent) => `${name} = ${read(from, leaf, path, absent || leaf.kind === 'null')}`,
    list: (name, from, path, list, absent) => `${name} = ${read(from, list, path, absent)}${absent ? ' || []' : ''}`,
    show: (label, name, { kind }, absent) => {
      const isPiece = kind === 'any' || kind === 'map' || kind === 'null'
      const value = isPiece ? `${program.encoder()}(${name})` : name
      const print = `IO.puts(${expression([...labelPieces(label), ' = ', { code: value }], interpolated)})`
      return absent || kind === 'null' ? `if ${name} != nil, do: ${print}` : print
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

function testOf({ kind }: ReadValue): string {
  switch (kind) {
    case 'string':
      return '&is_binary/1'
    case 'integer':
      return '&is_integer/1'
    case 'number':
      return '&is_number/1'
    case 'boolean':
      return '&is_boolean/1'
    case 'map':
      return '&is_map/1'
    case 'list':
      return '&is_list/1'
    case 'any':
    case 'null':
      return '&(&1 != nil)'
  }
}

const VALUE = `# What lies at a path of the answer, which must pass a test.
defp value(document, path, test, optional \\\\ false) do
  found = Enum.reduce(path, document, fn name, inner -> if is_map(inner), do: inner[name] end)

  cond do
    found == nil and optional -> nil
    test.(found) -> found
    true -> fail("The answer has no #{Enum.join(path, ".")}, or another kind of it.")
  end
end`.split('\n')
