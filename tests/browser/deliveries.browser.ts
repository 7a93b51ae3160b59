import { expect, test } from 'vitest'
import { axeViolations, expectFaults } from './browser.ts'
import { isLive, rows, Subscriptions } from './subscriptions.ts'

const HOSTILE = '</script><img src=x onerror="document.title=\'broken into\'"><b>bold</b>\u202eevil javascript:alert(1)'

/** The machine of a test may be busy. */
const PATIENT = { timeout: 60_000 }

const at = Subscriptions.forThisFile()

test('an event that happens appears without a reload, and is shown in full', async () => {
  const { appId, path } = await at.subscribe((_, response) => void response.writeHead(200).end('thank you'))
  const page = await at.watch(path)
  await page.getByText('Nothing was sent yet').waitFor()
  await at.say(appId, 'Ünïcödé ☀️ 日本')
  await rows(page).getByText('Delivered').waitFor()
  await rows(page).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('thank you').waitFor()
  await dialog.getByText('"Ünïcödé ☀️ 日本"').waitFor()
  expect(await axeViolations(page)).toEqual([])
})

test('each attempt at a target that fails is shown with its answer, and a replay of the event arrives', async () => {
  let isUp = false
  const { appId, path } = await at.subscribe((_, response) =>
    isUp ? 200 : void response.writeHead(503).end('away for lunch'),
  )
  const page = await at.watch(path)
  await at.say(appId, 'Hello?')
  await rows(page).getByText('503 after 5 attempts').waitFor()
  await rows(page).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Failed').waitFor()
  await expect.poll(() => dialog.getByText('away for lunch').count()).toBe(5)
  isUp = true
  await dialog.getByRole('button', { name: 'Replay' }).click()
  await dialog.getByText('Delivered').waitFor()
  await page.keyboard.press('Escape')
  await rows(page).getByText('200 after 6 attempts').waitFor()
})

test('everything that failed since a time is sent again, and its number is told', async () => {
  let isUp = false
  const { appId, path } = await at.subscribe(() => (isUp ? 200 : 400))
  const page = await at.watch(path)
  await at.say(appId, 'one', 'two', 'three')
  await expect.poll(() => rows(page).getByText('Failed').count(), PATIENT).toBe(3)
  isUp = true
  await page.getByRole('button', { name: 'Replay …' }).click()
  await page.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('3 events are sent again').waitFor()
  await page.getByRole('button', { name: 'Close' }).last().click()
  await expect.poll(() => rows(page).getByText('Delivered').count(), PATIENT).toBe(3)
})

test('rows are chosen by state and by event, in the address too', async () => {
  const { appId, path } = await at.subscribe(({ body }) => (body.includes('"bad"') ? 400 : 200))
  const page = await at.watch(path)
  await at.say(appId, 'good', 'bad')
  await expect.poll(() => rows(page).count(), PATIENT).toBe(2)
  await page.getByRole('combobox', { name: 'State' }).click()
  await page.getByRole('option', { name: 'Failed' }).click()
  await expect.poll(() => rows(page).count(), PATIENT).toBe(1)
  expect(page.url()).toContain('state=failed')
  await page.reload()
  await rows(page).getByText('Failed').waitFor()
  await expect.poll(() => rows(page).count()).toBe(1)
})

