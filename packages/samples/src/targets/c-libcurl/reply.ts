import { c } from '../../languages/c.ts'
import { isPiece, wordFor } from '../../program/kinds.ts'
import { labelPieces } from '../../program/pieces.ts'
import type { Program } from '../../program/program.ts'
import { type Label, type Reader, readValues } from '../../program/reading.ts'
import type { Leaf } from '../../reply/reading.ts'
import { block, type Code, lines, sections } from '../../writer/lines.ts'

export const TAB = '    '

/** Reads the answer, which is in `answer.data`, and shows what was read. */
export function readAnswer(program: Program): Code {
  const { content } = program.plan.expectation
  switch (content.kind) {
    case 'empty':
      return []
    case 'text':
    case 'unknown':
      return 'printf("%s\\n", answer.data);'
    case 'json': {
      const read = readDocument(program)
      return content.mayBeEmpty ? block(TAB, 'if (answer.size > 0) {', read, '}') : read
    }
  }
}

/** Reads the document that is in `answer.data`. */
export function readDocument(program: Program): string[] {
  const { options, values } = program.plan
  return sections(
    [
      'cJSON *reply = cJSON_ParseWithOpts(answer.data, NULL, 1);',
      'if (reply == NULL) fail("The answer is not JSON.");',
    ],
    readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown'),
    'cJSON_Delete(reply);',
  )
}

function reader(program: Program): Reader {
  const read = (from: string, path: readonly string[], kind: string, absent: boolean) => {
    program.define('value', VALUE)
    const names = path.map(name => `${c.string(name)}, `).join('')
    return `value(${from}, ${kind}, ${absent ? 1 : 0}, ${names}(char *)NULL)`
  }
  return {
    leaf: (name, from, path, leaf, absent) => {
      const isOptional = absent || leaf.kind === 'null'
      const found = read(from, path, kindOf(leaf), isOptional)
      return isOptional ? `const cJSON *${name} = ${found};` : declared(name, leaf, found)
    },
    list: (name, from, path, _list, absent) => `const cJSON *${name} = ${read(from, path, 'cJSON_Array', absent)};`,
    show: (label, name, leaf, absent) => {
      const isOptional = absent || leaf.kind === 'null'
      const print = printf(label, leaf, isOptional && !isPiece(leaf) ? taken(leaf, name) : name)
      return isOptional ? block(TAB, `if (${name} != NULL) {`, print, '}') : print
    },
    each: (list, item, index, isNullable, body, value) => {
      const entry = `${item}_entry`
      const isTree = value.kind === 'record' || value.kind === 'list'
      const inner = lines(isTree ? `const cJSON *${item} = ${entry};` : declared(item, value, entry), body)
      const kept = isNullable ? block(TAB, `if (!cJSON_IsNull(${entry})) {`, inner, '}') : inner
      return [
        `int ${index} = 0;`,
        `const cJSON *${entry};`,
        block(TAB, `cJSON_ArrayForEach(${entry}, ${list}) {`, [kept, `${index}++;`], '}'),
      ]
    },
  }
}

function declared(name: string, leaf: Leaf, found: string): string {
  if (isPiece(leaf)) return `const cJSON *${name} = ${found};`
  const types = { string: 'const char *', boolean: 'int ', integer: 'double ', number: 'double ' }
  return `${types[leaf.kind as keyof typeof types]}${name} = ${taken(leaf, found)};`
}

function taken(leaf: Leaf, found: string): string {
  if (leaf.kind === 'string') return `${found}->valuestring`
  return leaf.kind === 'boolean' ? `cJSON_IsTrue(${found})` : `${found}->valuedouble`
}

const kindOf = (leaf: Leaf): string =>
  wordFor(leaf, {
    string: 'cJSON_String',
    integer: 'cJSON_Number',
    number: 'cJSON_Number',
    boolean: 'cJSON_True | cJSON_False',
    object: 'cJSON_Object',
    any: '0',
  })

function printf(label: Label, leaf: Leaf, value: string): Code {
  const pieces = labelPieces(label)
  const text = pieces.map(piece => (typeof piece === 'string' ? piece.replaceAll('%', '%%') : '%d')).join('')
  const numbers = pieces.flatMap(piece => (typeof piece === 'string' ? [] : `, ${piece.code}`)).join('')
  const print = (verb: string, of: string) => `printf(${c.string(`${text} = ${verb}\n`)}${numbers}, ${of});`
  switch (leaf.kind) {
    case 'string':
      return print('%s', value)
    case 'integer':
      return print('%.0f', value)
    case 'number':
      return print('%.17g', value)
    case 'boolean':
      return print('%s', `${value} ? "true" : "false"`)
    case 'map':
    case 'any':
    case 'null':
      return print('%s', `cJSON_PrintUnformatted(${value})`)
  }
}

const VALUE = [
  '/* What lies at a path of the answer, of one of the kinds that it must be; 0 for any. */',
  'static const cJSON *value(const cJSON *found, int kinds, int optional, ...) {',
  `${TAB}const char *name, *last = "value";`,
  `${TAB}va_list path;`,
  `${TAB}va_start(path, optional);`,
  `${TAB}while ((name = va_arg(path, text_argument)) != NULL) {`,
  `${TAB}${TAB}found = cJSON_GetObjectItemCaseSensitive(found, name);`,
  `${TAB}${TAB}last = name;`,
  `${TAB}}`,
  `${TAB}va_end(path);`,
  `${TAB}if ((found == NULL || cJSON_IsNull(found)) && optional) return NULL;`,
  `${TAB}if (found == NULL || (kinds != 0 && (found->type & kinds) == 0)) fail("The answer has no %s, or another kind of it.", last);`,
  `${TAB}return found;`,
  '}',
]
