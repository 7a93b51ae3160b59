import { existsSync } from 'node:fs'
import axe from 'axe-core'
import {
  type Browser,
  type BrowserContextOptions,
  type ConsoleMessage,
  chromium,
  type Page,
  type Response,
} from 'playwright-core'
import { afterAll, afterEach, expect } from 'vitest'

const CHROMIUM = process.env.PARHELION_CHROMIUM ?? '/usr/bin/chromium'

/** Says in the page's console what the policy of the page forbade, wherever the browser itself is silent. */
const TELL_OF_POLICY = `document.addEventListener('securitypolicyviolation', event =>
  console.error('policy violated: ' + event.effectiveDirective + ' by ' + (event.blockedURI || 'the page')))`

let browser: Promise<Browser> | undefined
const faults: string[] = []
const expected: RegExp[] = []
const closing: (() => Promise<void>)[] = []

/**
 * A page of a browser profile of its own, closed after the test. Errors of the page, violations of its policy, answers
 * that say the server broke, and requests that leave the machine fail the test.
 */
export async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  if (!existsSync(CHROMIUM))
    throw new Error(`There is no Chromium at ${CHROMIUM}: install it, or set PARHELION_CHROMIUM`)
  browser ??= chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-background-networking'] })
  const context = await (await browser).newContext({ reducedMotion: 'reduce', ...options })
  closing.push(() => context.close())
  await context.addInitScript(TELL_OF_POLICY)
  context.on('weberror', error => faults.push(`error in the page: ${error.error().message}`))
  context.on('console', message => {
    if (isFault(message)) faults.push(`the console of the page: ${message.text()}`)
  })
  context.on('request', request => {
    const { protocol, hostname } = new URL(request.url())
    if (/^(?:blob|data):$/.test(protocol) || hostname === '127.0.0.1') return
    faults.push(`a request that leaves the machine: ${request.url()}`)
  })
  context.on('response', response => {
    if (response.status() >= 500) faults.push(`${response.status()} from ${response.url()}`)
  })
  return context.newPage()
}

/** For a test that brings faults about: those that match are none, until it ends. */
export const expectFaults = (pattern: RegExp): void => void expected.push(pattern)

/** The browser reports every refusal, such as 401 for a stranger; those are answers, not faults. */
const isFault = (message: ConsoleMessage): boolean =>
  message.type() === 'error' && !/^Failed to load resource: .* status of 4\d\d/.test(message.text())

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  const allowed = expected.splice(0)
  expect(faults.splice(0).filter(fault => !allowed.some(pattern => pattern.test(fault)))).toEqual([])
})

afterAll(async () => {
  await (await browser)?.close()
})

/** What was seen so far that would fail the test, which then does not: for tests that provoke it. */
export const takeFaults = (): string[] => faults.splice(0)

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

const TRANSITIONS_OVER =
  'Promise.allSettled(document.getAnimations().filter(one => one instanceof CSSTransition).map(one => one.finished)).then(() => true)'

/** What axe-core finds wrong with the page in both colour schemes; `[]` when nothing. */
export async function axeViolations(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`:root[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' })
    // Colours that are still on their way from one scheme to the other are not those that are meant.
    await page.evaluate(TRANSITIONS_OVER)
    // By way of the debugger, which the page's policy does not bind.
    await page.evaluate(axe.source)
    const violations: Violation[] = await page.evaluate('axe.run().then(({ violations }) => violations)')
    for (const { id, nodes } of violations)
      for (const { html, failureSummary = '' } of nodes) found.push(`${colorScheme}: ${id}: ${html}\n${failureSummary}`)
  }
  return found
}

/** All that a page leaves where it can be found later: storage, address, history, cookies and title. */
export const everythingKept = (page: Page): Promise<string> =>
  page.evaluate<string>(
    'JSON.stringify([localStorage, sessionStorage, location.href, history.state, document.cookie, document.title])',
  )

/** Counts the bytes of scripts, compressed as they come over the wire, from now on. */
export function countScripts(page: Page): () => Promise<number> {
  const scripts: Response[] = []
  page.on('response', response => {
    if (response.request().resourceType() === 'script') scripts.push(response)
  })
  return async () => {
    const sizes = await Promise.all(scripts.map(script => script.request().sizes()))
    return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)
  }
}
