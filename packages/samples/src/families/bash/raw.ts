import { bash } from '../../languages/bash.ts'
import { roundingNotes, signingNotes } from '../../program/notes.ts'
import { pairPieces } from '../../program/pieces.ts'
import { planOf } from '../../program/plan.ts'
import type { Part } from '../../request/body.ts'
import type { SampleRequest } from '../../request/request.ts'
import type { Options, Sample } from '../../targets/target.ts'
import { type Code, lines, sections } from '../../writer/lines.ts'
import { BashProgram, TAB, word } from './program.ts'
import { readAnswer } from './reply.ts'
import { clientCredentials, jwt } from './tokens.ts'

/** A client that prints the head of the answer before its body, and takes what it sends from a variable or a file. */
export interface RawClient {
  readonly command: string
  readonly install: string
  /** The words of the call, and where it reads its input from; the body is in `$body`, or in the file `$work`. */
  readonly call: (program: BashProgram) => { readonly words: Code; readonly input?: string }
  /** Exit codes that come with an answer. */
  readonly answered: string
  /** Whether it prints nothing at all, not even a head, for an answer without content. */
  readonly hidesEmpty?: boolean
  readonly signs: Parameters<typeof planOf>[2]
}

export function generate(request: SampleRequest, options: Options, client: RawClient): Sample {
  const plan = planOf(request, options, client.signs)
  const tools = [
    client.command,
    'jq',
    ...(plan.auth.kind === 'oauth2' ? ['curl'] : []),
    ...(plan.auth.kind === 'jwt' ? ['openssl'] : []),
  ]
  const program = new BashProgram(plan, tools)
  const text = program.file(
    token(program),
    [`url=${program.url()}`, body(program)],
    send(program, client),
    readAnswer(program),
  )
  const name = `${options.name}.sh`
  return {
    files: [{ name, text }],
    install: [client.install],
    run: `bash ${name}`,
    notes: [
      ...request.notes,
      ...signingNotes(plan),
      ...roundingNotes(plan),
      ...(plan.auth.kind === 'oauth2' ? ['The token is fetched with curl.'] : []),
    ],
  }
}

function token(program: BashProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

function body(program: BashProgram): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'json':
      return `body=${program.documentText(sent)}`
    case 'text':
      return `body=${program.text(sent.text)}`
    case 'form':
      return `body=${word(pairPieces(sent.fields, program.scope, variable => program.encoded(variable)))}`
    case 'multipart':
      return multipart(program, sent.parts)
    case 'file':
      return `[[ -r ${program.text([{ input: sent.input }])} ]] || fail 'The file cannot be read.'`
    case 'none':
      return []
  }
}

/** The form is put together in a file that goes when the script ends. */
function multipart(program: BashProgram, parts: readonly Part[]): Code {
  program.define('part', [
    'part() { # name, file name, type; the content comes from standard input',
    `${TAB}local name=\${1//\\"/\\\\\\"} file=\${2//\\"/\\\\\\"}`,
    `${TAB}printf -- '--%s\\r\\nContent-Disposition: form-data; name="%s"' "$boundary" "$name"`,
    `${TAB}[[ -z $2 ]] || printf '; filename="%s"' "$file"`,
    `${TAB}[[ -z $3 ]] || printf '\\r\\nContent-Type: %s' "$3"`,
    `${TAB}printf '\\r\\n\\r\\n'`,
    `${TAB}cat`,
    `${TAB}printf '\\r\\n'`,
    '}',
  ])
  const calls = parts.map(part => {
    const name = program.text(part.name)
    const type = bash.string(part.contentType ?? (part.kind === 'file' ? 'application/octet-stream' : ''))
    if (part.kind === 'text')
      return `printf '%s' ${program.text(part.value)} | part ${name} '' ${type === '' ? "''" : type}`
    const path = program.variable(part.input)
    const fileName =
      part.fileName === undefined ? `"\${${program.scope.input(part.input)}##*/}"` : bash.string(part.fileName)
    return `part ${name} ${fileName} ${type} <"${path}"`
  })
  return [
    "boundary=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')",
    'work=$(mktemp)',
    `trap 'rm -f "$work"' EXIT`,
    '{',
    lines(calls).map(line => TAB + line.replace(/ {2}$/, " ''")),
    `${TAB}printf -- '--%s--\\r\\n' "$boundary"`,
    `} >"$work" || fail 'The form cannot be written.'`,
  ]
}

function send(program: BashProgram, { call, answered, hidesEmpty }: RawClient): Code {
  const { words, input } = call(program)
  const all = lines(words)
  const text = all.map((line, at) => (at === 0 ? line : TAB + line) + (at < all.length - 1 ? ' \\' : ''))
  return sections([
    'status=0',
    ...text.map(
      (line, at) =>
        (at === 0 ? `answer=$(${line}` : line) + (at === text.length - 1 ? `${input ?? ''}) || status=$?` : ''),
    ),
    hidesEmpty && "[[ $status != 0 || -n $answer ]] || answer=$'HTTP/1.1 204\\r\\n\\r\\n'",
    `[[ $status =~ ^(${answered})$ && $answer == HTTP/* ]] || fail "The request failed."`,
    'code=${answer#* }',
    'code=${code:0:3}',
    "reply=${answer#*$'\\r\\n\\r\\n'}",
    "[[ $answer == *$'\\r\\n\\r\\n'* ]] || reply=",
  ])
}
