import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, expect } from 'vitest'

const CHROMIUM = process.env.PARHELION_CHROMIUM ?? '/usr/bin/chromium'
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

let browser: Promise<Browser> | undefined
const faults: string[] = []
const closing: (() => Promise<void>)[] = []

/** A page of a browser of its own. Whatever the page says it could not do, and each request that leaves the machine, fails the test. */
export async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  if (!existsSync(CHROMIUM))
    throw new Error(`There is no Chromium at ${CHROMIUM}: install it, or set PARHELION_CHROMIUM`)
  browser ??= chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking'],
  })
  const context = await (await browser).newContext(options)
  closing.push(() => context.close())
  const page = await context.newPage()
  page.on('pageerror', error => faults.push(`error in the page: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text())
  })
  page.on('request', request => {
    const { protocol, hostname } = new URL(request.url())
    if (/^(?:blob|data):$/.test(protocol) || hostname === '127.0.0.1') return
    faults.push(`a request to ${request.url()}`)
  })
  return page
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  expect(faults.splice(0)).toEqual([])
})

afterAll(async () => {
  await (await browser)?.close()
})

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** What axe-core finds wrong with the page in both colour schemes; `[]` when nothing. */
export async function axeViolations(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(readFileSync(AXE, 'utf8'))
    const violations: Violation[] = await page.evaluate('axe.run().then(({ violations }) => violations)')
    for (const { id, nodes } of violations) {
      for (const { html, failureSummary = '' } of nodes) found.push(`${colorScheme}: ${id}: ${html}\n${failureSummary}`)
    }
  }
  return found
}
