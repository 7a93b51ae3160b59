import { CreateConversation, CreateUser } from '@parhelion/contract'
import { ApiClient, bearer } from '@parhelion/testkit'
import { expect, test } from 'vitest'
import { openPage } from './browser.ts'
import { Installation } from './installation.ts'

const installation = Installation.forThisFile()

test('from the printed link to a webhook that arrives: a key is made, a token signed, and the token speaks', async () => {
  const { address, link, credentials } = installation()
  const { appId } = credentials.demo
  const page = await openPage()
  await page.goto(link)
  await page.getByRole('link', { name: 'Apps and keys', exact: true }).click()
  await page.getByRole('link', { name: 'Demo app' }).click()
  await page.getByRole('link', { name: 'Demo integration' }).click()
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByLabel('Name').fill('Story')
  await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
  const made = page.getByRole('status', { name: 'The new key' })
  const id = await made.getByTestId('key-id').innerText()
  const secret = await made.getByTestId('key-secret').innerText()
  expect(id).toMatch(/^int_[0-9a-f]{24}$/)

  await made.getByRole('link', { name: 'Sign a token with it' }).click()
  await page.getByLabel('Key id').fill(id)
  await page.getByRole('textbox', { name: 'Secret', exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  const token = await page.getByRole('region', { name: 'Token', exact: true }).innerText()

  const client = new ApiClient(address, bearer(token.trim()))
  const user = { externalId: 'story', profile: { givenName: 'Steve' } }
  expect((await client.call(CreateUser, { params: { appId }, body: user })).status).toBe(201)
  const body = { type: 'personal', participants: [{ userExternalId: 'story' }] }
  const { status, body: conversation } = await client.call(CreateConversation, { params: { appId }, body })
  expect(status).toBe(201)
  const calls = async () => (await page.request.get(`${address}/hub/receiver/calls`)).text()
  await expect.poll(calls).toContain(conversation.conversation.id)
})

test('the first request is sent from the start page, and its answer shown', async () => {
  const page = await installation().open('/')
  await page.getByRole('button', { name: 'Send it now' }).click()
  await page.getByText('201 Created').waitFor()
  const answer = JSON.parse(await page.getByRole('region', { name: 'Answer' }).innerText())
  expect(answer.key).toMatchObject({ id: expect.stringMatching(/^int_/), displayName: 'My custom key' })
})

test('a request that is refused shows the status and the reason of the server', async () => {
  const page = await installation().open('/')
  await page.route('**/hub/v2/**/keys', route =>
    route.fulfill({ status: 409, json: { errors: [{ code: 'too_many_keys', title: 'There are ten keys already' }] } }),
  )
  await page.getByRole('button', { name: 'Send it now' }).click()
  const alert = page.getByRole('alert')
  await expect.poll(() => alert.innerText()).toContain('The server answered 409 (too_many_keys)')
  expect(await alert.innerText()).toContain('There are ten keys already')
})

test('the language of the first request is kept in the address, and the program names this server', async () => {
  const { address } = installation()
  const page = await openPage()
  await page.goto(address)
  await page.getByLabel('Language and library').selectOption('go-nethttp')
  await page.getByText('create_integration_key.go', { exact: true }).waitFor()
  expect(page.url()).toBe(`${address}/?target=go-nethttp`)
  await page.reload()
  const code = page.getByRole('region', { name: 'Program that creates an integration key' })
  await expect.poll(() => code.innerText()).toContain(address)
  expect(await code.innerText()).not.toContain('parhelion.invalid')
})

test('who is not signed in sees the first request, and no id of the demo app', async () => {
  const { address, credentials } = installation()
  const page = await openPage()
  await page.goto(address)
  await page.getByText('How to run it').waitFor()
  expect(await page.locator('main').innerText()).not.toContain(credentials.demo.appId)
  await expect.poll(() => page.getByRole('button', { name: 'Send it now' }).isDisabled()).toBe(true)
})
