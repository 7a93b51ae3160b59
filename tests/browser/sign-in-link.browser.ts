import { test } from 'vitest'
import { openPage } from './browser.ts'
import { Installation } from './installation.ts'

const installation = Installation.forThisFile()

test('who goes on while the link is being answered comes to where they wanted to go', async () => {
  const page = await openPage()
  const clicked = Promise.withResolvers<void>()
  const signedIn = Promise.withResolvers<void>()
  // The link is answered after the click, and before it is known whether the page may be shown.
  await page.route('**/hub/session', async route => {
    await (route.request().method() === 'POST' ? clicked : signedIn).promise
    await route.continue()
  })
  await page.goto(installation().link)
  await page.getByText('Signing in with the link').waitFor()
  const answered = page.waitForEvent('requestfinished', request => request.method() === 'POST')
  await page.getByRole('link', { name: 'Apps and keys', exact: true }).click()
  clicked.resolve()
  await answered
  await page.getByRole('button', { name: 'Account' }).waitFor()
  signedIn.resolve()
  await page.getByRole('link', { name: 'Demo app' }).waitFor()
})
