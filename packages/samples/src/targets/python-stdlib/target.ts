import { bodyOf, isDocumentText } from '../../families/python/body.ts'
import { headerMembers } from '../../families/python/headers.ts'
import { PythonProgram, TAB } from '../../families/python/program.ts'
import { readAnswer } from '../../families/python/reply.ts'
import { awsHeaders, jwt, oauth1Header, oauth1Note, tokenFields } from '../../families/python/signing.ts'
import { python } from '../../languages/python.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import { wrap } from '../../program/structure.ts'
import { block, type Code, lines } from '../../writer/lines.ts'
import type { Target } from '../target.ts'

export const pythonStdlib: Target = {
  id: 'python-stdlib',
  language: 'Python',
  title: 'Python, standard library',
  extension: 'py',
  proof: 'executed',
  options: ['body', 'secrets'],
  generate(request, options) {
    const plan = planOf(request, options)
    const program = new PythonProgram(plan, [
      'opener',
      'request',
      'data',
      'fields',
      'granted',
      'text',
      'status',
      'boundary',
      'manager',
    ])
    for (const line of ['import http.client', 'import json', 'import urllib.error', 'import urllib.request'])
      program.import(line)
    const text = program.file(
      token(program),
      [query(program), `url = ${address(program)}`, bodyOf(program), data(program)],
      send(program),
      readAnswer(program, { status: 'status', text: 'text', json: 'json.loads(text)' }),
    )
    const name = `${options.name}.py`
    return {
      files: [{ name, text }],
      install: [],
      run: `python3 ${name}`,
      notes: [...request.notes, ...oauth1Note(plan)],
    }
  },
}

function query(program: PythonProgram): Code {
  const { query: pairs } = program.plan
  if (pairs.length === 0) return []
  program.import('from urllib.parse import urlencode')
  return wrap(program.pairs(pairs), 'query = urlencode(', ')')
}

function address(program: PythonProgram): string {
  return program.plan.query.length === 0 ? program.address() : `${program.address()} + "?" + query`
}

function basic(program: PythonProgram, pair: string): string {
  program.import('import base64')
  return `"Basic " + base64.b64encode(${pair}.encode("utf-8")).decode()`
}

function token(program: PythonProgram): Code {
  const { auth, timeout } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  if (auth.kind !== 'oauth2') return []
  program.import('from urllib.parse import urlencode')
  const { fields, basic: client } = tokenFields(program, auth)
  const pair = program.text([...auth.clientId, ':', ...auth.clientSecret])
  return [
    `granted = urllib.request.Request(${program.text(auth.tokenUrl)}, urlencode(${fields}).encode())`,
    client !== undefined && `granted.add_header("Authorization", ${basic(program, pair)})`,
    'try:',
    `${TAB}with urllib.request.urlopen(granted, timeout=${program.scope.input(timeout.name)}) as response:`,
    `${TAB}${TAB}token = json.load(response)["access_token"]`,
    'except (OSError, http.client.HTTPException, ValueError, KeyError) as error:',
    `${TAB}sys.exit(f"No token could be had: {error}")`,
  ]
}

/** Lines that make `data`, the bytes that are sent. */
function data(program: PythonProgram): Code {
  const { body } = program.plan
  switch (body.kind) {
    case 'none':
      return 'data = None'
    case 'json':
      return isDocumentText(program) ? 'data = body.encode("utf-8")' : 'data = json.dumps(body).encode("utf-8")'
    case 'text':
      return 'data = body.encode("utf-8")'
    case 'file':
      return 'data = body'
    case 'form':
      program.import('from urllib.parse import urlencode')
      return 'data = urlencode(body).encode("utf-8")'
    case 'multipart':
      program.import('import uuid')
      program.define('multipart', MULTIPART)
      return ['boundary = uuid.uuid4().hex', 'data = multipart(boundary, parts)']
  }
}

const MULTIPART = [
  'def multipart(boundary, parts):',
  `${TAB}"""A form of (name, (file name or None, content[, type])) as bytes."""`,
  `${TAB}def escape(text):`,
  `${TAB}${TAB}return text.replace("\\\\", "\\\\\\\\").replace('"', '\\\\"')`,
  '',
  `${TAB}body = b""`,
  `${TAB}for name, (file_name, content, *types) in parts:`,
  `${TAB}${TAB}head = f'--{boundary}\\r\\nContent-Disposition: form-data; name="{escape(name)}"'`,
  `${TAB}${TAB}if file_name is not None:`,
  `${TAB}${TAB}${TAB}head += f'; filename="{escape(file_name)}"'`,
  `${TAB}${TAB}${TAB}types = types or ["application/octet-stream"]`,
  `${TAB}${TAB}for kind in types:`,
  `${TAB}${TAB}${TAB}head += f"\\r\\nContent-Type: {kind}"`,
  `${TAB}${TAB}content = content if isinstance(content, bytes) else content.encode("utf-8")`,
  `${TAB}${TAB}body += head.encode("utf-8") + b"\\r\\n\\r\\n" + content + b"\\r\\n"`,
  `${TAB}return body + f"--{boundary}--\\r\\n".encode()`,
]

function send(program: PythonProgram): Code {
  const { plan } = program
  const { auth, body } = plan
  const members = headerMembers(program, withContentType(plan))
  if (body.kind === 'multipart') members.unshift('"Content-Type": f"multipart/form-data; boundary={boundary}",')
  if (auth.kind === 'basic') {
    members.push(`"Authorization": ${basic(program, program.text([...auth.username, ':', ...auth.password]))},`)
  }
  const args = [
    'url,',
    'data,',
    members.length > 0 && block(TAB, 'headers={', members, '},'),
    `method=${python.string(plan.request.method)},`,
  ]
  return lines(
    block(TAB, 'request = urllib.request.Request(', args, ')'),
    signature(program),
    opener(program),
    'try:',
    `${TAB}with opener.open(request, timeout=${program.scope.input(plan.timeout.name)}) as response:`,
    `${TAB}${TAB}status, text = response.status, response.read().decode("utf-8", "replace")`,
    'except urllib.error.HTTPError as error:',
    `${TAB}status, text = error.code, error.read().decode("utf-8", "replace")`,
    'except (OSError, http.client.HTTPException, ValueError) as error:',
    `${TAB}sys.exit(f"The request failed: {error}")`,
  )
}

function signature(program: PythonProgram): Code {
  const { auth, request } = program.plan
  const sent = [python.string(request.method), 'url', 'data or b""']
  if (auth.kind === 'oauth1') return `request.add_header("Authorization", ${oauth1Header(program, auth, sent)})`
  if (auth.kind !== 'awsSigV4') return []
  return [`for name, text in ${awsHeaders(program, auth, sent)}.items():`, `${TAB}request.add_header(name, text)`]
}

function opener(program: PythonProgram): Code {
  const { auth } = program.plan
  if (auth.kind !== 'digest') return 'opener = urllib.request.build_opener()'
  return [
    'manager = urllib.request.HTTPPasswordMgrWithDefaultRealm()',
    `manager.add_password(None, url, ${program.text(auth.username)}, ${program.text(auth.password)})`,
    'opener = urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(manager))',
  ]
}
