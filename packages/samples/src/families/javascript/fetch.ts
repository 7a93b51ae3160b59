import { javascript } from '../../languages/javascript.ts'
import { planOf } from '../../program/plan.ts'
import { wrap } from '../../program/structure.ts'
import type { SampleRequest } from '../../request/request.ts'
import type { Options, Sample } from '../../targets/target.ts'
import { block, type Code, indent, lines } from '../../writer/lines.ts'
import { bodyNotes, bodyOf } from './body.ts'
import { headerMembers } from './headers.ts'
import { JavaScriptProgram, TAB } from './program.ts'
import { readAnswer, readNamed } from './reply.ts'
import { credentials, digest, type PostForm } from './tokens.ts'
import { readTyped } from './typed-reply.ts'

/** A program for Node that sends with `fetch`; `typed` writes TypeScript. */
export function generate(request: SampleRequest, options: Options, typed: boolean): Sample {
  const plan = planOf(request, options)
  const program = new JavaScriptProgram(plan, typed)
  const { declared, sent } = bodyOf(program)
  const text = program.file(
    [query(program), `const url = ${address(program)}`, declared],
    credentials(program, postForm, 'url', sent),
    send(program, sent),
    readAnswer(program, 'response.ok', typed ? readTyped : readNamed),
  )
  const name = `${options.name}.${typed ? 'mts' : 'mjs'}`
  return {
    files: [{ name, text }],
    install: [],
    run: `node ${name}`,
    notes: [...request.notes, ...bodyNotes(program), ...getNotes(program), ...oauth1Notes(program)],
  }
}

export function query(program: JavaScriptProgram): Code {
  const { query: pairs } = program.plan
  return pairs.length > 0 && wrap(program.pairs(pairs), 'const query = new URLSearchParams(', ')')
}

/** The address, with the query that {@link query} declares. */
export function address(program: JavaScriptProgram): string {
  const bare = program.address()
  if (program.plan.query.length === 0) return bare
  return bare.startsWith('`') ? `${bare.slice(0, -1)}?\${query}\`` : `\`\${${bare}}?\${query}\``
}

export function oauth1Notes({ plan: { auth } }: JavaScriptProgram): string[] {
  return auth.kind === 'oauth1' && auth.in === 'query'
    ? ['OAuth 1 goes into the header Authorization, not into the query.']
    : []
}

function getNotes({ plan }: JavaScriptProgram): string[] {
  const isRefused = plan.body.kind !== 'none' && /^(GET|HEAD)$/.test(plan.request.method)
  return isRefused ? [`fetch refuses to send a body with ${plan.request.method}.`] : []
}

const postForm: PostForm = (program, url, form, headers) => {
  const timeout = program.scope.input(program.plan.timeout.name)
  const options = [
    "method: 'POST',",
    headers.length > 0 && block(TAB, 'headers: {', headers, '},'),
    wrap(lines(form), 'body: ', ','),
    `signal: AbortSignal.timeout(${timeout} * 1000),`,
  ]
  return [
    `const granted = await ${block(TAB, `fetch(${url}, {`, options, '})').join('\n')}.catch(error => fail(\`No token could be had: \${error.cause ?? error}\`))`,
    'if (!granted.ok) fail(`No token could be had: the server answered ${granted.status}.`)',
    `const { access_token: token } = ${program.types('(', '')}await granted.json()${program.types(' as { access_token: string })')}`,
  ]
}

function send(program: JavaScriptProgram, sent: string | undefined): Code {
  const { plan } = program
  const members = headerMembers(program)
  const options = [
    `method: ${javascript.string(plan.request.method)},`,
    members.length > 0 && block(TAB, 'headers: {', members, '},'),
    sent !== undefined && `body: ${sent},`,
    `signal: AbortSignal.timeout(${program.scope.input(plan.timeout.name)} * 1000),`,
  ]
  const call = block(TAB, 'fetch(url, {', options, '})')
  const failed = 'fail(`The request failed: ${error.cause ?? error}`)'
  const caught = program.types('(error: Error)', 'error')
  if (plan.auth.kind !== 'digest') {
    return [
      wrap(call, 'const response = await ', `.catch(${caught} => ${failed})`),
      `const text = await response.text().catch(${caught} => ${failed})`,
    ]
  }
  const answered = digest(program, 'url', "response.headers.get('www-authenticate') ?? ''")
  return [
    program.types(
      'async function send(signed: Record<string, string>): Promise<Response> {',
      'async function send(signed) {',
    ),
    indent(TAB, wrap(call, 'return ', `.catch(${caught} => ${failed})`)),
    '}',
    '',
    'let response = await send({})',
    `if (response.status === 401) response = await send({ Authorization: ${answered} })`,
    `const text = await response.text().catch(${caught} => ${failed})`,
  ]
}
