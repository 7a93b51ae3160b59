import { formOption } from '../../families/curl/form.ts'
import { assignment, cmd, HIDDEN } from '../../languages/windows/cmd.ts'
import { jsonPieces } from '../../program/json-text.ts'
import { signingNotes } from '../../program/notes.ts'
import { type Plan, planOf, titleOf, withContentType } from '../../program/plan.ts'
import type { NamedValue, ReadItem } from '../../reply/reading.ts'
import { isRequired } from '../../request/input.ts'
import { template } from '../../request/template.ts'
import { block, type Code, fileText, indent, lines, sections } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { CurlArguments } from './program.ts'

const TAB = '  '

/** Signs of a line, with all that goes on from it. */
const LINE_MAX = 8191

export const curlCmd: Target = {
  id: 'curl-cmd',
  language: 'Batch',
  title: 'Command prompt of Windows with curl',
  extension: 'cmd',
  proof: 'parsed',
  options: ['secrets'],
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'digest', 'awsSigV4'])
    const name = `${options.name}.cmd`
    const text = fileText(
      '@echo off',
      cmd.comment(titleOf(plan)),
      'setlocal EnableExtensions DisableDelayedExpansion',
      'chcp 65001 >nul',
      '',
      sections(settings(plan), send(plan), answer(plan)),
    )
    return {
      files: [{ name, text }],
      install: [],
      run: name,
      notes: [...request.notes, ...ownNotes(plan), ...signingNotes(plan)],
    }
  },
}

function ownNotes(plan: Plan): string[] {
  const { auth, body, expectation } = plan
  const isUnchecked = body.kind === 'json' && jsonPieces(body.value).some(({ kind }) => kind === 'input')
  const isLong = lines(send(plan)).join('').length > LINE_MAX
  const isBroken = body.kind === 'text' && body.text.some(part => typeof part === 'string' && part.search(HIDDEN) >= 0)
  return [
    'curl puts the values in as of version 8.3.',
    ...(expectation.content.kind === 'json'
      ? [
          `A batch file does not read JSON: this one ${isSecret(plan) ? 'tells the status' : 'shows the answer as it is'}.`,
        ]
      : []),
    ...(isBroken ? ['Line breaks and invisible signs cannot stand in a batch file: they are sent as spaces.'] : []),
    ...(isUnchecked ? ['Values that must be JSON are sent unchecked.'] : []),
    ...(isLong ? [`The command prompt takes lines of at most ${LINE_MAX} signs: this request is longer.`] : []),
    ...(auth.kind === 'awsSigV4' ? ['The query has to be in the order of its names to be signed for AWS.'] : []),
  ]
}

function settings({ request: { inputs } }: Plan): Code {
  return inputs.map(input => {
    const { env } = input
    const missing = isRequired(input)
      ? `(>&2 echo Set the environment variable ${env}.& exit /b 1)`
      : assignment(env, input.default ?? '')
    return [
      `if not defined ${env} ${missing}`,
      input.kind === 'baseUrl' && `if "%${env}:~-1%"=="/" set "${env}=%${env}:~0,-1%"`,
    ]
  })
}

function send(plan: Plan): Code {
  const args = new CurlArguments(plan)
  const { request, timeout } = plan
  const words = sections([
    request.inputs.map(({ env }) => `--variable "%%${env}=" ^`),
    '--silent --show-error --globoff --path-as-is ^',
    `--expand-max-time "{{${timeout.env}}}" ^`,
    `--request ${request.method} ^`,
    withContentType(plan).map(({ name, value }) => `${args.of('header', args.text(template(`${name}: `, value)))} ^`),
    authArguments(plan, args).map(word => `${word} ^`),
    bodyArguments(plan, args).map(word => `${word} ^`),
    '--output "%SAMPLE_REPLY%" --write-out "%%{http_code}" ^',
    `${args.of('url', args.url())} >"%SAMPLE_REPLY%.status"`,
  ])
  return [
    'set "SAMPLE_REPLY=%TEMP%\\sample-%RANDOM%%RANDOM%.tmp"',
    'type nul >"%SAMPLE_REPLY%"',
    'curl ^',
    indent(TAB, words),
    'if errorlevel 1 (del "%SAMPLE_REPLY%*"& >&2 echo The request failed.& exit /b 1)',
    'set /p SAMPLE_STATUS=<"%SAMPLE_REPLY%.status"',
  ]
}

function authArguments({ auth }: Plan, args: CurlArguments): string[] {
  switch (auth.kind) {
    case 'basic':
    case 'digest':
      return [
        ...(auth.kind === 'digest' ? ['--digest'] : []),
        args.of('user', args.text(template(auth.username, ':', auth.password))),
      ]
    case 'awsSigV4':
      return [
        args.of('aws-sigv4', args.text(template('aws:amz:', auth.region, ':', auth.service))),
        args.of('user', args.text(template(auth.accessKeyId, ':', auth.secretAccessKey))),
        ...(auth.sessionToken.length === 0
          ? []
          : [args.of('header', args.text(template('X-Amz-Security-Token: ', auth.sessionToken)))]),
      ]
    case 'none':
    case 'oauth2':
    case 'jwt':
    case 'oauth1':
      return []
  }
}

function bodyArguments({ body }: Plan, args: CurlArguments): string[] {
  switch (body.kind) {
    case 'none':
      return []
    case 'json':
      return [args.of('data-raw', args.document(body.value))]
    case 'text':
      return [args.of('data-raw', args.text(body.text))]
    case 'form':
      return [args.of('data-raw', args.pairs(body.fields))]
    case 'file':
      return [args.of('data-binary', args.text(['@', { input: body.input }]))]
    case 'multipart':
      return body.parts.map(part => {
        const { option, value } = formOption(part)
        return args.of(option, args.text(value))
      })
  }
}

function answer(plan: Plan): Code {
  const { statuses, content } = plan.expectation
  const failed =
    statuses.length === 0
      ? 'if not "%SAMPLE_STATUS:~0,1%"=="2"'
      : statuses.map(status => `if not "%SAMPLE_STATUS%"=="${status}"`).join(' ')
  const expected = statuses.length === 0 ? '2xx' : statuses.join(' or ')
  return [
    block(
      TAB,
      `${failed} (`,
      [
        `>&2 echo The server answered %SAMPLE_STATUS%, not ${expected}:`,
        '>&2 type "%SAMPLE_REPLY%"',
        'del "%SAMPLE_REPLY%*"',
        'exit /b 1',
      ],
      ')',
    ),
    content.kind !== 'empty' && !isSecret(plan) ? 'type "%SAMPLE_REPLY%"' : 'echo The server answered %SAMPLE_STATUS%.',
    'del "%SAMPLE_REPLY%*"',
  ]
}

/** Whether there is something in the answer that is not to be shown. */
function isSecret({ values, options }: Plan): boolean {
  return options.secrets === 'hidden' && values.some(holdsSecret)
}

function holdsSecret({ secret, value }: NamedValue): boolean {
  return secret || itemHoldsSecret(value)
}

function itemHoldsSecret(item: ReadItem): boolean {
  if (item.kind === 'list') return itemHoldsSecret(item.item)
  return item.kind === 'record' && item.values.some(holdsSecret)
}
