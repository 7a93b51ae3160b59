import { perl } from '../../languages/perl.ts'
import { wordFor } from '../../program/kinds.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import type { Program } from '../../program/program.ts'
import { type Reader, readValues } from '../../program/reading.ts'
import type { Leaf } from '../../reply/reading.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { joined, TAB } from './body.ts'

/** Reads the answer, which is in `$text`, and shows what was read. */
export function readAnswer(program: Program): Code {
  const { content } = program.plan.expectation
  switch (content.kind) {
    case 'empty':
      return []
    case 'text':
    case 'unknown':
      return `print decode('UTF-8', $text), "\\n";`
    case 'json': {
      const read = readDocument(program)
      return content.mayBeEmpty ? block(TAB, "if ($text ne '') {", read, '}') : read
    }
  }
}

/** Reads the document that is in `$text`. */
export function readDocument(program: Program): string[] {
  const { options, values } = program.plan
  return sections(
    [
      '# Numbers of any size keep their digits.',
      'my $json = JSON::PP->new->utf8->allow_nonref->allow_bignum;',
      "my $reply = eval { $json->decode($text) } // fail('The answer is not JSON.');",
    ],
    readValues(values, reader(program), program.scope, '$reply', options.secrets === 'shown'),
  )
}

function reader(program: Program): Reader {
  const read = (from: string, path: readonly string[], kind: string, absent: boolean) => {
    program.define('value', VALUE)
    return `value(${from}, [${path.map(perl.string).join(', ')}], '${kind}'${absent ? ', 1' : ''})`
  }
  return {
    leaf: (name, from, path, leaf, absent) =>
      `my ${name} = ${read(from, path, kindOf(leaf), absent || leaf.kind === 'null')};`,
    list: (name, from, path, _list, absent) =>
      `my ${name} = ${read(from, path, 'ARRAY', absent)}${absent ? ' // []' : ''};`,
    show: (label, name, leaf, absent) => {
      const print = `print ${expression([...labelPieces(label), ' = '], joined)}, ${shown(program, name, leaf)}, "\\n"`
      return absent || leaf.kind === 'null' ? `${print} if defined ${name};` : `${print};`
    },
    each: (list, item, index, isNullable, body) =>
      block(
        TAB,
        `for my ${index} (0 .. $#{${list}}) {`,
        [`my ${item} = ${list}->[${index}];`, isNullable && `next if !defined ${item};`, body],
        '}',
      ),
  }
}

function shown(program: Program, name: string, leaf: Leaf): string {
  switch (leaf.kind) {
    case 'boolean':
      return `(${name} ? 'true' : 'false')`
    case 'any':
    case 'map':
    case 'null':
      program.define('json_text', [
        'sub json_text {',
        `${TAB}return JSON::PP->new->canonical->allow_nonref->allow_bignum->allow_blessed->encode($_[0]);`,
        '}',
      ])
      return `json_text(${name})`
    default:
      return name
  }
}

const kindOf = (leaf: Leaf): string =>
  wordFor(leaf, {
    string: 'SCALAR',
    integer: 'SCALAR',
    number: 'SCALAR',
    boolean: 'BOOLEAN',
    object: 'HASH',
    any: 'ANY',
  })

const VALUE = [
  '# What lies at a path of the answer, of the kind that it must be.',
  'sub value {',
  `${TAB}my ($document, $path, $kind, $is_optional) = @_;`,
  `${TAB}for my $name (@{$path}) {`,
  `${TAB}${TAB}$document = ref $document eq 'HASH' ? $document->{$name} : undef;`,
  `${TAB}}`,
  `${TAB}return undef if !defined $document && $is_optional;`,
  `${TAB}my $ref = ref $document;`,
  `${TAB}my $found = JSON::PP::is_bool($document) ? 'BOOLEAN' : $ref eq '' || $ref =~ /^Math::/ ? 'SCALAR' : $ref;`,
  `${TAB}return $document if defined $document && ($kind eq 'ANY' || $kind eq $found);`,
  `${TAB}return fail('The answer has no ' . join('.', @{$path}) . ', or another kind of it.');`,
  '}',
]
