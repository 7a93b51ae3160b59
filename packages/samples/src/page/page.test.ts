import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { SampleRequest } from '../request/request.ts'
import { read } from '../sources/read.ts'
import { targets } from '../targets/index.ts'
import type { Options } from '../targets/target.ts'
import { contentsHtml, contentsText } from './contents.ts'
import { describeSample } from './describe.ts'
import { pageHtml, STYLE, STYLE_HASH } from './html.ts'
import { itemNames } from './names.ts'
import { samplePage } from './page.ts'
import { pageText } from './text.ts'

const options: Options = { name: 'sample', body: 'structure', secrets: 'hidden' }
const HOSTILE = '</script><img src=x onerror=alert(1)>"\'&\0'

function source(name: string, description = 'Makes a key.') {
  const request = {
    method: 'POST',
    description,
    auth: { type: 'basic', basic: { username: '{{keyId}}', password: '{{secret}}' } },
    url: { raw: '{{url}}/v2/apps/:appId/keys', variable: [{ key: 'appId', description }] },
    body: { mode: 'raw', raw: '{"displayName": "My key"}', options: { raw: { language: 'json' } } },
  }
  const response = [{ name: 'Created', code: 201, body: '{"key": {"id": "int_1", "secret": "s"}}' }]
  return JSON.stringify({ info: { name: 'Keys API' }, item: [{ name: 'Keys', item: [{ name, request, response }] }] })
}

function pageOf(name = 'Create Key', description?: string) {
  const [item] = read(source(name, description)).items
  const [target] = targets
  if (item === undefined || target === undefined) throw new Error('Nothing was read, or there is no target')
  const sample = target.generate(item.request, options)
  return { item, target, sample, page: samplePage('Keys API', item, target, sample, options) }
}

test('a page has its parts in the order in which people need them', () => {
  const { page, target } = pageOf()
  expect(page.breadcrumb).toEqual([target.title, 'Keys API', 'Keys', 'Create Key'])
  const titles = page.sections.map(({ title }) => title).filter(title => title !== 'curl')
  expect(titles).toEqual([
    'What it does',
    'Install and run',
    'Inputs',
    'Program',
    'Replies',
    'The item of the Postman collection',
  ])
})

test('as text it names each variable that must be set, and holds the program, a reply and the item', () => {
  const { page, sample } = pageOf()
  const text = pageText(page)
  for (const name of ['BASE_URL', 'APP_ID', 'KEY_ID', 'SECRET']) expect(text).toContain(`export ${name}='…'`)
  for (const line of sample.files[0]?.text.split('\n') ?? []) expect(text).toContain(line)
  expect(text).toContain('201 Created:\n\n    {"key"')
  expect(text).toContain('"name": "Create Key"')
})

describe('as HTML', () => {
  test('what the source holds is text, whatever it looks like', () => {
    const html = pageHtml(pageOf(HOSTILE, HOSTILE).page)
    expect(html).not.toMatch(/<(?:script|img)/)
    expect(html).toContain('&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\ufffd')
    expect([...html.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag)).not.toContain('img')
  })

  test('it lets nothing run and nothing be fetched; its style is the one of the hash', () => {
    const html = pageHtml(pageOf().page)
    expect(STYLE_HASH).toBe(`sha256-${createHash('sha256').update(STYLE).digest('base64')}`)
    expect(html).toContain(`content="default-src &#39;none&#39;; style-src &#39;${STYLE_HASH}&#39;`)
    expect(html.match(/<style>([\s\S]*?)<\/style>/)?.[1]).toBe(STYLE)
    expect(html).not.toMatch(/\son\w+=|src=|style=/)
  })
})

test('for other programs a sample says its inputs, its files, how it is run and what it expects', () => {
  const { item, target, sample } = pageOf()
  const described = describeSample(target, item.request, sample)
  expect(described).toMatchObject({
    target: target.id,
    item: { path: ['Keys', 'Create Key'], id: 'Keys/Create Key' },
    expects: [201],
    run: sample.run,
    files: sample.files,
  })
  expect(described.inputs.map(({ env, kind, required }) => [env, kind, required])).toEqual([
    ['BASE_URL', 'baseUrl', true],
    ['APP_ID', 'path', true],
    ['KEY_ID', 'credential', true],
    ['SECRET', 'secret', true],
    ['TIMEOUT_SECONDS', 'timeout', false],
  ])
  expect(JSON.parse(JSON.stringify(described))).toEqual(described)
})

describe('names of files', () => {
  const names = (...paths: string[][]) =>
    itemNames(paths.map(path => ({ path }) satisfies Pick<SampleRequest, 'path'>)).map(({ folders, name }) =>
      [...folders, name].join('/'),
    )

  test('are plain on every system, and differ', () => {
    expect(
      names(
        ['Keys', 'Create Key'],
        ['keys', 'create key'],
        ['A/../b', '..'],
        ['Über', 'GET /v2/x'],
        ['数据'],
        ['con'],
        ['x'.repeat(200)],
      ),
    ).toEqual(['keys/create_key', 'keys/create_key_2', 'a_b/item', 'uber/get_v2_x', 'item', 'con_', 'x'.repeat(60)])
  })

  test('stay when others are added after them', () => {
    expect(names(['a'], ['b'], ['a'])).toEqual(names(['a'], ['b'], ['a'], ['c']).slice(0, 3))
  })
})

test('the contents of a collection lead to each page', () => {
  const entries = [
    { path: ['Keys', 'Create'], target: 'Python', file: 'python/keys/create 1.html' },
    { path: ['Keys', 'Create'], target: 'Go', file: 'go/keys/create.html' },
  ]
  expect(contentsHtml('<API>', entries)).toContain(
    '<tr><th>Keys / Create</th><td><a href="python/keys/create%201.html">Python</a> · <a href="go/keys/create.html">Go</a></td></tr>',
  )
  expect(contentsHtml('<API>', entries)).toContain('<h1>&lt;API&gt;</h1>')
  expect(contentsText('API', entries)).toBe(
    'API\n\nKeys / Create\n  python/keys/create 1.html\n  go/keys/create.html\n',
  )
})
