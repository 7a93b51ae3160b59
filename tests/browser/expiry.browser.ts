import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { movableClock } from '../../apps/server/src/testing/movable-clock.ts'
import { testServer } from '../../apps/server/src/testing/test-server.ts'
import { openPage } from './browser.ts'

const clock = movableClock()
const consoleFolder = fileURLToPath(new URL('../../apps/console/dist/current', import.meta.url))
const { app, accountKey, anonymous } = await testServer({ clock, consoleFolder })
const link = async () => `${anonymous.address}/sign-in#token=${await app.services.sessions.makeLink(accountKey.id)}`

test('a link that is older than ten minutes signs nobody in, and its token leaves the address', async () => {
  const late = await link()
  clock.forward(10 * 60_000)
  const page = await openPage()
  await page.goto(late)
  await expect.poll(() => page.getByRole('alert').innerText()).toContain('This link does not sign you in')
  expect(page.url()).toBe(`${anonymous.address}/sign-in`)
})

test('a session that has run out leads to the sign-in page', async () => {
  const page = await openPage()
  await page.goto(await link())
  await page.getByRole('button', { name: 'Account' }).waitFor()
  clock.forward(12 * 3600_000)
  await page.goto(`${anonymous.address}/apps`)
  await page.getByLabel('Key id').waitFor()
})
