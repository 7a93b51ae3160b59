import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { parhelion } from '../testing/command.ts'

const request = {
  method: 'POST',
  auth: { type: 'basic', basic: { username: '{{keyId}}', password: '{{secret}}' } },
  url: '{{url}}/v2/apps/:appId/keys',
  body: { mode: 'raw', raw: '{"displayName": "My key"}', options: { raw: { language: 'json' } } },
}
const response = [{ name: 'Created', code: 201, body: '{"key": {"id": "int_1"}}' }]
const COLLECTION = JSON.stringify({
  info: { name: 'Keys API' },
  variable: [{ key: 'url', value: 'https://a.example' }],
  item: [
    {
      name: 'Keys',
      item: [
        { name: 'Create Key', request, response },
        { name: 'Create Key', request },
      ],
    },
    { name: 'Ask', request: { url: '{{url}}/ask', auth: { type: 'ntlm', ntlm: {} } } },
  ],
})

let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samples-'))
  file = join(folder, 'collection.json')
  await writeFile(file, `\uFEFF${COLLECTION}`)
})
afterAll(() => rm(folder, { recursive: true }))

interface Described {
  readonly target: string
  readonly item: { readonly path: readonly string[]; readonly id: string }
  readonly inputs: readonly { readonly env: string; readonly required: boolean; readonly default?: string }[]
  readonly files: readonly { readonly name: string; readonly text: string }[]
  readonly expects: readonly number[]
  readonly notes: readonly string[]
}

async function described(...args: string[]): Promise<Described[]> {
  const { code, stdout, stderr } = await parhelion(['samples', ...args, '--format', 'json'])
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('See:')])
  return JSON.parse(stdout)
}

test('prints the program of one request, and nothing else', async () => {
  const { code, stdout, stderr } = await parhelion(['samples', file, '--item', 'Ask', '--target', 'python-requests'])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^(?:#.*\n|"""|import )/)
  expect(stdout).toContain('BASE_URL')
})

test('for programs it prints a list: for each item and target its inputs, files, statuses and notes', async () => {
  const all = await described(file, '--target', 'all')
  const targets = new Set(all.map(({ target }) => target))
  expect(all).toHaveLength(3 * targets.size)
  expect(all[0]).toMatchObject({ item: { path: ['Keys', 'Create Key'], id: 'Keys/Create Key' }, expects: [201] })
  expect(all[0]?.inputs.map(({ env, required }) => [env, required])).toEqual([
    ['BASE_URL', false],
    ['APP_ID', true],
    ['KEY_ID', true],
    ['SECRET', true],
    ['TIMEOUT_SECONDS', false],
  ])
  expect(all.at(-1)?.notes).toEqual(expect.arrayContaining([expect.stringContaining("'ntlm'")]))
})

test.each(['Keys/Create Key', 'Keys', 'Keys/Create Key-2'])('--item %s finds by name, folder or id', async item => {
  expect(await described(file, '--item', item)).toHaveLength(item.endsWith('-2') ? 1 : 2)
})

test('--base-url and --var are the defaults of the inputs they name; a secret has none', async () => {
  const [first] = await described(
    file,
    '--base-url',
    'http://127.0.0.1:9',
    '--var',
    'appId=a=b',
    '--var',
    'secret=hunter2',
  )
  expect(first?.inputs.map(input => [input.env, input.default])).toEqual([
    ['BASE_URL', 'http://127.0.0.1:9'],
    ['APP_ID', 'a=b'],
    ['KEY_ID', undefined],
    ['SECRET', undefined],
    ['TIMEOUT_SECONDS', '30'],
  ])
  expect(JSON.stringify(first)).not.toContain('hunter2')
})

describe('--out', () => {
  const write = async (...args: string[]) => {
    const out = await mkdtemp(join(folder, 'out-'))
    const { code, stdout, stderr } = await parhelion(['samples', file, '--out', out, ...args])
    expect([code, stdout]).toEqual([0, ''])
    const names = (await readdir(out, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
    return { out, stderr, files: names.map(entry => join(entry.parentPath, entry.name).slice(out.length + 1)).sort() }
  }

  test('writes a file for each program by target, folders and name; a second run writes the same bytes', async () => {
    const one = await write('--target', 'python-requests')
    expect(one.files).toEqual([
      'python-requests/ask.py',
      'python-requests/keys/create_key.py',
      'python-requests/keys/create_key_2.py',
    ])
    const two = await write('--target', 'python-requests')
    for (const name of one.files) {
      expect(await readFile(join(one.out, name))).toEqual(await readFile(join(two.out, name)))
    }
  })

  test('ends with what there is to know', async () => {
    const { out, stderr } = await write('--target', 'python-requests')
    expect(stderr).toContain(`3 samples in 1 target in ${out}\n`)
    expect(stderr).toMatch(/1 × Authentication of the kind 'ntlm'/)
  })

  test('pages come with their contents', async () => {
    const { out, files } = await write('--target', 'python-requests', '--format', 'html')
    expect(files).toContain('index.html')
    expect(await readFile(join(out, 'index.html'), 'utf8')).toContain('href="python-requests/keys/create_key.html"')
  })

  test('a folder that cannot be made is a refusal that names it', async () => {
    const { code, stderr } = await parhelion(['samples', file, '--out', join(file, 'x')])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/collection\.json\/x.* cannot be written \(ENOTDIR\)\n$/)])
  })
})

