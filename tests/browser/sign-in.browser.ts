import { expect, test } from 'vitest'
import { everythingKept, openPage } from './browser.ts'
import { Installation } from './installation.ts'

const installation = Installation.forThisFile()

test('the link from the terminal signs one browser in, and its token stays nowhere', async () => {
  const { link, address } = installation()
  const page = await openPage()
  await page.goto(link)
  await page.getByRole('button', { name: 'Account' }).waitFor()
  expect(page.url()).toBe(`${address}/`)
  const token = new URL(link).hash.slice('#token='.length)
  expect(await everythingKept(page)).not.toContain(token)
  await page.goBack()
  expect(page.url()).not.toContain(token)

  const second = await openPage()
  await second.goto(link)
  await expect.poll(() => second.getByRole('alert').textContent()).toContain('This link does not sign you in')
  expect(second.url()).toBe(`${address}/sign-in`)
})

test('a link that does not work signs nobody out who is signed in', async () => {
  const page = await installation().open('/sign-in')
  const account = page.getByRole('button', { name: 'Account' })
  await account.waitFor()
  await page.evaluate("location.hash = '#token=used-before'")
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('This link does not sign you in')
  await page.getByRole('link', { name: 'Apps and keys' }).click()
  await page.getByRole('link', { name: 'Demo app' }).waitFor()
  await account.waitFor()
})

test('a token that was never given out signs nobody in, and the page still takes a key', async () => {
  const { address, credentials } = installation()
  const page = await openPage()
  await page.goto(`${address}/sign-in#token=${'x'.repeat(43)}`)
  await page.getByRole('alert').waitFor()
  expect(page.url()).toBe(`${address}/sign-in`)
  await page.getByLabel('Key id').fill(credentials.account.id)
  await page.getByRole('textbox', { name: 'Secret' }).fill(credentials.account.secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Your platform is running' }).waitFor()
})

test('a link opened where the sign-in page is shown already leaves the address at once, too', async () => {
  const { address } = installation()
  const page = await openPage()
  await page.goto(`${address}/sign-in`)
  await page.getByLabel('Key id').waitFor()
  await page.evaluate("location.hash = '#token=never-given-out'")
  await page.getByRole('alert').waitFor()
  expect(page.url()).toBe(`${address}/sign-in`)
})

test('a wrong secret is refused with a reason, and is neither kept nor logged', async () => {
  const { address, credentials, output } = installation()
  const page = await openPage()
  await page.goto(`${address}/sign-in`)
  const secret = 'not-the-secret-of-this-key'
  await page.getByLabel('Key id').fill(credentials.account.id)
  await page.getByRole('textbox', { name: 'Secret' }).fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('This key does not sign you in')
  expect(await everythingKept(page)).not.toContain(secret)
  expect(output).not.toContain(secret)
})

test('what is missing in the form is named, and nothing is sent', async () => {
  const page = await openPage()
  await page.goto(`${installation().address}/sign-in`)
  let sent = 0
  page.on('request', request => {
    if (request.method() === 'POST') sent += 1
  })
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('The id of the key is missing').waitFor()
  await page.getByText('The secret is missing').waitFor()
  expect(sent).toBe(0)
})

test('a page that needs a session leads to the sign-in page and from there back', async () => {
  const { address, credentials } = installation()
  const { appId, appKey } = credentials.demo
  const page = await openPage()
  await page.goto(`${address}/apps/${appId}`)
  await page.getByLabel('Key id').fill(appKey.id)
  await page.getByRole('textbox', { name: 'Secret' }).fill(appKey.secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Demo app' }).waitFor()
  expect(page.url()).toBe(`${address}/apps/${appId}`)
})

test.each(['https://example.com/', '//example.com/', '/\\example.com', 'javascript:alert(1)'])(
  'signing in never leads to another origin, such as %s',
  async to => {
    const { address, credentials } = installation()
    const page = await openPage()
    await page.goto(`${address}/sign-in?to=${encodeURIComponent(to)}`)
    await page.getByLabel('Key id').fill(credentials.account.id)
    await page.getByRole('textbox', { name: 'Secret' }).fill(credentials.account.secret)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Your platform is running' }).waitFor()
    expect(page.url()).toBe(`${address}/`)
  },
)

test('signing out ends the session on the server as well, in every tab', async () => {
  const page = await installation().open('/apps')
  const [cookie] = await page.context().cookies()
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Key id').waitFor()

  await page.context().addCookies(cookie === undefined ? [] : [cookie])
  await page.goto(`${installation().address}/apps`)
  await page.getByLabel('Key id').waitFor()
})

test('a session that was ended elsewhere leads to the sign-in page at the next step', async () => {
  const page = await installation().open('/apps')
  await page.getByRole('link', { name: 'Demo app' }).waitFor()
  await page.request.delete(`${installation().address}/hub/session`, { headers: { 'x-parhelion-console': '1' } })
  await page.getByRole('button', { name: 'Create app' }).click()
  await page.getByLabel('Name').fill('Too late')
  await page.getByRole('dialog').getByRole('button', { name: 'Create app' }).click()
  await page.getByLabel('Key id').waitFor()
  expect(page.url()).toBe(`${installation().address}/sign-in?to=%2Fapps`)
})
