import { php } from '../../languages/php.ts'
import { wordFor } from '../../program/kinds.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { type Label, type Reader, readValues } from '../../program/reading.ts'
import type { Leaf } from '../../reply/reading.ts'
import { block, type Code, sections, whole } from '../../writer/lines.ts'
import { joined, type PhpProgram, TAB } from './program.ts'

/** Checks `$status`, reads the answer, which is in `$text`, and shows what was read. */
export function readAnswer(program: PhpProgram): Code {
  const { content } = program.plan.expectation
  const answered = `"The server answered $status, not ${program.expected}:\\n`
  const said = program.explained(`${answered}$text"`, `${answered}" . details($text)`, { details: DETAILS })
  const check = block(
    TAB,
    `if (${program.failed('$status', { any: 'intdiv($status, 100) !== 2', not: '!==' })}) {`,
    `fail(${said});`,
    '}',
  )
  switch (content.kind) {
    case 'empty':
      return check
    case 'text':
    case 'unknown':
      return sections(check, 'echo $text, "\\n";')
    case 'json': {
      const read = readDocument(program)
      return sections(check, content.mayBeEmpty ? block(TAB, "if ($text !== '') {", read, '}') : read)
    }
  }
}

const DETAILS = whole(`/** What a failed answer says, value by value; as it is where it is no JSON. */
function details(string $text): string
{
    $error = json_decode($text, false, 512, JSON_BIGINT_AS_STRING);
    return $error === null ? $text : implode("\\n", fields($error, ''));
}

function fields(mixed $value, string $path): array
{
    $place = $path === '' ? 'reply' : $path;
    if (!is_array($value) && !is_object($value)) {
        return $value === null ? [] : ["$place = " . (is_string($value) ? $value : json_encode($value))];
    }
    $found = [];
    foreach ($value as $name => $part) {
        $own = is_array($value) ? "{$place}[$name]" : ($path === '' ? $name : "$path.$name");
        array_push($found, ...fields($part, $own));
    }
    return $found;
}`)

/** Reads the document that is in `$text`. */
export function readDocument(program: PhpProgram): string[] {
  const { options, values } = program.plan
  return sections(
    [
      'try {',
      `${TAB}$reply = json_decode($text, false, 512, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING);`,
      '} catch (JsonException) {',
      `${TAB}fail('The answer is not JSON.');`,
      '}',
    ],
    readValues(values, reader(program), program.scope, '$reply', options.secrets === 'shown'),
  )
}

function reader(program: PhpProgram): Reader {
  const read = (from: string, path: readonly string[], kinds: readonly string[], absent: boolean) => {
    program.define('value', VALUE)
    const list = (texts: readonly string[]) => `[${texts.map(php.string).join(', ')}]`
    return `value(${from}, ${list(path)}, ${list(kinds)}${absent ? ', optional: true' : ''})`
  }
  return {
    leaf: (name, from, path, leaf, absent) =>
      `${name} = ${read(from, path, kindsOf(leaf), absent || leaf.kind === 'null')};`,
    list: (name, from, path, _list, absent) =>
      `${name} = ${read(from, path, ['array'], absent)}${absent ? ' ?? []' : ''};`,
    show: (label, name, leaf, absent) => {
      const print = `echo ${labelText(label)}, ${shown(name, leaf)}, "\\n";`
      return absent || leaf.kind === 'null' ? block(TAB, `if (${name} !== null) {`, print, '}') : print
    },
    each: (list, item, index, isNullable, body) =>
      block(
        TAB,
        `foreach (${list} as ${index} => ${item}) {`,
        isNullable ? block(TAB, `if (${item} !== null) {`, body, '}') : body,
        '}',
      ),
  }
}

function labelText(label: Label): string {
  return expression([...labelPieces(label), ' = '], joined)
}

function shown(name: string, { kind }: Leaf): string {
  switch (kind) {
    case 'string':
    case 'integer':
      return name
    case 'boolean':
      return `${name} ? 'true' : 'false'`
    case 'number':
      return `json_encode(${name})`
    case 'any':
    case 'map':
    case 'null':
      return `json_encode(${name}, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE)`
  }
}

/** An integer that PHP cannot hold comes as text. */
const kindsOf = (leaf: Leaf): string[] =>
  wordFor<string[]>(leaf, {
    string: ['string'],
    integer: ['int'],
    bigInteger: ['int', 'string'],
    number: ['int', 'float'],
    boolean: ['bool'],
    object: ['stdClass'],
    any: [],
  })

const VALUE = [
  '/** What lies at a path of the answer, of one of the kinds that it must be. */',
  'function value(mixed $document, array $path, array $kinds, bool $optional = false): mixed',
  '{',
  `${TAB}foreach ($path as $name) {`,
  `${TAB}${TAB}$document = is_object($document) ? $document->{$name} ?? null : null;`,
  `${TAB}}`,
  `${TAB}if ($document === null && $optional) {`,
  `${TAB}${TAB}return null;`,
  `${TAB}}`,
  `${TAB}$isRight = $kinds === [] || in_array(get_debug_type($document), $kinds, true);`,
  `${TAB}return $isRight ? $document : fail('The answer has no ' . implode('.', $path) . ', or another kind of it.');`,
  '}',
]
