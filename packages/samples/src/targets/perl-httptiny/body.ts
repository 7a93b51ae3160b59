import { perl } from '../../languages/perl.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, jsonTextPieces, pairPieces } from '../../program/pieces.ts'
import type { PlainBody } from '../../program/plan.ts'
import { joinedBy, type Program } from '../../program/program.ts'
import { structure as structured, wrap } from '../../program/structure.ts'
import type { Part } from '../../request/body.ts'
import type { JsonTemplate } from '../../request/json.ts'
import { block, type Code } from '../../writer/lines.ts'

export const TAB = '    '

export const joined = joinedBy(' . ', perl.string)

/** Lines that declare `$body`, the bytes that are sent. */
export function body(program: Program): Code {
  const { body: sent, options } = program.plan
  switch (sent.kind) {
    case 'none':
      return []
    case 'json': {
      const isStructure = options.body === 'structure' && isStructural(sent.value, perl.number)
      if (!isStructure) return `my $body = encode('UTF-8', ${documentText(program, sent)});`
      return wrap(
        structure(program, sent.value),
        'my $body = JSON::PP->new->utf8->canonical->allow_nonref->encode(',
        ');',
      )
    }
    case 'text':
      return `my $body = encode('UTF-8', ${program.text(sent.text)});`
    case 'form':
      return `my $body = ${expression(
        pairPieces(sent.fields, program.scope, variable => `encoded(${variable})`),
        joined,
      )};`
    case 'file':
      return `my $body = ${content(program, sent.input)};`
    case 'multipart':
      return multipart(program, sent.parts)
  }
}

export function structure(program: Program, json: JsonTemplate): string[] {
  return structured(json, {
    indent: TAB,
    object: ['{', '}'],
    array: ['[', ']'],
    key: name => `${program.text(name)} => `,
    scalar: scalar => {
      switch (scalar.kind) {
        case 'string':
          return program.text(scalar.value)
        case 'number':
          return perl.number(scalar.text) ?? scalar.text
        case 'boolean':
          return `JSON::PP::${scalar.value}`
        case 'null':
          return 'undef'
        case 'input':
          throw new Error('an input that is a whole value travels as text')
      }
    },
    separator: ',',
    trailing: true,
  })
}

function documentText(program: Program, sent: Extract<PlainBody, { kind: 'json' }>): string {
  const pieces = jsonTextPieces(sent, program.scope, {
    quote: template => `JSON::PP->new->allow_nonref->encode(${program.text(template)})`,
    value: input => {
      program.define('json', [
        'sub json {',
        `${TAB}my ($name, $text) = @_;`,
        `${TAB}eval { JSON::PP->new->allow_nonref->allow_bignum->decode($text); 1 }`,
        `${TAB}${TAB}or fail("$name must hold a JSON value, such as 5 or true.");`,
        `${TAB}return $text;`,
        '}',
      ])
      return `json(${perl.string(program.find(input).env)}, ${program.scope.input(input)})`
    },
  })
  return expression(pieces, joined)
}

function content(program: Program, input: string): string {
  program.define('content', [
    'sub content {',
    `${TAB}my ($path) = @_;`,
    `${TAB}open my $file, '<:raw', encode('UTF-8', $path) or fail("The file $path cannot be read: $!");`,
    `${TAB}local $/;`,
    `${TAB}return scalar <$file>;`,
    '}',
  ])
  return `content(${program.scope.input(input)})`
}

function multipart(program: Program, parts: readonly Part[]): Code {
  program.define('part', [
    'sub part {',
    `${TAB}my ($boundary, $name, $content, %more) = @_;`,
    `${TAB}my $escaped = sub { encode('UTF-8', $_[0] =~ s/(["\\\\])/\\\\$1/gr) };`,
    `${TAB}my $head = "--$boundary\\r\\nContent-Disposition: form-data; name=\\"" . $escaped->($name) . '"';`,
    `${TAB}$head .= '; filename="' . $escaped->($more{file_name}) . '"' if defined $more{file_name};`,
    `${TAB}$head .= "\\r\\nContent-Type: $more{type}" if defined $more{type};`,
    `${TAB}return "$head\\r\\n\\r\\n$content\\r\\n";`,
    '}',
  ])
  const pieces = parts.map(part => {
    const type = part.contentType === undefined ? '' : `, type => ${perl.string(part.contentType)}`
    const name = program.text(part.name)
    if (part.kind === 'text') return `part($boundary, ${name}, encode('UTF-8', ${program.text(part.value)})${type}),`
    const path = program.scope.input(part.input)
    if (part.fileName === undefined) program.import('File::Basename qw(basename)')
    const fileName = part.fileName === undefined ? `basename(${path})` : perl.string(part.fileName)
    const own = type === '' ? ", type => 'application/octet-stream'" : type
    return `part($boundary, ${name}, ${content(program, part.input)}, file_name => ${fileName}${own}),`
  })
  return [
    "my $boundary = join '', map { sprintf '%08x', int rand 2**32 } 1 .. 4;",
    block(TAB, "my $body = join '',", [pieces, '"--$boundary--\\r\\n";'], '').slice(0, -1),
  ]
}
