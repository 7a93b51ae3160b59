import { ruby } from '../../languages/ruby.ts'
import { isPiece, wordFor } from '../../program/kinds.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { type Reader, readValues } from '../../program/reading.ts'
import type { Leaf } from '../../reply/reading.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { embedded, type RubyProgram, TAB } from './program.ts'

/** Checks `status`, reads the answer, which is in `text`, and shows what was read. */
export function readAnswer(program: RubyProgram): Code {
  const { content } = program.plan.expectation
  const said = program.explained('text', 'details(text)', { details: DETAILS })
  const failed = program.failed('status', { any: 'status / 100 != 2' })
  const check = block(
    TAB,
    `if ${failed}`,
    `abort("The server answered #{status}, not ${program.expected}:\\n#{${said}}")`,
    'end',
  )
  switch (content.kind) {
    case 'empty':
      return check
    case 'text':
    case 'unknown':
      return sections(check, 'puts text')
    case 'json': {
      const read = readDocument(program)
      return sections(check, content.mayBeEmpty ? block(TAB, 'unless text.empty?', read, 'end') : read)
    }
  }
}

const DETAILS = `# What a failed answer says, value by value; as it is where it is no JSON.
def details(text)
  fields(JSON.parse(text), "").join("\\n")
rescue JSON::ParserError
  text
end

def fields(value, path)
  place = path.empty? ? "reply" : path
  case value
  when Hash then value.flat_map { |name, part| fields(part, path.empty? ? name : "#{path}.#{name}") }
  when Array then value.each_with_index.flat_map { |part, number| fields(part, "#{place}[#{number}]") }
  when nil then []
  else ["#{place} = #{value}"]
  end
end`.split('\n')

/** Reads the document that is in `text`. */
export function readDocument(program: RubyProgram): string[] {
  const { options, values } = program.plan
  return sections(
    [
      'begin',
      `${TAB}reply = JSON.parse(text)`,
      'rescue JSON::ParserError',
      `${TAB}abort("The answer is not JSON.")`,
      'end',
    ],
    readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown'),
  )
}

function reader(program: RubyProgram): Reader {
  const read = (from: string, path: readonly string[], kinds: string, absent: boolean) => {
    program.define('value', VALUE)
    return `value(${from}, [${path.map(ruby.string).join(', ')}], ${kinds}${absent ? ', optional: true' : ''})`
  }
  return {
    leaf: (name, from, path, leaf, absent) =>
      `${name} = ${read(from, path, kindsOf(leaf), absent || leaf.kind === 'null')}`,
    list: (name, from, path, _list, absent) =>
      `${name} = ${read(from, path, 'Array', absent)}${absent ? ' || []' : ''}`,
    show: (label, name, leaf, absent) => {
      const isJson = isPiece(leaf)
      const shown = { code: isJson ? `JSON.generate(${name})` : name }
      const print = `puts ${expression([...labelPieces(label), ' = ', shown], embedded)}`
      return absent || leaf.kind === 'null' ? `${print} unless ${name}.nil?` : print
    },
    each: (list, item, index, isNullable, body) =>
      block(
        TAB,
        `${list}.each_with_index do |${item}, ${index}|`,
        [isNullable && [`next if ${item}.nil?`, ''], body],
        'end',
      ),
  }
}

const kindsOf = (leaf: Leaf): string =>
  wordFor(leaf, {
    string: 'String',
    integer: 'Integer',
    number: 'Numeric',
    boolean: 'true, false',
    object: 'Hash',
    any: 'Object',
  })

const VALUE = [
  '# What lies at a path of the answer, of one of the kinds that it must be.',
  'def value(document, path, *kinds, optional: false)',
  `${TAB}path.each { |name| document = document.is_a?(Hash) ? document[name] : nil }`,
  `${TAB}return document if kinds.any? { |kind| kind === document } && !(document.nil? && !optional)`,
  '',
  `${TAB}abort("The answer has no #{path.join(".")}, or another kind of it.") unless document.nil? && optional`,
  'end',
]
