import { bashJson } from '../../families/bash/json.ts'
import type { BashProgram } from '../../families/bash/program.ts'
import { generate } from '../../families/bash/raw.ts'
import { together } from '../../program/headers.ts'
import { withContentType } from '../../program/plan.ts'
import { type Template, template } from '../../request/template.ts'
import type { Code } from '../../writer/lines.ts'
import type { Target } from '../target.ts'

export const httpie: Target = {
  id: 'httpie',
  language: 'Bash',
  title: 'Bash with HTTPie',
  extension: 'sh',
  proof: 'executed',
  options: ['secrets'],
  json: bashJson,
  generate: (request, options) =>
    generate(request, options, {
      command: 'http',
      install: 'sudo apt-get install httpie jq',
      answered: '0',
      signs: ['basic', 'digest', 'oauth2', 'jwt'],
      call: program => ({ words: words(program), ...input(program) }),
    }),
}

function words(program: BashProgram): Code {
  const { plan } = program
  const { auth, body } = plan
  const isRaw = body.kind === 'json' || body.kind === 'text' || body.kind === 'form'
  const reads = body.kind === 'file' || body.kind === 'multipart'
  return [
    `http${reads ? '' : ' --ignore-stdin'} --print=hb --pretty=none --path-as-is`,
    `--timeout "${program.variable(plan.timeout.name)}"`,
    (auth.kind === 'basic' || auth.kind === 'digest') &&
      `--auth-type ${auth.kind} --auth ${program.text(template(auth.username, ':', auth.password))}`,
    isRaw && '--raw "$body"',
    `${plan.request.method} "$url"`,
    together(withContentType(plan)).map(({ name, value }) => header(program, name, value)),
    body.kind === 'multipart' && '"Content-Type:multipart/form-data; boundary=${boundary}"',
    (auth.kind === 'jwt' || auth.kind === 'oauth2') && '"Authorization:Bearer ${token}"',
  ]
}

/** `:=` and `:@` mean something else, and so does a backslash before such a sign. */
function header(program: BashProgram, name: string, value: Template): string {
  const [first] = value
  const mark = typeof first === 'string' && /^[=@:]/.test(first) ? '\\' : ''
  return program.text(template(`${name}:${mark}`, value))
}

function input({ plan: { body }, scope }: BashProgram): { input?: string } {
  if (body.kind === 'multipart') return { input: ' <"$work"' }
  return body.kind === 'file' ? { input: ` <"\${${scope.input(body.input)}}"` } : {}
}
