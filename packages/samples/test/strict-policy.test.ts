import { spawnSync } from 'node:child_process'
import { openapi, postman } from '@parhelion/contract'
import { expect, test } from 'vitest'

const PROGRAM = `
  import { text } from 'node:stream/consumers'
  import { pageHtml, read, samplePage, targets } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)}
  try {
    eval('1')
  } catch {
    console.log('eval is refused')
  }
  for (const source of JSON.parse(await text(process.stdin))) {
    const { title, items } = read(source)
    for (const item of items) for (const target of targets) {
      const options = { name: 'sample', body: 'structure', secrets: 'hidden' }
      pageHtml(samplePage(title, item, target, target.generate(item.request, options), options))
    }
    console.log(items.length)
  }
`

// Thousands of pages.
const LONG = { timeout: 180_000 }

test('everything works where no code may be made from texts, as on a page with a strict policy', LONG, () => {
  const document = openapi({ serverUrl: 'http://127.0.0.1:8080', version: '0.1.0' })
  const collection = postman({ serverUrl: 'http://127.0.0.1:8080' })
  const yaml = 'openapi: 3.1.0\npaths: {/a: {get: {responses: {200: {description: OK}}}}}'
  const sources = [
    JSON.stringify(document),
    JSON.stringify(collection),
    yaml,
    "curl -d a=1 'https://a.example/'",
    '{"a": 1}',
  ]
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--disallow-code-generation-from-strings', '--input-type=module', '-e', PROGRAM],
    { input: JSON.stringify(sources), encoding: 'utf8' },
  )
  const count = Object.values(document.paths).flatMap(item => Object.values(item)).length
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toBe(['eval is refused', count, count, 1, 1, 1, ''].join('\n'))
})
