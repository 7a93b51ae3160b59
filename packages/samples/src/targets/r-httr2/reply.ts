import { r } from '../../languages/r.ts'
import { answerCode } from '../../program/answer.ts'
import { labelPieces } from '../../program/pieces.ts'
import { type Reader, readValues } from '../../program/reading.ts'
import type { Leaf, ReadValue } from '../../reply/reading.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { type RProgram, TAB } from './program.ts'

/** Checks `status`, reads the answer, which is in `text`, and shows what was read. */
export function readAnswer(program: RProgram): Code {
  const said = program.explained('text', 'details(text)', { details: DETAILS, fields: FIELDS })
  const failed = program.failed('status', { any: 'status %/% 100 != 2' })
  return answerCode(program.plan, {
    check: block(
      TAB,
      `if (${failed}) {`,
      `fail("The server answered ", status, ", not ${program.expected}:\\n", ${said})`,
      '}',
    ),
    print: 'cat(text, "\\n", sep = "")',
    read: () => readDocument(program),
    filled: read => block(TAB, 'if (nzchar(text)) {', read, '}'),
  })
}

const DETAILS = `# What a failed answer says, value by value; as it is where it is no JSON.
details <- function(text) {
  if (!jsonlite::validate(text)) return(text)
  paste(fields(jsonlite::fromJSON(text, simplifyVector = FALSE, bigint_as_char = TRUE), ""), collapse = "\\n")
}`.split('\n')

const FIELDS = `fields <- function(value, path) {
  place <- if (nzchar(path)) path else "reply"
  if (is.null(value)) return(NULL)
  if (!is.list(value)) return(paste0(place, " = ", if (is.logical(value)) tolower(value) else value))
  if (is.null(names(value))) {
    return(unlist(lapply(seq_along(value), function(at) fields(value[[at]], paste0(place, "[", at - 1, "]")))))
  }
  unlist(lapply(names(value), function(name) fields(value[[name]], if (nzchar(path)) paste0(path, ".", name) else name)))
}`.split('\n')

/** Reads the document that is in `text`. */
export function readDocument(program: RProgram): string[] {
  const { options, values } = program.plan
  return sections(
    [
      'if (!jsonlite::validate(text)) fail("The answer is not JSON.")',
      'reply <- jsonlite::fromJSON(text, simplifyVector = FALSE, bigint_as_char = TRUE)',
    ],
    readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown'),
  )
}

function reader(program: RProgram): Reader {
  const read = (from: string, value: ReadValue, path: readonly string[], absent: boolean) => {
    program.define('value', VALUE)
    const args = [from, `c(${path.map(r.string).join(', ')})`, `c(${kindsOf(value).map(r.string).join(', ')})`]
    return `value(${[...args, ...(absent ? ['optional = TRUE'] : [])].join(', ')})`
  }
  return {
    leaf: (name, from, path, leaf, absent) => `${name} <- ${read(from, leaf, path, absent || leaf.kind === 'null')}`,
    // What is missing is NULL, through which a loop does not go.
    list: (name, from, path, list, absent) => `${name} <- ${read(from, list, path, absent)}`,
    show: (label, name, leaf, absent) => {
      const parts = [...labelPieces(label, variable => `${variable} - 1`), ' = ']
      const place = parts.map(part => (typeof part === 'string' ? r.string(part) : part.code)).join(', ')
      const print = `cat(${place}, ${shown(program, name, leaf)}, "\\n", sep = "")`
      return absent || leaf.kind === 'null' ? `if (!is.null(${name})) ${print}` : print
    },
    each: (list, item, index, isNullable, body) =>
      block(
        TAB,
        `for (${index} in seq_along(${list})) {`,
        [`${item} <- ${list}[[${index}]]`, isNullable && `if (is.null(${item})) next`, body],
        '}',
      ),
  }
}

function shown(program: RProgram, name: string, { kind }: Leaf): string {
  switch (kind) {
    case 'string':
      return name
    case 'boolean':
      return `tolower(${name})`
    case 'integer':
    case 'number':
      program.define('number', NUMBER)
      return `number(${name})`
    case 'any':
    case 'map':
    case 'null':
      return `${program.printer()}(${name})`
  }
}

/** An integer that a double does not hold comes as text. */
function kindsOf(value: ReadValue): string[] {
  switch (value.kind) {
    case 'string':
      return ['character']
    case 'integer':
      return value.size === 'safe' ? ['integer', 'numeric'] : ['integer', 'numeric', 'character']
    case 'number':
      return ['integer', 'numeric']
    case 'boolean':
      return ['logical']
    case 'list':
    case 'map':
      return ['list']
    case 'any':
    case 'null':
      return ['character', 'integer', 'numeric', 'logical', 'list']
  }
}

const VALUE = `# What lies at a path of the answer, of one of the kinds that it must be.
value <- function(document, path, kinds, optional = FALSE) {
  for (name in path) {
    document <- if (is.list(document)) document[match(name, names(document))][[1]]
  }
  if (is.null(document) && optional) return(NULL)
  if (!(class(document)[1] %in% kinds)) {
    fail("The answer has no ", paste(path, collapse = "."), ", or another kind of it.")
  }
  document
}`.split('\n')

const NUMBER = `number <- function(value) {
  if (is.character(value)) return(value)
  short <- format(value, digits = 15)
  if (as.numeric(short) == value) short else format(value, digits = 17)
}`.split('\n')