test('the source comes from standard input, too', async () => {
  const { code, stdout } = await parhelion(['samples', '-'], { stdin: "curl -d a=1 'https://a.example/x'" })
  expect([code, stdout]).toEqual([0, expect.stringContaining('https://a.example')])
})

test('the source comes from an address, which an address without a host then is beside', async () => {
  const document = { openapi: '3.1.0', servers: [{ url: '/v1' }], paths: { '/x': { get: {} } } }
  const server = createServer((call, reply) => {
    reply.writeHead(call.url === '/openapi.json' ? 200 : 404).end(JSON.stringify(document))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [made] = await described(`${origin}/openapi.json`)
  expect(made?.inputs[0]).toMatchObject({ env: 'BASE_URL', default: origin })
  expect(await parhelion(['samples', `${origin}/x`])).toMatchObject({
    code: 1,
    stderr: `${origin}/x answers with status 404\n`,
  })
})

test('the list of targets is there for people and for programs', async () => {
  const people = await parhelion(['samples', 'targets'])
  expect([people.code, people.stdout]).toEqual([
    0,
    expect.stringMatching(/^ID +PROOF +TITLE\n[\s\S]*^python-requests +executed +Python/m),
  ])
  const { targets } = JSON.parse((await parhelion(['samples', 'targets', '--json'])).stdout)
  expect(targets).toContainEqual(
    expect.objectContaining({ id: 'python-requests', language: 'Python', proof: 'executed' }),
  )
})

test.each<[string[], number, RegExp]>([
  [['nowhere.json'], 1, /^nowhere\.json cannot be read \(ENOENT\)\n$/],
  [['-'], 1, /^Standard input: There is nothing to read\n$/],
  [['http://127.0.0.1:1/x'], 1, /^http:\/\/127\.0\.0\.1:1\/x cannot be fetched \(.+\)\n$/],
  [['FILE', '--item', 'Nothing'], 1, /^There is no item "Nothing" among 3: "Keys\/Create Key", .+\n$/],
  [['FILE', '--target', 'cobol'], 2, /^There is no target "cobol"; known: .*python-requests/],
  [['FILE', '--format', 'pdf'], 2, /^--format must be code, page, html, json, not "pdf"\n/],
  [['FILE', '--var', 'x'], 2, /^--var must be NAME=VALUE, not "x"\n/],
  [['FILE', '--base-url', 'a.example'], 2, /^--base-url must begin with http/],
  [[], 2, /^SOURCE is missing\n/],
])('samples %j is refused with a line that says why', async (args, code, line) => {
  const result = await parhelion(['samples', ...args.map(arg => (arg === 'FILE' ? file : arg))], { stdin: '' })
  expect(result).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(line) })
})

describe('code for one JSON document', () => {
  test('build-json prints a program that builds it, with all digits', async () => {
    const args = ['samples', 'build-json', '-', '--target', 'python-requests']
    const { code, stdout, stderr } = await parhelion(args, { stdin: '\uFEFF{"n": 12345678901234567890, "t": "x"}' })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('"n": 12345678901234567890,')
  })

  test('parse-json prints a program that names its values; secrets are shown when that is asked for', async () => {
    const args = ['samples', 'parse-json', '-', '--target', 'javascript-fetch']
    const stdin = '{"key": {"id": "a", "secret": "b"}}'
    const hidden = (await parhelion(args, { stdin })).stdout
    const shown = (await parhelion([...args, '--show-secrets'], { stdin })).stdout
    expect([/log\(.*key\.id/, /log\(.*key\.secret/].map(line => line.test(hidden))).toEqual([true, false])
    expect(/log\(.*key\.secret/.test(shown)).toBe(true)
  })

  test('for programs it is a list with the files and how they are run', async () => {
    const args = ['samples', 'build-json', '-', '--target', 'all', '--json']
    const tools = JSON.parse((await parhelion(args, { stdin: '[]' })).stdout)
    expect(tools).toContainEqual(expect.objectContaining({ target: 'python-requests', run: 'python3 build_json.py' }))
  })

  test('a language that has no code for it is refused by its name, beside those that have', async () => {
    const refused = await parhelion(['samples', 'build-json', '-', '--target', 'curl-cmd'], { stdin: '[]' })
    expect(refused).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^Command prompt of Windows with curl \("curl-cmd"\) has no code .+ powershell/),
    })
  })

  test('what is no JSON is refused with its place', async () => {
    const result = await parhelion(['samples', 'parse-json', '-'], { stdin: '{"a": }' })
    expect(result).toMatchObject({ code: 1, stderr: 'Standard input: line 1, column 7: a value is expected\n' })
  })
})
