import { bash } from '../../languages/bash.ts'
import { isPiece } from '../../program/kinds.ts'
import { labelPieces } from '../../program/pieces.ts'
import { type Label, type Reader, readValues } from '../../program/reading.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { type BashProgram, failure, TAB } from './program.ts'

/** Checks `code`, reads the answer, which is in `reply`, with jq, and shows what was read. */
export function readAnswer(program: BashProgram): Code {
  const { content } = program.plan.expectation
  const { condition, expected } = failure(program.plan)
  const said = program.explained('"$reply"', '"$(details "$reply")"', { details: DETAILS })
  const settled = `if ${condition}; then fail "The server answered $code, not ${expected}:"$'\\n'${said}; fi`
  switch (content.kind) {
    case 'empty':
      return settled
    case 'text':
    case 'unknown':
      return sections(settled, `printf '%s\\n' "$reply"`)
    case 'json': {
      const read = readDocument(program)
      return sections(settled, content.mayBeEmpty ? block(TAB, 'if [[ -n $reply ]]; then', read, 'fi') : read)
    }
  }
}

const DETAILS = [
  'details() { # what a failed answer says, value by value; as it is where it is no JSON',
  `${TAB}jq -er '`,
  `${TAB}${TAB}. as $error | paths(type != "object" and type != "array" and . != null) as $path`,
  `${TAB}${TAB}| [$path[] | if type == "number" then "[\\(.)]" else ".\\(.)" end] | add`,
  `${TAB}${TAB}| (if startswith("[") then "reply\\(.)" else .[1:] end) + " = \\($error | getpath($path))"`,
  `${TAB}' <<<"$1" 2>/dev/null || printf '%s\\n' "$1"`,
  '}',
]

/** Reads the document that is in `reply`. */
export function readDocument(program: BashProgram): string[] {
  const { options, values } = program.plan
  return sections(
    `jq -es 'length == 1' >/dev/null 2>&1 <<<"$reply" || fail 'The answer is not JSON.'`,
    readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown'),
  )
}

function reader(program: BashProgram): Reader {
  return {
    leaf: (name, from, path, leaf, absent) => {
      const options = isPiece(leaf) ? '-c' : '-r'
      const filter = filterOf(path)
      const read = (otherwise: string) =>
        `${name}=$(jq ${options} ${bash.string(`${filter} | if . == null then error("missing") else . end`)} <<<"$${from}" 2>/dev/null) ${otherwise}`
      // Unset, not empty: a text that is there may be empty.
      return read(absent || leaf.kind === 'null' ? `|| unset ${name}` : missing(program, path))
    },
    list: (name, from, path, _list, absent) => {
      const filter = filterOf(path)
      if (absent) return `${name}=$(jq -c ${bash.string(`${filter} // []`)} <<<"$${from}")`
      return `${name}=$(jq -c ${bash.string(`${filter} | if type == "array" then . else error("missing") end`)} <<<"$${from}" 2>/dev/null) ${missing(program, path)}`
    },
    show: (label, name, leaf, absent) => {
      const print = printLine(label, name)
      return absent || leaf.kind === 'null' ? `if [[ -n \${${name}+set} ]]; then ${print}; fi` : print
    },
    each: (list, item, index, isNullable, body, value) => {
      const isText = value.kind !== 'record' && value.kind !== 'list' && !isPiece(value)
      // Line by line: texts as JSON, so that one with a line break stays one.
      const read = [
        isNullable && `if [[ $${item} == null ]]; then ${index}=$((${index} + 1)); continue; fi`,
        isText && `${item}=$(jq -r . <<<"$${item}")`,
        body,
        `${index}=$((${index} + 1))`,
      ]
      return [`${index}=0`, block(TAB, `while IFS= read -r ${item}; do`, read, `done < <(jq -c '.[]' <<<"$${list}")`)]
    },
  }
}

/** What ends a line that reads what has to be there. */
function missing(program: BashProgram, path: readonly string[]): string {
  program.define('missing', ['missing() {', `${TAB}fail "The answer has no $1."`, '}'])
  return `|| missing ${bash.string(path.join('.') || 'value')}`
}

/** `.key.id`, `.["a b"]`; lone objects on the way that are missing give null. */
function filterOf(path: readonly string[]): string {
  if (path.length === 0) return '.'
  return path
    .map((name, at) => (/^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `${at === 0 ? '.' : ''}[${jqString(name)}]`))
    .join('')
}

/** `\(` would begin code of jq. */
function jqString(text: string): string {
  return JSON.stringify(text.toWellFormed())
}

function printLine(label: Label, name: string): string {
  const pieces = [...labelPieces(label, variable => variable), ' = ']
  const format = pieces
    .map(piece => (typeof piece === 'string' ? piece.replaceAll('%', '%%').replaceAll('\\', '\\\\') : '%s'))
    .join('')
  const values = pieces.flatMap(piece => (typeof piece === 'string' ? [] : `"$${piece.code}"`))
  return `printf ${[bash.string(`${format}%s\n`.replace('\n', '\\n')), ...values, `"$${name}"`].join(' ')}`
}
