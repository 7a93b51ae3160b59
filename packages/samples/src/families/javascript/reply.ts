import { javascript } from '../../languages/javascript.ts'
import { isPiece } from '../../program/kinds.ts'
import { hasBigIntegers } from '../../program/notes.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { type Label, type Reader, readValues } from '../../program/reading.ts'
import type { Leaf } from '../../reply/reading.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { failure, inBoth, type JavaScriptProgram, TAB, template } from './program.ts'

/** Checks the status of `response`, reads its body, which is in `text`, and shows what was read. */
export function readAnswer(program: JavaScriptProgram, ok: string, read: (program: JavaScriptProgram) => Code): Code {
  const { content } = program.plan.expectation
  const { condition, expected } = failure(program.plan, 'response.status', ok)
  const check = `if (${condition}) fail(\`The server answered \${response.status}, not ${expected}:\\n\${${said(program)}}\`)`
  switch (content.kind) {
    case 'empty':
      return check
    case 'text':
    case 'unknown':
      return sections(check, 'console.log(text)')
    case 'json':
      return sections(check, content.mayBeEmpty ? block(TAB, "if (text !== '') {", read(program), '}') : read(program))
  }
}

const details = inBoth(types => [
  '/** What a failed answer says, value by value; as it is where it is no JSON. */',
  `function details(${types('text: string): string', 'text)')} {`,
  `${TAB}const read = (${types('value: unknown, path: string): string[]', 'value, path)')} => {`,
  `${TAB}${TAB}if (value === null) return []`,
  `${TAB}${TAB}if (typeof value !== 'object') return [\`\${path || 'reply'} = \${value}\`]`,
  `${TAB}${TAB}if (Array.isArray(value)) return value.flatMap((part, at) => read(part, \`\${path || 'reply'}[\${at}]\`))`,
  `${TAB}${TAB}return Object.entries(value).flatMap(([name, part]) => read(part, path ? \`\${path}.\${name}\` : name))`,
  `${TAB}}`,
  `${TAB}try {`,
  `${TAB}${TAB}return read(JSON.parse(text), '').join('\\n')`,
  `${TAB}} catch {`,
  `${TAB}${TAB}return text`,
  `${TAB}}`,
  '}',
])

/** The expression for what a failed answer says: by its fields where those are documented. */
function said(program: JavaScriptProgram): string {
  if (!program.explainsFailures) return 'text'
  program.define('details', details(program.typed))
  return 'details(text)'
}

/** Reads `reply` value by value, each checked for its kind. */
export function readNamed(program: JavaScriptProgram): Code {
  const { options, values } = program.plan
  defineParse(
    program,
    values.some(({ value }) => hasBigIntegers(value)),
  )
  return sections(
    'const reply = parse(text)',
    readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown'),
  )
}

/** A function that parses an answer; integers that a number cannot hold become a BigInt where there are some. */
export function defineParse(program: JavaScriptProgram, isExact: boolean): void {
  const reviver = program.types(
    '(_key: string, value: unknown, context?: { source?: string })',
    '(key, value, context)',
  )
  program.define('parse', [
    program.types('function parse(text: string): unknown {', 'function parse(text) {'),
    `${TAB}try {`,
    ...(isExact
      ? [
          `${TAB}${TAB}return JSON.parse(text, ${reviver} => {`,
          `${TAB}${TAB}${TAB}const isBig = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)`,
          `${TAB}${TAB}${TAB}return isBig && context?.source ? BigInt(context.source) : value`,
          `${TAB}${TAB}})`,
        ]
      : [`${TAB}${TAB}return JSON.parse(text)`]),
    `${TAB}} catch {`,
    `${TAB}${TAB}fail('The answer is not JSON.')`,
    `${TAB}}`,
    '}',
  ])
}

function reader(program: JavaScriptProgram): Reader {
  const read = (kind: string, from: string, path: readonly string[], absent: boolean) => {
    program.define('value', VALUE)
    const names = `[${path.map(javascript.string).join(', ')}]`
    return `value(${from}, ${names}, ${kind}${absent ? ', true' : ''})`
  }
  return {
    leaf: (name, from, path, leaf, absent) =>
      `const ${name} = ${read(kindsOf(leaf), from, path, absent || leaf.kind === 'null')}`,
    list: (name, from, path, _list, absent) =>
      `const ${name} = ${read("['array']", from, path, absent)}${absent ? ' ?? []' : ''}`,
    show: (label, name, leaf, absent) => {
      const shown = isPiece(leaf) ? `JSON.stringify(${name})` : name
      const print = `console.log(${labelText(label, shown)})`
      return absent || leaf.kind === 'null' ? `if (${name} !== undefined && ${name} !== null) ${print}` : print
    },
    each: (list, item, index, isNullable, body) =>
      block(
        TAB,
        `for (const [${index}, ${item}] of ${list}.entries()) {`,
        [isNullable && `if (${item} === null) continue`, body],
        '}',
      ),
  }
}

export function labelText(label: Label, value: string): string {
  return expression([...labelPieces(label), ' = ', { code: value }], template)
}

function kindsOf(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'string':
    case 'boolean':
    case 'number':
      return `['${leaf.kind}']`
    case 'integer':
      return leaf.size === 'safe' ? "['number']" : "['number', 'bigint']"
    case 'map':
      return "['object']"
    case 'any':
    case 'null':
      return '[]'
  }
}

const VALUE = [
  '/** What lies at a path of the answer, of one of the kinds that it must be. */',
  'function value(document, path, kinds, isOptional = false) {',
  '  const found = path.reduce((at, name) => (at && Object.hasOwn(at, name) ? at[name] : undefined), document)',
  '  if (isOptional && (found === undefined || found === null)) return undefined',
  "  const kind = Array.isArray(found) ? 'array' : found === null ? 'null' : typeof found",
  '  const isRight = kinds.length === 0 ? found !== undefined : kinds.includes(kind)',
  "  return isRight ? found : fail(`The answer has no ${path.join('.')}, or another kind of it.`)",
  '}',
]
