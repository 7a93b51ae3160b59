import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { everythingKept, openPage } from './browser.ts'
import { Installation } from './installation.ts'
import { collectionOf, SamplesPage } from './samples-page.ts'

const installation = Installation.forThisFile()

const samplesPage = async (page?: Page) => new SamplesPage(page ?? (await openPage()), installation().address).open()

const field = ({ page }: SamplesPage, name: string) => page.getByRole('textbox', { name: new RegExp(`^${name} `) })

test('values of inputs fill the code, and secrets only when the reader switches it on', async () => {
  const samples = await samplesPage()
  await samples.choose('Create Integration Key')
  const code = () => samples.code('create_integration_key.py').textContent()
  await field(samples, 'appId').fill('6b0000000000000000000001')
  await expect.poll(code).toContain('setting("APP_ID", "6b0000000000000000000001")')
  const secret = 'a-secret-that-is-typed'
  await field(samples, 'password').fill(secret)
  await field(samples, 'username').fill('app_typed')
  await expect.poll(code).toContain('"app_typed"')
  expect(await samples.page.locator('article').textContent()).not.toContain(secret)
  expect(await everythingKept(samples.page)).not.toContain(secret)
  await samples.page.getByRole('switch', { name: 'Write secrets into the code' }).click()
  await expect.poll(code).toContain(secret)
  expect(await everythingKept(samples.page)).not.toContain(secret)
})

test('a value that an input cannot have is said beside it, and stays out of the code', async () => {
  const samples = await samplesPage()
  await samples.choose('Create Integration Key')
  await field(samples, 'url').fill('javascript:1')
  await samples.page.getByText('It must begin with http:// or https://').waitFor()
  expect(await samples.code('create_integration_key.py').textContent()).not.toContain('javascript:1')
})

test('who is signed in sends a request of the demo app as it is, and sees what the program would read', async () => {
  const page = await openPage()
  await installation().signIn(page)
  const samples = await samplesPage(page)
  await samples.choose('Create Integration Key')
  await page.getByRole('button', { name: 'Send the request' }).click()
  const answer = page.getByRole('region', { name: 'Answer', exact: true })
  await answer.getByText('201', { exact: true }).waitFor()
  const row = answer.getByRole('row', { name: /^key\.displayName / })
  expect(await row.textContent()).toContain('My custom key')
  await expect.poll(() => answer.getByRole('row', { name: /^key\.id int_/ }).count()).toBe(1)
  await expect.poll(() => answer.getByRole('row', { name: /secret/ }).count()).toBe(0)
  expect(await samples.code('Body of the answer').textContent()).toContain('"secret"')
})

test('a key that is typed in calls the API itself, and is kept nowhere', async () => {
  const { credentials } = installation()
  // The first start prints it once, in the line to paste.
  const printed = () => installation().output.split(credentials.demo.appKey.secret).length
  const before = printed()
  const samples = await samplesPage()
  await samples.choose('Get App')
  const { page } = samples
  await field(samples, 'appId').fill(credentials.demo.appId)
  await page.getByRole('textbox', { name: 'Id of the key' }).fill(credentials.demo.appKey.id)
  await page.getByRole('textbox', { name: 'Secret of the key' }).fill(credentials.demo.appKey.secret)
  const called = page.waitForRequest(request => request.url().includes('/v2/apps/'))
  await page.getByRole('button', { name: 'Send the request' }).click()
  expect(new URL((await called).url()).pathname).toBe(`/v2/apps/${credentials.demo.appId}`)
  await page.getByRole('region', { name: 'Answer', exact: true }).getByText('200', { exact: true }).waitFor()
  expect(await everythingKept(page)).not.toContain(credentials.demo.appKey.secret)
  expect(printed()).toBe(before)
})

test('what the server refuses is shown with its status and errors', async () => {
  const samples = await samplesPage()
  await samples.choose('Get App')
  const { page } = samples
  await field(samples, 'appId').fill('6b0000000000000000000001')
  await page.getByText('Token', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Token' }).fill('not-a-token')
  await page.getByRole('button', { name: 'Send the request' }).click()
  const answer = page.getByRole('region', { name: 'Answer', exact: true })
  await answer.getByText('401', { exact: true }).waitFor()
  await answer.getByText('The program stops here: it expects 200.').waitFor()
  expect(await samples.code('Body of the answer').textContent()).toContain('"unauthorized"')
})

test('inputs that are missing are named, and nothing is sent', async () => {
  const samples = await samplesPage()
  await samples.choose('Get App')
  const calls: string[] = []
  samples.page.on('request', request => calls.push(request.url()))
  await samples.page.getByRole('button', { name: 'Send the request' }).click()
  await samples.page.getByRole('alert').getByText('Fill in first: appId').waitFor()
  expect(calls.filter(url => url.includes('/v2/'))).toEqual([])
})

test('a request that goes elsewhere is not sent; the page says so and offers the curl command', async () => {
  const samples = await samplesPage()
  await samples.drop(
    'other.json',
    collectionOf([{ name: 'Elsewhere', request: { method: 'GET', url: 'https://api.example.com/a' } }]),
  )
  await samples.page.getByText('1 request · other.json').waitFor()
  await samples.items.first().click()
  await samples.page.getByText('Inputs', { exact: true }).last().click()
  await samples.page.getByRole('button', { name: 'Send the request' }).click()
  const alert = samples.page.getByRole('alert')
  await alert.getByText('The request goes to https://api.example.com').waitFor()
  await alert.getByRole('button', { name: 'Copy the curl command' }).waitFor()
})

test('a JSON document becomes code that builds it and code that reads it', async () => {
  const { page } = await samplesPage()
  await page.goto(`${installation().address}/json-tools`)
  await page.getByRole('textbox', { name: 'JSON' }).fill('{"größe": 12345678901234567890, "users": [{"name": "Ann"}]}')
  const code = (name: string) => page.getByRole('region', { name, exact: true })
  await expect.poll(() => code('build_json.py').textContent()).toContain('12345678901234567890')
  await page.getByRole('tab', { name: 'Read it' }).click()
  await expect.poll(() => code('read_json.py').textContent()).toContain('users[')
  await page.getByRole('textbox', { name: 'JSON' }).fill('{"a": 1,\n "b": }')
  await page.getByText('line 2, column 7').waitFor()
})