test('nothing moves during a pause, and what came is there after it', async () => {
  const { appId, path } = await at.subscribe()
  const page = await at.watch(path)
  await at.say(appId, 'before')
  await rows(page).getByText('Delivered').waitFor()
  await page.getByRole('button', { name: 'Pause' }).click()
  await at.say(appId, 'during')
  const goOn = page.getByRole('button', { name: /^Go on \([1-9]/ })
  await goOn.waitFor()
  await expect.poll(() => rows(page).count()).toBe(1)
  await goOn.click()
  await expect.poll(() => rows(page).count(), PATIENT).toBe(2)
})

test('text in events and answers is shown as text, whatever it looks like', async () => {
  const { appId, path } = await at.subscribe((_, response) => void response.writeHead(400).end(HOSTILE))
  const page = await at.watch(path)
  const title = await page.title()
  await at.say(appId, HOSTILE)
  await rows(page).getByText('Failed').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('onerror').first().waitFor()
  expect(await dialog.locator('pre').first().textContent()).toBe(HOSTILE)
  expect(await dialog.locator('img, b').count()).toBe(0)
  await expect.poll(() => page.title()).toBe(title)
})

test('the receiver of the server shows a test event as it arrives, with headers and body', async () => {
  const { appId, integrationId, webhookId } = at.installation().credentials.demo
  const page = await at.watch(`/webhooks?app=${appId}&integration=${integrationId}&webhook=${webhookId}&tab=receiver`)
  await page.getByRole('button', { name: 'Send a test event' }).click()
  await page.getByLabel('Message').fill(`Try this: ${HOSTILE}`)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('It is on its way').waitFor()
  await page.keyboard.press('Escape')
  const call = page
    .getByRole('list', { name: 'Calls' })
    .getByRole('listitem')
    .filter({ hasText: 'conversation:message' })
  await call.first().locator('summary').click()
  await call.getByText('webhook-signature').waitFor()
  await call.getByText('Try this:').waitFor()
  expect(await call.locator('img, b').count()).toBe(0)
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByText('No call yet').waitFor()
})

test('a test event is sent in the conversation that is there from another time', async () => {
  const { path } = await at.subscribe()
  const page = await at.watch(path)
  for (let time = 1; time <= 2; time += 1) {
    await page.getByRole('button', { name: 'Send a test event' }).click()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('It is on its way').waitFor()
    await page.reload()
    await expect.poll(() => rows(page).getByText('Delivered').count(), PATIENT).toBe(time)
  }
})

test('the stream goes on after the server was away, with what happened meanwhile', async () => {
  const { appId, path } = await at.subscribe()
  const page = await at.watch(path)
  await at.say(appId, 'before')
  await rows(page).getByText('Delivered').waitFor()
  expectFaults(/ERR_CONNECTION_REFUSED/)
  await at.installation().restart(() => page.getByText('Connection lost').waitFor())
  await at.say(appId, 'after')
  await isLive(page)
  await expect.poll(() => rows(page).getByText('Delivered').count(), PATIENT).toBe(2)
})

test('after the stream broke older deliveries are read from the newest on, so that none is left out', async () => {
  const { path } = await at.subscribe()
  const page = await at.watch(path)
  const asked: string[] = []
  await page.route('**/deliveries?*', route => {
    const after = new URL(route.request().url()).searchParams.get('page[after]') ?? 'none'
    asked.push(after)
    const deliveries = [{ eventId: after, type: after, createdAt: new Date(0), state: 'waiting', attempts: [] }]
    return route.fulfill({ json: { deliveries, meta: { hasMore: true, afterCursor: `${after}, older` } } })
  })
  await page.reload()
  await isLive(page)
  const loadOlder = page.getByRole('button', { name: 'Load older' })
  for (const older of ['none, older', 'none, older, older']) {
    await loadOlder.click()
    await rows(page).getByText(older, { exact: true }).waitFor()
  }
  const before = asked.length
  expectFaults(/ERR_CONNECTION_REFUSED/)
  await at.installation().restart(() => page.getByText('Connection lost').waitFor())
  await expect.poll(() => asked.length, PATIENT).toBe(before + 1)
  await loadOlder.click()
  await expect.poll(() => asked.slice(before)).toEqual(['none', 'none, older'])
})

test('at the width of a phone nothing is wider than the screen, and everything is there', async () => {
  const { appId, path } = await at.subscribe(() => 400)
  const page = await at.watch(path, { viewport: { width: 390, height: 844 }, hasTouch: true })
  await at.say(appId, 'w'.repeat(3000))
  const width = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  await rows(page).getByText('Failed').waitFor()
  expect(await page.evaluate<number>(width)).toBe(0)
  expect(await axeViolations(page)).toEqual([])
  await rows(page).first().click()
  await page.getByRole('dialog').getByText('wwww').waitFor()
  expect(await page.evaluate<number>(width)).toBe(0)
})
