import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { axeViolations, countScripts, openPage } from './browser.ts'
import { Installation } from './installation.ts'

const SCRIPT_BYTES_MAX = 200_000
const PHONE = { width: 360, height: 740 }

const installation = Installation.forThisFile()

/** Every page of the shell: where it is for the demo app, and the heading it has. */
const PAGES: readonly (readonly [path: string, heading: string])[] = [
  ['/', 'Your platform is running'],
  ['/sign-in', 'Sign in'],
  ['/apps', 'Apps and keys'],
  ['/apps/:app', 'Demo app'],
  ['/apps/:app/integrations/:integration', 'Demo integration'],
  ['/apps/:app/create-integration', 'Create an integration'],
  ['/apps/:app/create-integration?type=web', 'Create an integration'],
  ['/tokens', 'Tokens'],
  ['/apps/:app/nothing-here', 'There is no such page'],
]

async function show(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(installation().addressOf(path))
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  await page.waitForLoadState('networkidle')
}

describe.each(PAGES)('%s', (path, heading) => {
  test('has no fault that axe-core finds, in light and dark', async () => {
    const page = await openPage()
    await installation().signIn(page)
    await show(page, path, heading)
    expect(await axeViolations(page)).toEqual([])
  })

  test('fits a phone without scrolling sideways', async () => {
    const page = await openPage({ viewport: PHONE })
    await installation().signIn(page)
    await show(page, path, heading)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width)
  })
})

test('the start page has no fault for somebody who is not signed in', async () => {
  const page = await openPage()
  await show(page, '/', 'Your platform is running')
  expect(await axeViolations(page)).toEqual([])
})

test('the first page takes 200 kB of compressed script at most', async () => {
  const page = await openPage()
  await installation().signIn(page)
  const scripts = countScripts(page)
  await show(page, '/', 'Your platform is running')
  const bytes = await scripts()
  expect(bytes).toBeGreaterThan(10_000)
  expect(bytes).toBeLessThanOrEqual(SCRIPT_BYTES_MAX)
})

test('a phone opens the list of pages, goes to one, and the list closes', async () => {
  const page = await openPage({ viewport: PHONE })
  await show(page, '/', 'Your platform is running')
  const pages = page.getByRole('navigation', { name: 'Pages' })
  await expect.poll(() => pages.isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Open the list of pages' }).click()
  expect(await axeViolations(page)).toEqual([])
  await pages.getByRole('link', { name: 'Tokens' }).click()
  await page.getByRole('heading', { level: 1, name: 'Tokens' }).waitFor()
  await expect.poll(() => pages.isVisible()).toBe(false)
})

test('the keyboard alone signs in, makes a key, and signs out', async () => {
  const { address, credentials } = installation()
  const { appId, integrationId } = credentials.demo
  const page = await openPage()
  const press = (key: string) => page.keyboard.press(key)
  await show(page, `/sign-in?to=/apps/${appId}/integrations/${integrationId}`, 'Sign in')
  await tabTo(page, 'textbox', 'Key id')
  await page.keyboard.type(credentials.account.id)
  await tabTo(page, 'textbox', 'Secret')
  await page.keyboard.type(credentials.account.secret)
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Demo integration' }).waitFor()
  await tabTo(page, 'button', 'Create key')
  await press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('By keyboard')
  await press('Enter')
  await page.getByRole('status', { name: 'The new key' }).waitFor()
  await tabTo(page, 'button', 'Account')
  await press('Enter')
  await tabTo(page, 'button', 'Sign out')
  await press('Enter')
  await page.getByLabel('Key id').waitFor()
  expect(page.url()).toBe(`${address}/sign-in`)
})

test('the first stop of the keyboard skips to the content, and a new page is where it goes on', async () => {
  const page = await openPage()
  await show(page, '/', 'Your platform is running')
  await page.keyboard.press('Tab')
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('main')
  await page.getByRole('link', { name: 'Tokens', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Tokens' }).waitFor()
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('main')
  await expect.poll(() => page.title()).toBe('Tokens · Parhelion')
})

test('colours that were chosen stay', async () => {
  const page = await openPage({ colorScheme: 'light' })
  await show(page, '/', 'Your platform is running')
  await page.getByText('Dark', { exact: true }).click()
  const scheme = () => page.locator(':root').getAttribute('data-mantine-color-scheme')
  await expect.poll(scheme).toBe('dark')
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await scheme()).toBe('dark')
})

/** Goes on by Tab until that is in focus; fails when it comes round without meeting it. */
async function tabTo(page: Page, role: 'button' | 'textbox', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true }).first()
  await wanted.waitFor()
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate(element => element.matches(':focus'))) return
  }
  throw new Error(`The keyboard does not reach the ${role} ${name}`)
}
