import { CreateApp, GetIntegration, ListIntegrations } from '@parhelion/contract'
import { ApiClient } from '@parhelion/testkit'
import { expect, test } from 'vitest'
import { Installation } from './installation.ts'

const installation = Installation.forThisFile()
const account = () => new ApiClient(installation().address, installation().credentials.account)

async function appFor(displayName: string): Promise<string> {
  const { body } = await account().call(CreateApp, { body: { displayName } })
  return body.app.id
}

test('an app is made, shown, and deleted once its name was typed', async () => {
  const page = await installation().open('/apps')
  await page.getByRole('button', { name: 'Create app' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Create app' }).click()
  await dialog.getByText('A name is required').waitFor()
  await dialog.getByLabel('Name').fill('Büro ☀')
  await dialog.getByRole('button', { name: 'Create app' }).click()
  await page.getByRole('heading', { level: 1, name: 'Büro ☀' }).waitFor()

  await page.getByRole('button', { name: 'Delete app' }).click()
  const remove = page.getByRole('dialog').getByRole('button', { name: 'Delete app' })
  await page.getByLabel('Type its name to confirm').fill('Büro')
  await expect.poll(() => remove.isDisabled()).toBe(true)
  await page.getByLabel('Type its name to confirm').fill('Büro ☀')
  await remove.click()
  await page.getByRole('heading', { level: 1, name: 'Apps and keys' }).waitFor()
  await page.getByRole('link', { name: 'Demo app' }).waitFor()
  await expect.poll(() => page.getByRole('link', { name: 'Büro ☀' }).count()).toBe(0)
})

test('a name that is too long is refused with the words of the server, and the dialog stays', async () => {
  const page = await installation().open('/apps')
  await page.getByRole('button', { name: 'Create app' }).click()
  await page.getByLabel('Name').fill('x'.repeat(101))
  await page.getByRole('dialog').getByRole('button', { name: 'Create app' }).click()
  await expect.poll(() => page.getByRole('alert').innerText()).toContain('displayName')
})

test('a key is shown with its secret once, and works no more when it is deleted', async () => {
  const appId = await appFor('Keys')
  const page = await installation().open(`/apps/${appId}`)
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByLabel('Name').fill('Program')
  await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
  const made = page.getByRole('status', { name: 'The new key' })
  const id = await made.getByTestId('key-id').innerText()
  const secret = await made.getByTestId('key-secret').innerText()
  const status = async () => (await account().as({ id, secret }).call(ListIntegrations, { params: { appId } })).status
  expect(await status()).toBe(200)

  await made.getByRole('button', { name: 'I have kept it' }).click()
  await page.reload()
  await page.getByText(id).waitFor()
  expect(await page.content()).not.toContain(secret)
  await page.getByRole('button', { name: `Delete Program, ${id}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete key' }).click()
  await page.getByText('There is no key yet.').waitFor()
  expect(await status()).toBe(401)
})

test('a form made from the contract asks for a channel, hides its secrets, and makes the integration', async () => {
  const appId = await appFor('Channels')
  const page = await installation().open(`/apps/${appId}/create-integration`)
  await page.getByLabel('Type').selectOption('apple')
  await page.getByRole('button', { name: 'Create integration' }).click()
  await page.getByRole('alert').filter({ hasText: 'Some properties are not right yet' }).waitFor()
  const first = page.getByLabel('Business id')
  await expect.poll(() => first.evaluate(input => input.matches(':focus'))).toBe(true)
  await first.fill('b1')
  const secret = page.getByRole('textbox', { name: 'Api secret' })
  expect(await secret.getAttribute('type')).toBe('password')
  await secret.fill('s3cret')
  await page.getByLabel('Msp id').fill('m1')
  await page.getByLabel('Display name').fill('Apple desk')
  await page.getByRole('button', { name: 'Create integration' }).click()
  await page.getByRole('heading', { level: 1, name: 'Apple desk' }).waitFor()
  const integrationId = page.url().split('/').at(-1) ?? ''
  const { body } = await account().call(GetIntegration, { params: { appId, integrationId } })
  expect(body.integration).toMatchObject({ type: 'apple', businessId: 'b1', mspId: 'm1', displayName: 'Apple desk' })
  expect(page.url()).not.toContain('s3cret')
})

test('a custom integration is made with its webhook and what it is called for', async () => {
  const appId = await appFor('Bots')
  const page = await installation().open(`/apps/${appId}/create-integration`)
  await page.getByLabel('Target').fill('http://127.0.0.1:9/hook')
  await page.getByLabel('conversation:message', { exact: true }).check()
  await page.getByRole('button', { name: 'Create integration' }).click()
  await page.getByRole('heading', { level: 1, name: 'Unnamed custom integration' }).waitFor()
  const { body } = await account().call(ListIntegrations, { params: { appId } })
  expect(body.integrations).toMatchObject([
    { type: 'custom', webhooks: [{ target: 'http://127.0.0.1:9/hook', triggers: ['conversation:message'] }] },
  ])
})

test('what the server refuses in a form is told, and what was typed stays', async () => {
  const appId = await appFor('Refused')
  const page = await installation().open(`/apps/${appId}/create-integration`)
  await page.getByLabel('Target').fill('not an address')
  await page.getByLabel('user:merge').check()
  await page.getByRole('button', { name: 'Create integration' }).click()
  await expect.poll(() => page.getByRole('alert').innerText()).toContain('should be an absolute http or https address')
  await expect.poll(() => page.getByLabel('Target').inputValue()).toBe('not an address')
})

test('a key of an app sees that app alone, and no keys of apps', async () => {
  const { address, credentials } = installation()
  const other = await appFor('Another tenant')
  const page = await installation().open('/apps', { key: credentials.demo.appKey })
  await page.getByRole('link', { name: 'Demo app' }).click()
  await page.getByRole('heading', { level: 1, name: 'Demo app' }).waitFor()
  await page.getByRole('link', { name: 'Demo integration' }).waitFor()
  await expect.poll(() => page.getByRole('heading', { name: 'App keys' }).count()).toBe(0)
  await expect.poll(() => page.getByRole('button', { name: 'Delete app' }).count()).toBe(0)
  await page.goto(`${address}/apps/${other}`)
  await expect.poll(() => page.getByRole('alert').innerText()).toContain('The app could not be shown')
})

test('a name is shown as text, whatever it looks like', async () => {
  const hostile = '<img src=x onerror="document.title=1"><b>"&\u202e'
  const appId = await appFor(hostile)
  const page = await installation().open('/apps')
  await page.getByText('<img src=x').waitFor()
  await page.goto(`${installation().address}/apps/${appId}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe(hostile)
  await expect.poll(() => page.title()).toBe('App · Parhelion')
})

test('an app that does not exist is told as an error in the page', async () => {
  const page = await installation().open('/apps/000000000000000000000000')
  await expect.poll(() => page.getByRole('alert').innerText()).toContain('The app could not be shown')
})
