import { existsSync, readFileSync } from 'node:fs'
import { itemNames, read, targets } from '@parhelion/samples'
import { expect, test } from 'vitest'
import { axeViolations, openPage } from './browser.ts'
import { Installation } from './installation.ts'
import { collectionOf, manyItems, SamplesPage } from './samples-page.ts'

const installation = Installation.forThisFile()

const samplesPage = async (search?: string, options?: Parameters<typeof openPage>[0]) =>
  new SamplesPage(await openPage(options), installation().address).open(search)

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
  ['Python', 'httpx', 'python-httpx', 'py'],
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
    const expected = programOf(source, 'Create App Key', target)
    await expect.poll(() => samples.code(`create_app_key.${extension}`).textContent()).toBe(expected)
    expect(samples.page.url()).toContain(`target=${target}`)
    await samples.page.getByRole('button', { name: /^Next: / }).click()
    await samples.title.filter({ hasNotText: 'Create App Key' }).waitFor()
    await samples.page.getByRole('button', { name: 'Previous: Create App Key' }).click()
    await samples.title.filter({ hasText: 'Create App Key' }).waitFor()
  }
})

test('from a click to the program: how long it takes is printed', async () => {
  const samples = await samplesPage()
  await samples.choose('Create App')
  const times: number[] = JSON.parse(await samples.page.evaluate<string>(TIMED_STEPS))
  const sorted = times.toSorted((one, other) => one - other)
  console.info(`from a click to the program: median ${sorted[5]} ms, longest ${sorted.at(-1)} ms`)
  expect(times).toHaveLength(11)
})

/** Goes from item to item, and says for each the milliseconds until its program was drawn. */
const TIMED_STEPS = `(async () => {
  const times = []
  while (times.length < 11) {
    const next = document.querySelector('[aria-label^="Next: "]')
    const name = next.title.slice('Next: '.length)
    const begin = performance.now()
    next.click()
    const isThere = () => document.querySelector('#item-title')?.textContent === name
    while (!isThere()) await new Promise(requestAnimationFrame)
    times.push(Math.round(performance.now() - begin))
  }
  return JSON.stringify(times)
})()`

test('of a collection with 2,000 requests only what is seen is in the page', async () => {
  const samples = await samplesPage()
  await samples.drop('many.json', collectionOf(manyItems(2000)))
  await samples.page.getByText('2,000 requests · many.json').waitFor()
  await samples.page.getByRole('searchbox').fill('request')
  await samples.page.getByText('2,000 of 2,000 found').waitFor()
  await samples.tree.focus()
  await samples.page.keyboard.press('End')
  await samples.items.filter({ hasText: 'Request 2000' }).waitFor()
  await expect.poll(() => samples.items.count()).toBeLessThan(80)
  await samples.page.keyboard.press('Enter')
  await samples.title.filter({ hasText: 'Request 2000' }).waitFor()
  await expect.poll(() => samples.items.count()).toBeLessThan(80)
})

test('the program of an item is reached with the keyboard alone', async () => {
  const samples = await samplesPage()
  await samples.items.first().waitFor()
  const { keyboard } = samples.page
  await samples.page.getByRole('searchbox').focus()
  await keyboard.type('list users')
  await samples.page.getByText(/^\d+ of \d+ found$/).waitFor()
  await keyboard.press('Tab')
  await samples.page.locator('[role="tree"]:focus').waitFor()
  await keyboard.press('Home')
  expect(await samples.items.first().getAttribute('aria-expanded')).toBe('true')
  await keyboard.press('ArrowRight')
  await keyboard.press('Enter')
  await samples.page.getByRole('heading', { name: 'Install and run' }).waitFor()
  await expect.poll(() => samples.page.locator('[role="treeitem"][aria-selected="true"]').count()).toBe(1)
})

test('on a phone an item takes the place of the tree, and nothing is wider than the screen', async () => {
  const samples = await samplesPage('', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
  const width = () => samples.page.evaluate('document.documentElement.scrollWidth')
  await samples.items.first().waitFor()
  expect(await width()).toBe(360)
  await samples.choose('Post Message')
  await expect.poll(() => samples.tree.isVisible()).toBe(false)
  expect(await width()).toBe(360)
  await samples.page.getByRole('button', { name: 'Back to collection items' }).click()
  await samples.tree.waitFor()
  await samples.page.locator('[role="tree"]:focus').waitFor()
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
  await samples.page.goto(`${installation().address}/json-tools`)
  await samples.code('build_json.py').waitFor()
  expect(await axeViolations(samples.page)).toEqual([])
})

test('a link finds its item after a renaming by its id, in a new export by its place, and says when it is gone', async () => {
  const request = { method: 'GET', url: 'https://api.example.com/a' }
  const samples = await samplesPage('?source=own&item=one&at=Folder/First')
  await samples.page.getByText('This link is about a file of yours').waitFor()
  await samples.drop('renamed.json', collectionOf([{ id: 'one', name: 'Renamed', request }]))
  await samples.title.filter({ hasText: 'Renamed' }).waitFor()
  await samples.drop('again.json', collectionOf([{ name: 'Folder', item: [{ id: 'new', name: 'First', request }] }]))
  await samples.title.filter({ hasText: 'First' }).waitFor()
  await samples.drop('other.json', collectionOf([{ id: 'two', name: 'Second', request }]))
  await samples.page.getByRole('alert').getByText('This item is not in the collection').waitFor()
})

test('no other page loads the engine of the samples', async () => {
  const page = await openPage()
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await installation().signIn(page)
  for (const path of ['/', '/apps', '/tokens', '/webhooks']) {
    await page.goto(installation().address + path)
    await page.locator('main :is(h1, h2)').first().waitFor()
  }
  const engine = /\/assets\/worker-/
  expect(asked.filter(url => engine.test(url))).toEqual([])
  await page.goto(`${installation().address}/samples`)
  await page.getByRole('treeitem').first().waitFor()
  expect(asked.filter(url => engine.test(url))).not.toEqual([])
})
