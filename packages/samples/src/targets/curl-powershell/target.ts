import { formArgument } from '../../families/curl/form.ts'
import { awsNotes } from '../../families/curl/notes.ts'
import { neededBy } from '../../families/plain/code.ts'
import { PlainProgram } from '../../families/plain/program.ts'
import { readAnswer } from '../../families/plain/reply.ts'
import { dialect, script, TAB, UTF8 } from '../../families/powershell/dialect.ts'
import { powershellJson } from '../../families/powershell/json.ts'
import { signingNotes } from '../../program/notes.ts'
import { planOf, titleOf, withContentType } from '../../program/plan.ts'
import { tokenForm } from '../../program/tokens.ts'
import { template } from '../../request/template.ts'
import { type Code, lines, sections } from '../../writer/lines.ts'
import type { Target } from '../target.ts'

export const curlPowerShell: Target = {
  id: 'curl-powershell',
  language: 'PowerShell',
  title: 'PowerShell with curl.exe',
  extension: 'ps1',
  proof: 'parsed',
  options: ['body', 'secrets'],
  json: powershellJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'digest', 'oauth2', 'awsSigV4'])
    const program = new PlainProgram(plan, dialect)
    const main = sections(
      program.settings(),
      token(program),
      [program.url(), body(program)],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.ps1`
    return {
      files: [{ name, text: script(titleOf(plan), neededBy(main, dialect), UTF8, '', main) }],
      install: [],
      run: `pwsh -File ${name}`,
      notes: [
        ...request.notes,
        'PowerShell up to 7.2 loses quotes on the way to curl.exe; this program asks for a newer one.',
        ...signingNotes(plan),
        ...awsNotes(plan),
      ],
    }
  },
}

/** A call over several lines, whose lines of output are then `name`. */
function call(name: string, sentence: string, ...args: readonly Code[]): string[] {
  const words = lines(args)
  return [
    `${name} = curl.exe \``,
    ...words.map((word, at) => TAB + word + (at < words.length - 1 ? ' `' : '')),
    `if ($LASTEXITCODE -ne 0) { Fail ${dialect.language.string(sentence)} }`,
  ]
}

function token(program: PlainProgram): Code {
  const { auth } = program.plan
  if (auth.kind !== 'oauth2') return []
  return [
    call(
      '$granted',
      'No token could be had.',
      '--silent --show-error --fail',
      `--max-time ${program.timeout}`,
      auth.clientIn === 'header' && `--user ${program.text(template(auth.clientId, ':', auth.clientSecret))}`,
      tokenForm(auth).map(({ name, value }) => `--data-urlencode ${program.text(template(name, '=', value))}`),
      `--url ${program.text(auth.tokenUrl)}`,
    ),
    `$token = Value (Parse ($granted -join "\`n")) 'text' @('access_token')`,
  ]
}

function body(program: PlainProgram): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'json':
      return program.declare('$body', program.document(sent.value))
    case 'text':
      return program.declare('$body', [program.text(sent.text)])
    case 'form':
      return program.declare('$body', [program.pairs(sent.fields)])
    case 'none':
    case 'multipart':
    case 'file':
      return []
  }
}

function send(program: PlainProgram): Code {
  const { plan } = program
  return [
    call(
      '$output',
      'The request failed.',
      '--silent --show-error --globoff --path-as-is',
      `--max-time ${program.timeout}`,
      `--request ${plan.request.method}`,
      withContentType(plan).map(({ name, value }) => `--header ${program.text(template(`${name}: `, value))}`),
      authArguments(program),
      bodyArguments(program),
      `--write-out '\\n%{http_code}'`,
      '--url $url',
    ),
    '$answer = Answered $output',
  ]
}

function authArguments(program: PlainProgram): Code {
  const { auth } = program.plan
  switch (auth.kind) {
    case 'basic':
    case 'digest':
      return [
        auth.kind === 'digest' && '--digest',
        `--user ${program.text(template(auth.username, ':', auth.password))}`,
      ]
    case 'oauth2':
      return '--header "Authorization: Bearer ${token}"'
    case 'awsSigV4':
      return [
        `'--aws-sigv4' ${program.text(template('aws:amz:', auth.region, ':', auth.service))}`,
        `--user ${program.text(template(auth.accessKeyId, ':', auth.secretAccessKey))}`,
        auth.sessionToken.length > 0 &&
          `--header ${program.text(template('X-Amz-Security-Token: ', auth.sessionToken))}`,
      ]
    case 'none':
    case 'jwt':
    case 'oauth1':
      return []
  }
}

function bodyArguments(program: PlainProgram): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'none':
      return []
    case 'json':
    case 'text':
    case 'form':
      return '--data-raw $body'
    case 'file':
      return `--data-binary ${program.text(['@', { input: sent.input }])}`
    case 'multipart':
      return sent.parts.map(part => formArgument(part, value => program.text(value)))
  }
}
