import { python } from '../../languages/python.ts'
import { isPiece, wordFor } from '../../program/kinds.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { type Label, type Reader, readValues } from '../../program/reading.ts'
import type { Leaf } from '../../reply/reading.ts'
import { type Code, sections, suite } from '../../writer/lines.ts'
import { f, failure, type PythonProgram, TAB } from './program.ts'

/** What a library calls the parts of an answer. */
export interface Answer {
  readonly status: string
  readonly text: string
  /** An expression that parses the body, or raises a ValueError. */
  readonly json: string
}

/** Checks the status, reads the answer and shows what was read. */
export function readAnswer(program: PythonProgram, answer: Answer): string[] {
  const { content } = program.plan.expectation
  const { condition, expected } = failure(program.plan, answer.status)
  const check = [
    `if ${condition}:`,
    `${TAB}print(f"The server answered {${answer.status}}, not ${expected}:", file=sys.stderr)`,
    `${TAB}sys.exit(${program.said(answer.text)})`,
  ]
  switch (content.kind) {
    case 'empty':
      return check
    case 'text':
    case 'unknown':
      return sections(check, `print(${answer.text})`)
    case 'json': {
      const read = readDocument(program, answer)
      return sections(check, content.mayBeEmpty ? suite(TAB, `if ${answer.text}:`, read) : read)
    }
  }
}

function readDocument(program: PythonProgram, answer: Answer): string[] {
  return sections(
    ['try:', `${TAB}reply = ${answer.json}`, 'except ValueError:', `${TAB}sys.exit("The answer is not JSON.")`],
    readReply(program),
  )
}

/** Reads `reply`. */
export function readReply(program: PythonProgram): string[] {
  const { options, values } = program.plan
  return readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown')
}

function reader(program: PythonProgram): Reader {
  const read = (kind: string, from: string, path: readonly string[], absent: boolean) => {
    program.define('value', VALUE)
    const names = path.map(python.string)
    return `value(${[from, kind, ...names, ...(absent ? ['optional=True'] : [])].join(', ')})`
  }
  const named = (label: Label) => expression([...labelPieces(label), ' ='], f)
  return {
    leaf: (name, from, path, leaf, absent) => {
      const hint = hintOf(leaf)
      const type = hint === 'object' ? '' : `: ${hint}${absent ? ' | None' : ''}`
      return `${name}${type} = ${read(kindOf(leaf), from, path, absent || leaf.kind === 'null')}`
    },
    list: (name, from, path, _list, absent) =>
      `${name}: list = ${read('list', from, path, absent)}${absent ? ' or []' : ''}`,
    show: (label, name, leaf, absent): Code => {
      const isJson = isPiece(leaf)
      if (isJson) program.import('import json')
      const print = `print(${named(label)}, ${isJson ? `json.dumps(${name})` : name})`
      return absent || leaf.kind === 'null' ? [`if ${name} is not None:`, TAB + print] : print
    },
    each: (list, item, index, isNullable, body) =>
      suite(
        TAB,
        `for ${index}, ${item} in enumerate(${list}):`,
        isNullable ? suite(TAB, `if ${item} is not None:`, body) : body,
      ),
  }
}

function kindOf(leaf: Leaf): string {
  return leaf.kind === 'number' ? '(int, float)' : hintOf(leaf)
}

const hintOf = (leaf: Leaf): string =>
  wordFor(leaf, {
    string: 'str',
    integer: 'int',
    number: 'float',
    boolean: 'bool',
    object: 'dict',
    any: 'object',
  })

const VALUE = [
  'def value(document, kind, *path, optional=False):',
  '    """What lies at a path of the answer, of the kind that it must be."""',
  '    for name in path:',
  '        document = document.get(name) if isinstance(document, dict) else None',
  '    if document is None and optional:',
  '        return None',
  '    if not isinstance(document, kind):',
  '        sys.exit(f"The answer has no {\'.\'.join(path)}, or another kind of it.")',
  '    return document',
]
