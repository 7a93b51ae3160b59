import { bashJson } from '../../families/bash/json.ts'
import { BashProgram, TAB, word } from '../../families/bash/program.ts'
import { readAnswer } from '../../families/bash/reply.ts'
import { clientCredentials, jwt } from '../../families/bash/tokens.ts'
import { formArgument } from '../../families/curl/form.ts'
import { awsNotes } from '../../families/curl/notes.ts'
import { roundingNotes, signingNotes } from '../../program/notes.ts'
import { pairPieces } from '../../program/pieces.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import { template } from '../../request/template.ts'
import { type Code, lines, sections } from '../../writer/lines.ts'
import type { Target } from '../target.ts'

export const curlBash: Target = {
  id: 'curl-bash',
  language: 'Bash',
  title: 'Bash with curl',
  extension: 'sh',
  proof: 'executed',
  options: ['secrets'],
  json: bashJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'digest', 'oauth2', 'awsSigV4', 'jwt'])
    const program = new BashProgram(plan, plan.auth.kind === 'jwt' ? ['curl', 'jq', 'openssl'] : ['curl', 'jq'])
    const text = program.file(
      token(program),
      [`url=${program.url()}`, body(program)],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.sh`
    return {
      files: [{ name, text }],
      install: ['sudo apt-get install curl jq'],
      run: `bash ${name}`,
      notes: [...request.notes, ...signingNotes(plan), ...roundingNotes(plan), ...awsNotes(plan)],
    }
  },
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
    case 'none':
    case 'multipart':
    case 'file':
      return []
  }
}

function send(program: BashProgram): Code {
  const { plan } = program
  const headers = [
    ...withContentType(plan),
    ...(plan.auth.kind === 'jwt' || plan.auth.kind === 'oauth2' ? [{ name: 'Authorization', value: [] }] : []),
  ]
  const args = lines(
    '--silent --show-error --globoff --path-as-is',
    `--max-time "${program.variable(plan.timeout.name)}"`,
    `--request ${plan.request.method}`,
    headers.map(({ name, value }) =>
      name === 'Authorization' && value.length === 0
        ? '--header "Authorization: Bearer ${token}"'
        : `--header ${program.text(template(`${name}: `, value))}`,
    ),
    authArguments(program),
    bodyArguments(program),
    `--write-out '\\n%{http_code}'`,
    '--url "$url"',
  )
  const call = args.map(arg => `${TAB}${arg} \\`)
  return sections([
    'answer=$(curl \\',
    call.slice(0, -1),
    `${TAB}${args.at(-1)}) || fail 'The request failed.'`,
    "code=${answer##*$'\\n'}",
    "reply=${answer%$'\\n'*}",
  ])
}

function authArguments(program: BashProgram): Code {
  const { auth } = program.plan
  switch (auth.kind) {
    case 'basic':
    case 'digest':
      return [
        auth.kind === 'digest' && '--digest',
        `--user ${program.text(template(auth.username, ':', auth.password))}`,
      ]
    case 'awsSigV4':
      return [
        `--aws-sigv4 ${program.text(template('aws:amz:', auth.region, ':', auth.service))}`,
        `--user ${program.text(template(auth.accessKeyId, ':', auth.secretAccessKey))}`,
        auth.sessionToken.length > 0 &&
          `--header ${program.text(template('X-Amz-Security-Token: ', auth.sessionToken))}`,
      ]
    case 'none':
    case 'jwt':
    case 'oauth2':
    case 'oauth1':
      return []
  }
}

function bodyArguments(program: BashProgram): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'none':
      return []
    case 'json':
    case 'text':
    case 'form':
      return '--data-raw "$body"'
    case 'file':
      return `--data-binary "@${program.variable(sent.input)}"`
    case 'multipart':
      return sent.parts.map(part => formArgument(part, value => program.text(value)))
  }
}
