import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import { openPage } from './browser.ts'
import { Installation } from './installation.ts'
import { collectionOf, manyItems, SamplesPage } from './samples-page.ts'

const installation = Installation.forThisFile()
const folder = mkdtempSync(join(tmpdir(), 'parhelion-samples-'))
afterAll(() => rmSync(folder, { recursive: true }))

const samplesPage = async () => new SamplesPage(await openPage(), installation().address).open()

test('a file that is no JSON is refused with the place of the fault, and the page goes on', async () => {
  const samples = await samplesPage()
  await samples.drop('broken.json', '{\n  "info": {"name": "x"},\n  "item": [}\n}')
  const alert = samples.page.getByRole('alert')
  await alert.getByText('broken.json cannot be read').waitFor()
  expect(await alert.textContent()).toContain('line 3, column 12')
  await samples.drop('good.json', collectionOf(manyItems(3)))
  await samples.page.getByText('3 requests · good.json').waitFor()
  await expect.poll(() => alert.count()).toBe(0)
})

test.each([
  ['a YAML file of another kind', 'list.yaml', 'a: 1\nb: [1, 2]\n', 'This is no collection of Postman'],
  ['an empty file', 'empty.json', '', 'There is nothing to read'],
  ['a picture', 'picture.png', Buffer.from('89504e470d0a1a0aff', 'hex'), 'This file is no text in UTF-8'],
  ['what is nested too deeply', 'deep.json', '['.repeat(100_000), 'nested'],
])('%s is refused with a sentence that says why', async (_what, name, content, message) => {
  const samples = await samplesPage()
  await samples.drop(name, content)
  const alert = samples.page.getByRole('alert')
  await alert.getByText(`${name} cannot be read`).waitFor()
  expect(await alert.textContent()).toContain(message)
})

test('a file that is dropped while the API is still on its way is what is opened, also when that comes', async () => {
  const page = await openPage()
  const release = Promise.withResolvers<void>()
  await page.route('**/postman.json', async route => {
    await release.promise
    await route.continue()
  })
  await page.goto(`${installation().address}/samples`)
  await page.getByText('Reading this server').waitFor()
  const samples = new SamplesPage(page, installation().address)
  await samples.drop('mine.json', collectionOf(manyItems(3)))
  await page.getByText('3 requests · mine.json').waitFor()
  const late = page.waitForEvent('requestfinished', request => request.url().endsWith('/postman.json'))
  release.resolve()
  await late
  await samples.choose('Request 2')
  await samples.code('request_2.py').waitFor()
})

test('of files that are dropped one right after the other the last is what is opened', async () => {
  const samples = await samplesPage()
  const slow = collectionOf(manyItems(3)) + ' '.repeat(20_000_000)
  await samples.dropInTurn(['slow.json', slow], ['quick.json', collectionOf(manyItems(60))])
  await samples.page.getByText('60 requests · quick.json').waitFor()
  await samples.choose('Request 55')
  await samples.code('request_55.py').waitFor()
})

test('names and descriptions of a hostile collection stay text', async () => {
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
  const samples = await samplesPage()
  const item = {
    name: hostile,
    request: {
      method: 'GET',
      url: 'https://api.example.com/a',
      description: `${hostile}\n\n[a link](javascript:document.title=3) **bold** \`${hostile}\`\n\n- ${hostile}`,
    },
    response: [{ name: hostile, code: 200, status: 'OK', body: hostile, header: [] }],
  }
  await samples.drop('hostile.json', collectionOf([{ name: hostile, item: [item] }], hostile))
  await samples.items.nth(1).click()
  await samples.title.filter({ hasText: hostile }).waitFor()
  await samples.page.locator('article strong').first().waitFor()
  expect(await samples.page.locator('main img, main script, main a[href^="javascript:"]').count()).toBe(0)
  await expect.poll(() => samples.page.title()).toBe('Samples · Parhelion')
})

test('a pasted curl line becomes a program', async () => {
  const samples = await samplesPage()
  await samples.page.getByRole('button', { name: 'Use your own collection…' }).click()
  await samples.page
    .getByRole('textbox', { name: 'Or paste it' })
    .fill(`curl https://api.example.com/things --json '{"name": "first"}'`)
  await samples.page.getByRole('button', { name: 'Read it' }).click()
  await samples.page.getByText('1 request · pasted text').waitFor()
  await samples.items.last().click()
  await samples.page.getByRole('heading', { name: 'Command that was read' }).waitFor()
  expect(await samples.page.locator('article code').allTextContents()).toContainEqual(
    expect.stringContaining('"name": "first"'),
  )
})

/** Opens a file by the button, from the disk. */
async function choose(samples: SamplesPage, name: string, content: string | Buffer): Promise<void> {
  writeFileSync(join(folder, name), content)
  await samples.page.getByRole('button', { name: 'Use your own collection…' }).click()
  await samples.page.locator('input[type="file"]').setInputFiles(join(folder, name))
}

test('JSON of 50 MB that is no collection is refused, and the page stays alive', async () => {
  const samples = await samplesPage()
  const row = `{"a":"${'x'.repeat(1000)}"}`
  const count = Math.floor((50 * 1024 * 1024 - 2) / (row.length + 1))
  await choose(samples, 'large.json', `[${Array.from({ length: count }, () => row).join()}]`)
  const alert = samples.page.getByRole('alert')
  await alert.getByText('large.json cannot be read').waitFor({ timeout: 100_000 })
  expect(await alert.textContent()).toContain('no collection of Postman')
  await samples.page.getByRole('button', { name: 'This server’s API' }).click()
  await samples.items.first().waitFor()
})

test('a file of more than 50 MB is refused before it is read', async () => {
  const samples = await samplesPage()
  await choose(samples, 'larger.json', Buffer.alloc(50 * 1024 * 1024 + 1, ' '))
  const alert = samples.page.getByRole('alert')
  await alert.getByText('larger.json cannot be read').waitFor()
  expect(await alert.textContent()).toContain('at most 50 MB are read')
})

test('the zip of a collection holds what the command writes, under the same names', async () => {
  const request = { method: 'GET', url: 'https://api.example.com/a' }
  const named = (name: string) => ({ name, request })
  const source = collectionOf([
    named('Müller & Söhne'),
    named('con'),
    { name: '../..', item: [named('a/b'), named('a b'), named('日本語')] },
  ])
  const file = join(folder, 'collection.json')
  writeFileSync(file, source)
  const out = join(folder, 'out')
  const command = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))
  execFileSync(process.execPath, [command, 'samples', file, '--target', 'rust-reqwest', '--out', out])

  const samples = await samplesPage()
  await samples.chooseLanguage('Rust')
  await samples.drop('collection.json', source)
  await samples.page.getByText('5 requests · collection.json').waitFor()
  const coming = samples.page.waitForEvent('download')
  await samples.page.getByRole('button', { name: 'Download all (.zip)' }).click()
  const download = await coming
  expect(download.suggestedFilename()).toBe('made-for-a-test-rust-reqwest.zip')
  const zip = unzipSync(readFileSync(await download.path()))
  const written = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter(name =>
    statSync(join(out, name)).isFile(),
  )
  expect(Object.keys(zip).toSorted()).toEqual(written.toSorted())
  for (const name of written)
    expect(Buffer.from(zip[name] ?? []).toString()).toBe(readFileSync(join(out, name), 'utf8'))
})
