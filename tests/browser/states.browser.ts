import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeViolations } from './browser.ts'
import { Installation } from './installation.ts'

// What pages show only after something was done on them has no fault either.

const installation = Installation.forThisFile()

const STATES: readonly (readonly [state: string, path: string, reach: (page: Page) => Promise<void>])[] = [
  [
    'who is signed in',
    '/tokens',
    async page => {
      await page.getByRole('button', { name: 'Account' }).click()
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
    },
  ],
  [
    'the answer to the first request',
    '/',
    async page => {
      await page.getByRole('button', { name: 'Send it now' }).click()
      await page.getByText('201 Created').waitFor()
    },
  ],
  [
    'a dialog with a field that is not right',
    '/apps',
    async page => {
      await page.getByRole('button', { name: 'Create app' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Create app' }).click()
      await page.getByText('A name is required').waitFor()
    },
  ],
  [
    'the question before an app is deleted',
    '/apps/:app',
    async page => {
      await page.getByRole('button', { name: 'Delete app' }).click()
      await page.getByLabel('Type its name to confirm').fill('Demo app')
    },
  ],
  [
    'a key that was just made',
    '/apps/:app/integrations/:integration',
    async page => {
      await page.getByRole('button', { name: 'Create key' }).click()
      await page.getByLabel('Name').fill('New')
      await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
      await page.getByRole('status', { name: 'The new key' }).waitFor()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    },
  ],
  [
    'a form with required properties missing',
    '/apps/:app/create-integration?type=twitter',
    async page => {
      await page.getByRole('button', { name: 'Create integration' }).click()
      await page.getByRole('alert').waitFor()
    },
  ],
  [
    'a token with all that it says, and one that is none',
    '/tokens',
    async page => {
      await page.getByLabel('Key id').fill('int_5e4b0f225aca01092928f917')
      await page.getByRole('textbox', { name: 'Secret', exact: true }).fill('secret')
      await page.getByRole('button', { name: 'Sign', exact: true }).click()
      await page.getByRole('region', { name: 'Claims' }).waitFor()
      await page.getByLabel('Secret (only to check the signature)').fill('another')
      await page.getByText('not made with this secret').waitFor()
    },
  ],
  [
    'a sign-in that was refused',
    '/sign-in#token=never-given-out',
    async page => {
      await page.getByRole('alert').waitFor()
    },
  ],
]

test.each(STATES)(
  '%s has no fault that axe-core finds, in light and dark, and fits a phone',
  async (_, path, reach) => {
    const page = await installation().open(path)
    await reach(page)
    expect(await axeViolations(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
    // What floats above the page finds its new place a moment later.
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  },
)
