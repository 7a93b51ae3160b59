import { bashJson } from '../../families/bash/json.ts'
import type { BashProgram } from '../../families/bash/program.ts'
import { generate } from '../../families/bash/raw.ts'
import { together } from '../../program/headers.ts'
import { withContentType } from '../../program/plan.ts'
import { template } from '../../request/template.ts'
import type { Code } from '../../writer/lines.ts'
import type { Target } from '../target.ts'

export const wget: Target = {
  id: 'wget',
  language: 'Bash',
  title: 'Bash with wget',
  extension: 'sh',
  proof: 'executed',
  options: ['secrets'],
  json: bashJson,
  generate: (request, options) =>
    generate(request, options, {
      command: 'wget',
      install: 'sudo apt-get install wget jq',
      // 6 and 8: the server refused, and said why.
      answered: '0|6|8',
      hidesEmpty: true,
      signs: ['basic', 'digest', 'oauth2', 'jwt'],
      call: program => ({ words: words(program) }),
    }),
}

function words(program: BashProgram): Code {
  const { plan } = program
  const { auth, body } = plan
  return [
    'wget --quiet --output-document=- --save-headers --content-on-error --tries=1',
    `--timeout="${program.variable(plan.timeout.name)}"`,
    `--method=${plan.request.method}`,
    together(withContentType(plan)).map(({ name, value }) => `--header=${program.text(template(`${name}: `, value))}`),
    body.kind === 'multipart' && '--header="Content-Type: multipart/form-data; boundary=${boundary}"',
    (auth.kind === 'jwt' || auth.kind === 'oauth2') && '--header="Authorization: Bearer ${token}"',
    (auth.kind === 'basic' || auth.kind === 'digest') && [
      `--user=${program.text(auth.username)} --password=${program.text(auth.password)}`,
      auth.kind === 'basic' && '--auth-no-challenge',
    ],
    sent(program),
    '"$url"',
  ]
}

function sent(program: BashProgram): Code {
  const { body } = program.plan
  switch (body.kind) {
    case 'none':
      return []
    case 'multipart':
      return '--body-file="$work"'
    case 'file':
      return `--body-file="${program.variable(body.input)}"`
    case 'json':
    case 'text':
    case 'form':
      return '--body-data="$body"'
  }
}
