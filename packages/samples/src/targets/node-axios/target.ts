import { bodyNotes, bodyOf } from '../../families/javascript/body.ts'
import { address, oauth1Notes, query } from '../../families/javascript/fetch.ts'
import { headerMembers } from '../../families/javascript/headers.ts'
import { javascriptJson } from '../../families/javascript/json.ts'
import { JavaScriptProgram, TAB } from '../../families/javascript/program.ts'
import { readAnswer, readNamed } from '../../families/javascript/reply.ts'
import { credentials, digest, type PostForm } from '../../families/javascript/tokens.ts'
import { javascript } from '../../languages/javascript.ts'
import { planOf } from '../../program/plan.ts'
import { wrap } from '../../program/structure.ts'
import { block, type Code, indent, lines } from '../../writer/lines.ts'
import type { Target } from '../target.ts'

export const nodeAxios: Target = {
  id: 'node-axios',
  language: 'JavaScript',
  title: 'Node.js with axios',
  extension: 'mjs',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: javascriptJson,
  generate(request, options) {
    const plan = planOf(request, options)
    const program = new JavaScriptProgram(plan, false)
    program.import("import axios from 'axios'")
    const { declared, sent } = bodyOf(program)
    const text = program.file(
      [query(program), `const url = ${address(program)}`, declared],
      credentials(program, postForm, 'url', sent),
      send(program, sent),
      readAnswer(program, 'response.status >= 200 && response.status < 300', readNamed),
    )
    const name = `${options.name}.mjs`
    return {
      files: [{ name, text }],
      install: ['npm install axios'],
      run: `node ${name}`,
      notes: [...request.notes, ...bodyNotes(program), ...oauth1Notes(program)],
    }
  },
}

const postForm: PostForm = (program, url, form, headers) => {
  const timeout = program.scope.input(program.plan.timeout.name)
  const options = [
    headers.length > 0 && block(TAB, 'headers: {', headers, '},'),
    `timeout: ${timeout} * 1000,`,
    `signal: AbortSignal.timeout(${timeout} * 1000),`,
  ]
  const call = block(TAB, `axios.post(${url}, fields, {`, options, '})')
  return [
    wrap(lines(form), 'const fields = '),
    wrap(call, 'const granted = await ', '.catch(error => fail(`No token could be had: ${error.message}`))'),
    'const token = granted.data.access_token',
  ]
}

function send(program: JavaScriptProgram, sent: string | undefined): Code {
  const { plan } = program
  const members = headerMembers(program)
  const timeout = program.scope.input(plan.timeout.name)
  const options = [
    `method: ${javascript.string(plan.request.method)},`,
    'url,',
    members.length > 0 && block(TAB, 'headers: {', members, '},'),
    sent !== undefined && `data: ${sent},`,
    "responseType: 'text',",
    '// The body stays as it came, and every status comes back.',

    'transformResponse: data => data,',
    'validateStatus: () => true,',
    `timeout: ${timeout} * 1000,`,
    `signal: AbortSignal.timeout(${timeout} * 1000),`,
  ]
  const call = block(TAB, 'axios.request({', options, '})')
  const failed = '.catch(error => fail(`The request failed: ${error.message}`))'
  const text = "const text = response.data ?? ''"
  if (plan.auth.kind !== 'digest') return [wrap(call, 'const response = await ', failed), text]
  const answered = digest(program, 'url', "response.headers['www-authenticate'] ?? ''")
  return [
    'async function send(signed) {',
    indent(TAB, wrap(call, 'return ', failed)),
    '}',
    '',
    'let response = await send({})',
    `if (response.status === 401) response = await send({ Authorization: ${answered} })`,
    text,
  ]
}
