import { GetApp } from '@parhelion/contract'
import { ApiClient, bearer, signToken } from '@parhelion/testkit'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { everythingKept, openPage } from './browser.ts'
import { Installation } from './installation.ts'

const installation = Installation.forThisFile()
const KEY = { id: 'app_67a0e949f0305f4a391e9d97', secret: 'a secret with ünïcode ☀ in it' }

async function tokensPage(): Promise<Page> {
  const page = await openPage()
  await page.goto(`${installation().address}/tokens`)
  await page.getByLabel('Key id').waitFor()
  return page
}

async function fill(page: Page, { id, secret }: typeof KEY): Promise<void> {
  await page.getByLabel('Key id').fill(id)
  await page.getByRole('textbox', { name: 'Secret', exact: true }).fill(secret)
}

const inspected = (page: Page) => page.getByRole('textbox', { name: 'Token', exact: true })
const signature = (page: Page) => page.locator('dt:has-text("Signature") + dd')

test('a token made in the page is one that the server takes, and its scope follows from the key', async () => {
  const { address, credentials } = installation()
  const { appId, appKey } = credentials.demo
  const page = await tokensPage()
  await fill(page, appKey)
  await expect.poll(() => page.getByLabel('Scope').inputValue()).toBe('app')
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  const token = (await page.getByRole('region', { name: 'Token', exact: true }).innerText()).trim()
  const answer = await new ApiClient(address, bearer(token)).call(GetApp, { params: { appId } })
  expect(answer.status).toBe(200)
})

test('nothing is sent and nothing is kept while a token is made and taken apart', async () => {
  const page = await tokensPage()
  const sent: string[] = []
  page.on('request', request => {
    if (request.resourceType() !== 'script') sent.push(request.url())
  })
  await fill(page, KEY)
  await page.getByLabel('More claims').fill('{"userId":"42"}')
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await page.getByLabel('Secret (only to check the signature)').fill(KEY.secret)
  await expect.poll(() => signature(page).innerText()).toBe('made with this secret')
  await expect.poll(() => page.getByRole('region', { name: 'Claims' }).innerText()).toContain('"userId": "42"')
  expect(sent).toEqual([])
  expect(await everythingKept(page)).not.toMatch(/secret|eyJ/)
})

test('a token of another secret is told from one of this secret', async () => {
  const page = await tokensPage()
  await inspected(page).fill(`Bearer ${await signToken(KEY, { scope: 'app', exp: 4_000_000_000 })}`)
  await page.getByLabel('Secret (only to check the signature)').fill('another')
  await expect.poll(() => signature(page).innerText()).toBe('not made with this secret')
})

test('an expired token says so, in words', async () => {
  const page = await tokensPage()
  await inspected(page).fill(await signToken(KEY, { scope: 'app', iat: 999_996_400, exp: 1_000_000_000 }))
  await expect.poll(() => page.locator('dt:text-is("Time") + dd').innerText()).toBe('expired')
  await expect.poll(() => page.locator('dt:text-is("Good until") + dd').innerText()).toMatch(/Sep .*2001.*days ago/)
})

test('a token without a signature is not taken for a signed one', async () => {
  const page = await tokensPage()
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  await inspected(page).fill(`${part({ alg: 'none' })}.${part({ scope: 'account' })}.`)
  await page.getByLabel('Secret (only to check the signature)').fill(KEY.secret)
  await expect.poll(() => signature(page).innerText()).toContain('Signed with none')
})

test.each([
  ['abc', 'this has 1'],
  ['e30.e30', 'this has 2'],
  ['e30.!!.x', 'second part (the claims) has characters that base64url does not have'],
  ['eyJ.e30.AA', 'first part (the header) is not JSON'],
  ['W10.e30.AA', 'first part (the header) is not a JSON object'],
  ['e30._w.AA', 'second part (the claims) is not JSON'],
  ['e30.e30.A', 'third part (the signature) is not base64url'],
])('%s is no token, and the page says why', async (text, reason) => {
  const page = await tokensPage()
  await inspected(page).fill(text)
  await expect.poll(() => page.getByRole('alert').innerText()).toContain(reason)
})

test.each([
  ['{"a":', 'The claims are not JSON'],
  ['[1]', 'The claims are not a JSON object'],
  ['{"scope":"account"}', 'The claim scope follows from the other fields'],
])('claims such as %s make no token, and the page says why', async (claims, reason) => {
  const page = await tokensPage()
  await fill(page, KEY)
  await page.getByLabel('More claims').fill(claims)
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await expect.poll(() => page.getByRole('alert').innerText()).toContain(reason)
  await expect.poll(() => page.getByRole('region', { name: 'Token', exact: true }).count()).toBe(0)
})

test('what a token claims is shown as text, whatever it looks like', async () => {
  const page = await tokensPage()
  const hostile = '<img src=x onerror="document.title=1"></code><script>document.title=1</script>'
  await inspected(page).fill(await signToken(KEY, { scope: 'app', name: hostile }))
  await expect.poll(() => page.getByRole('region', { name: 'Claims' }).innerText()).toContain('<img src=x')
  await expect.poll(() => page.title()).toBe('Tokens · Parhelion')
})
