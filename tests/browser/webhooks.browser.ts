import { CreateApp, CreateAppKey, CreateWebhook, GetSigningSecret, ListWebhooks } from '@parhelion/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeViolations, everythingKept } from './browser.ts'
import { rows, Subscriptions } from './subscriptions.ts'

const at = Subscriptions.forThisFile()

test('a webhook is created by keyboard alone', async () => {
  const { appId, integrationId, path } = await at.subscribe()
  const page = await at.watch(path)
  const press = async (key: string, isThere: () => Promise<boolean>) => {
    for (let count = 0; count < 80; count += 1) {
      if (await isThere()) return
      await page.keyboard.press(key)
    }
    throw new Error(`${key} did not lead there`)
  }
  const isFocused = (name: string) => async () =>
    (await page.locator(':focus').count()) === 1 && (await nameOf(page)).includes(name)

  await press('Tab', isFocused('New webhook'))
  await page.keyboard.press('Enter')
  await page.getByLabel('conversation:read').waitFor()
  await press('Tab', isFocused('Target'))
  await page.keyboard.type(`${at.target}/typed`)
  await press('Tab', isFocused('conversation:read'))
  await page.keyboard.press('Space')
  await press('Tab', isFocused('Strict order'))
  await page.keyboard.press('Space')
  await press('Tab', isFocused('Create webhook'))
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: `${at.target}/typed` }).waitFor()
  const { webhooks } = (await at.client.call(ListWebhooks, { params: { appId, integrationId } })).body
  expect(webhooks.at(-1)).toMatchObject({
    target: `${at.target}/typed`,
    triggers: ['conversation:message', 'conversation:read'],
    strictOrder: true,
    includeFullUser: false,
  })
})

test('what is wrong with a webhook is said where it is, and nothing is sent', async () => {
  const page = await at.watch((await at.subscribe()).path)
  await page.getByRole('button', { name: 'New webhook' }).click()
  await page.getByLabel('Target').fill('localhost:3000/hook')
  await page.getByLabel('conversation:message', { exact: true }).uncheck()
  let posts = 0
  page.on('request', request => {
    if (request.method() === 'POST') posts += 1
  })
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await page.getByText('Should be an absolute http or https address').waitFor()
  await page.getByText('Choose at least one event').waitFor()
  expect(posts).toBe(0)
})

test('a webhook is changed, and deleted after a question', async () => {
  const { appId, integrationId, path } = await at.subscribe()
  const page = await at.watch(path)
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('Target').fill(`${at.target}/changed`)
  await page.getByRole('switch', { name: /^All events/ }).press('Space')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByRole('heading', { name: `${at.target}/changed` }).waitFor()

  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('button', { name: 'Keep it' }).click()
  const list = async () => (await at.client.call(ListWebhooks, { params: { appId, integrationId } })).body.webhooks
  expect(await list()).toMatchObject([{ target: `${at.target}/changed`, triggers: ['*'] }])
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('button', { name: 'Delete webhook' }).click()
  await page.getByText('Nobody is told yet').waitFor()
  expect(await list()).toEqual([])
})

test('after a webhook is deleted the address names the one that is shown', async () => {
  const { appId, integrationId, webhookId, path } = await at.subscribe()
  const params = { appId, integrationId }
  const body = { target: `${at.target}/other`, triggers: ['conversation:message'] }
  const other = (await at.client.call(CreateWebhook, { params, body })).body.webhook
  const page = await at.watch(path)
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('button', { name: 'Delete webhook' }).click()
  await page.getByRole('heading', { name: other.target }).waitFor()
  await expect.poll(() => page.url()).toContain(`webhook=${other.id}`)
  expect(page.url()).not.toContain(webhookId)
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
})

test('secrets are shown when asked for, rotated, and stand neither in the address nor in what the browser keeps', async () => {
  const { secret, path, ...params } = await at.subscribe()
  const page = await at.watch(path)
  await page.getByRole('tab', { name: 'Secrets' }).click()
  const read = async () => (await at.client.call(GetSigningSecret, { params })).body.signingSecret
  const before = await read()
  expect(await page.content()).not.toContain(secret)
  await page.getByRole('button', { name: 'Show the API key' }).click()
  await page.getByText(secret).waitFor()
  await page.getByRole('button', { name: 'Show the signing secret' }).click()
  await page.getByText(before.secret).waitFor()
  expect(await axeViolations(page)).toEqual([])

  await page.getByRole('button', { name: 'Rotate the signing secret' }).click()
  await page.getByRole('button', { name: 'Make a new secret' }).click()
  await page.getByText('The new signing secret is in use').waitFor()
  const after = await read()
  expect(after.secret).not.toBe(before.secret)
  expect(after.previousUntil).toBeDefined()
  await page.getByRole('dialog').getByText(after.secret).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText(after.secret).waitFor()

  await page.getByRole('button', { name: 'Rotate the API key' }).click()
  await page.getByRole('button', { name: 'Make a new secret' }).click()
  await page.getByText('The new API key is in use').waitFor()
  const [webhook] = (await at.client.call(ListWebhooks, { params })).body.webhooks
  expect(webhook?.secret).not.toBe(secret)
  await page
    .getByRole('dialog')
    .getByText(webhook?.secret ?? 'none')
    .waitFor()

  const kept = await everythingKept(page)
  for (const one of [secret, before.secret, after.secret, webhook?.secret ?? '']) expect(kept).not.toContain(one)
})

test('an app without a custom integration has no webhooks, and the page says where to make one', async () => {
  const { app } = (await at.client.call(CreateApp, { body: { displayName: 'Web alone' } })).body
  const page = await at.installation().open(`/webhooks?app=${app.id}`)
  await page.getByText('Only custom integrations have webhooks, and this app has none').waitFor()
  await page.getByRole('link', { name: 'Create one under “Apps and keys”' }).click()
  await page.getByRole('heading', { level: 1, name: 'Apps and keys' }).waitFor()
})

test("another tenant's key sees nothing of a webhook, whatever the address says", async () => {
  const { path, appId, secret } = await at.subscribe()
  await at.say(appId, 'between us')
  const { app } = (await at.client.call(CreateApp, { body: { displayName: 'Other' } })).body
  const { key } = (await at.client.call(CreateAppKey, { params: { appId: app.id }, body: { displayName: 'Key' } })).body
  const page = await at.installation().open(path, { key })
  await page.getByRole('alert').first().waitFor()
  const content = await page.content()
  for (const one of [at.target, secret, 'Care']) expect(content).not.toContain(one)
  await expect.poll(() => rows(page).count()).toBe(0)
})

test('the form of a webhook has no fault that axe-core finds', async () => {
  const page = await at.watch((await at.subscribe()).path)
  await page.getByRole('button', { name: 'New webhook' }).click()
  await page.getByLabel('conversation:read').waitFor()
  expect(await axeViolations(page)).toEqual([])
})

/** The accessible name of what has the focus, as far as our pages give it. */
const nameOf = (page: Page): Promise<string> =>
  page.evaluate<string>(`(() => {
    const element = document.activeElement
    return [element.getAttribute('aria-label'), ...[...(element.labels ?? [])].map(one => one.textContent), element.textContent].join(' ')
  })()`)
