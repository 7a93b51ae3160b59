import { expect, test } from 'vitest'
import { axeViolations, openPage, takeFaults } from './browser.ts'
import { Installation } from './installation.ts'

// What the other tests rely on: that a fault of a page fails them.

const installation = Installation.forThisFile()

test.each([
  [
    'a script within the page',
    `document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))`,
    'policy violated: script-src-elem',
  ],
  ['code made from a text', `document.body.setAttribute('onclick', '1')`, 'policy violated: script-src-attr'],
  ['a style without the nonce', `document.body.setAttribute('style', 'color: red')`, 'policy violated: style-src-attr'],
  ['a request to another place', `void fetch('http://192.0.2.1/').catch(() => 0)`, 'policy violated: connect-src'],
  ['an error that nobody catches', `setTimeout(() => { throw new Error('Broken') })`, 'error in the page: Broken'],
  ['a complaint of a library', `console.error('Not good')`, 'the console of the page: Not good'],
])('%s is seen', async (_, script, fault) => {
  const page = await openPage()
  await page.goto(`${installation().address}/tokens`)
  await page.getByLabel('Key id').waitFor()
  expect(takeFaults()).toEqual([])
  await page.evaluate(script)
  const seen: string[] = []
  await expect.poll(() => seen.push(...takeFaults()) > 0 && seen.join('\n')).toContain(fault)
  takeFaults()
})

test('a request that leaves the machine is seen where no policy stops it', async () => {
  const page = await openPage()
  await page.route('http://192.0.2.1/**', route => route.fulfill({ body: '' }))
  await page.goto('http://192.0.2.1/')
  expect(takeFaults()).toContain('a request that leaves the machine: http://192.0.2.1/')
  takeFaults()
})

test('an answer that says the server broke is seen', async () => {
  const page = await openPage()
  await page.route('**/hub/installation', route => route.fulfill({ status: 500, body: '{}' }))
  await page.goto(installation().address)
  await page.getByRole('alert').waitFor()
  expect(takeFaults().join('\n')).toContain('500 from ')
})

test('a picture without a text is a violation, in both colour schemes', async () => {
  const page = await openPage()
  await page.goto(`${installation().address}/tokens`)
  await page.getByLabel('Key id').waitFor()
  await page.evaluate(`document.querySelector('main').append(new Image(10, 10))`)
  const violations = await axeViolations(page)
  expect(violations.map(one => one.split(': <')[0])).toEqual(['light: image-alt', 'dark: image-alt'])
})
