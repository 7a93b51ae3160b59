import { existsSync, readFileSync } from 'node:fs'
import { itemNames, read, targets } from '@parhelion/samples'
import { expect, test } from 'vitest'
import { testServer } from '../../apps/server/src/testing/test-server.ts'
import { axeViolations, openPage } from './browser.ts'
import { collectionOf, manyItems, SamplesPage } from './samples-page.ts'

const server = await testServer()
const address = server.anonymous.address

const samplesPage = async (search?: string, options?: Parameters<typeof openPage>[0]) =>
  new SamplesPage(await openPage(options), address).open(search)

/** Stands beside the repository where the engine is worked on. */
const others = new URL('../../../shared/reference/smooch-v1.postman_collection.json', import.meta.url)
if (!existsSync(others)) console.info('skipped: smooch-v1.postman_collection.json is not beside the repository')

/** What the engine writes for an item, for comparison with what the page shows. */
function programOf(source: string, item: string, target: string): string {
  const { items } = read(source)
  const names = itemNames(items.map(({ request }) => request))
  const index = items.findIndex(({ request }) => request.path.at(-1) === item)
  const found = items[index]
  if (found === undefined) throw new Error(`there is no item ${item}`)
  const options = { name: names[index]?.name ?? '', body: 'structure', secrets: 'hidden' } as const
  return targets.find(({ id }) => id === target)?.generate(found.request, options).files[0]?.text ?? ''
}

const LANGUAGES = [
  ['Python', 'requests', 'python-requests', 'py'],
  ['Go', undefined, 'go-nethttp', 'go'],
  ['JavaScript', 'Node.js with axios', 'node-axios', 'mjs'],
] as const

test.skipIf(!existsSync(others))('a dropped collection with 122 requests is browsed in three languages', async () => {
  const source = readFileSync(others, 'utf8')
  const samples = await samplesPage()
  await samples.drop('smooch.json', source)
  await samples.page.getByText('122 requests · smooch.json').waitFor()
  await samples.choose('Create App Key')
  for (const [language, library, target, extension] of LANGUAGES) {
    await samples.chooseLanguage(language, library)
    const code = samples.code(`create_app_key.${extension}`)
    await code.waitFor()
    expect(await code.textContent()).toBe(programOf(source, 'Create App Key', target))
    expect(samples.page.url()).toContain(`target=${target}`)
  }
  const times: number[] = []
  for (let step = 0; step < 20; step += 1) {
    const before = await samples.title.textContent()
    const next = samples.page.getByRole('button', { name: /^Next: / })
    const name = (await next.getAttribute('title'))?.replace('Next: ', '') ?? ''
    const begin = performance.now()
    await next.click()
    await samples.page.locator('article section code').first().waitFor()
    await samples.title.filter({ hasText: name }).waitFor()
    times.push(performance.now() - begin)
    expect(await samples.title.textContent()).not.toBe(before)
  }
  const sorted = times.toSorted((one, other) => one - other)
  console.info(
    `from a click to the program, driver included: median ${sorted[10]?.toFixed(0)} ms, longest ${sorted.at(-1)?.toFixed(0)} ms`,
  )
})

test('a file that is no JSON is refused with the place of the fault, and the page goes on', async () => {
  const samples = await samplesPage()
  await samples.drop('broken.json', '{\n  "info": {"name": "x"},\n  "item": [}\n}')
  const alert = samples.page.getByRole('alert')
  await alert.getByText('broken.json cannot be read').waitFor()
  expect(await alert.textContent()).toContain('line 3, column 12')
  await samples.drop('good.json', collectionOf(manyItems(3)))
  await samples.page.getByText('3 requests · good.json').waitFor()
  expect(await alert.count()).toBe(0)
})

test.each([
  ['a JSON list of another kind', 'list.yaml', 'a: 1\nb: [1, 2]\n', 'This is no collection of Postman'],
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

test('of a collection with 2,000 requests only what is seen is in the page', async () => {
  const samples = await samplesPage()
  await samples.drop('many.json', collectionOf(manyItems(2000)))
  await samples.page.getByText('2,000 requests').first().waitFor()
  const search = samples.page.getByRole('searchbox')
  await search.fill('request')
  await samples.page.getByText('2,000 of 2,000 found').waitFor()
  await samples.tree.focus()
  await samples.page.keyboard.press('End')
  await samples.items.filter({ hasText: 'Request 2000' }).waitFor()
  expect(await samples.items.count()).toBeLessThan(80)
  await samples.page.keyboard.press('Enter')
  await samples.title.filter({ hasText: 'Request 2000' }).waitFor()
  expect(await samples.items.count()).toBeLessThan(80)
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
  await samples.items.filter({ hasText: hostile }).last().click()
  await samples.title.filter({ hasText: hostile }).waitFor()
  await samples.page.getByRole('strong').or(samples.page.locator('article strong')).first().waitFor()
  expect(await samples.page.locator('main img, main script, main a[href^="javascript:"]').count()).toBe(0)
  expect(await samples.page.title()).toBe('Samples · Parhelion')
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

test('JSON of 50 MB that is no collection is refused, and the page stays alive', async () => {
  const samples = await samplesPage()
  const row = `{"a":"${'x'.repeat(1000)}"}`
  const count = Math.floor((50 * 1024 * 1024 - 2) / (row.length + 1))
  await samples.drop('large.json', `[${Array.from({ length: count }, () => row).join()}]`)
  const search = samples.page.getByRole('button', { name: 'Another…' })
  await search.click()
  await samples.page.getByRole('dialog').waitFor()
  await samples.page.keyboard.press('Escape')
  await samples.page.getByRole('alert').getByText('large.json cannot be read').waitFor()
  expect(await samples.page.getByRole('alert').textContent()).toContain('no collection of Postman')
})

test('a file of more than 50 MB is refused before it is read', async () => {
  const samples = await samplesPage()
  await samples.drop('larger.json', Buffer.alloc(50 * 1024 * 1024 + 1, ' '))
  await samples.page.getByRole('alert').getByText('larger.json cannot be read').waitFor()
  expect(await samples.page.getByRole('alert').textContent()).toContain('at most 50 MB are read')
})

test('axe finds nothing wrong with the pages, in light and dark', async () => {
  const samples = await samplesPage()
  await samples.items.first().waitFor()
  expect(await axeViolations(samples.page)).toEqual([])
  await samples.choose('Post Message')
  expect(await axeViolations(samples.page)).toEqual([])
  await samples.page.getByRole('button', { name: 'Use your own collection…' }).click()
  await samples.page.getByRole('button', { name: 'Read it' }).waitFor()
  expect(await axeViolations(samples.page)).toEqual([])
})

test('the program of an item is reached with the keyboard alone', async () => {
  const samples = await samplesPage()
  await samples.items.first().waitFor()
  const { keyboard } = samples.page
  await samples.page.getByRole('searchbox').focus()
  await keyboard.type('user')
  await keyboard.press('Tab')
  expect(await samples.tree.evaluate('element => element === document.activeElement')).toBe(true)
  await keyboard.press('Home')
  await keyboard.press('ArrowLeft')
  expect(await samples.items.first().getAttribute('aria-expanded')).toBe('true')
  await keyboard.press('ArrowRight')
  await keyboard.press('Enter')
  await samples.page.getByRole('heading', { name: 'Install and run' }).waitFor()
  expect(
    await samples.items
      .filter({ has: samples.page.locator('[data-method]') })
      .first()
      .getAttribute('aria-selected'),
  ).toBe('true')
})
