import { mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type APIRequestContext, chromium } from 'playwright-core'
import { type Server, startServer } from '../apps/cli/src/testing/command.ts'
import { type Shot, shotsOf } from './screenshots/pages.ts'
import { tellStory } from './screenshots/story.ts'

const USAGE = `usage: npm run screenshots [-- NAME…]

Starts a server on a folder of its own, lets a small story happen in it, and writes pictures of the pages of the
console, light and dark, to docs/screenshots. NAME: only pages whose name contains it.
PARHELION_CHROMIUM: the browser, /usr/bin/chromium where it is not set.`

const FOLDER = join(import.meta.dirname, '../docs/screenshots')
/** For a machine that has other things to do. */
const PATIENCE_MS = 60_000
/** Soon given up, so that a story of failures can be told. */
const SETTINGS = { PARHELION_WEBHOOK_RETRY_DELAYS: '0.3 0.5 0.8 600', PARHELION_LOG_LEVEL: 'error' }
const SCHEMES = ['light', 'dark'] as const
const SIZE = { width: 1280, height: 800 }
/** Pictures are read in a browser and kept for ever in the repository. */
const BYTES_MAX = 150_000

async function main(names: readonly string[]): Promise<void> {
  for (const scheme of SCHEMES) mkdirSync(join(FOLDER, scheme), { recursive: true })
  const server = await startServer(SETTINGS)
  try {
    const story = await tellStory(server)
    try {
      const shots = shotsOf(story).filter(({ name }) => names.length === 0 || names.some(one => name.includes(one)))
      if (shots.length === 0) throw new Error(`There is no page named ${names.join(', ')}`)
      await take(server, shots)
    } finally {
      await story.end()
    }
  } finally {
    await server.stop()
  }
}

async function take(server: Server, shots: readonly Shot[]): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env.PARHELION_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--font-render-hinting=none'],
  })
  try {
    for (const colorScheme of SCHEMES) {
      const context = await browser.newContext({
        baseURL: server.address,
        viewport: SIZE,
        colorScheme,
        locale: 'en-GB',
        timezoneId: 'UTC',
        reducedMotion: 'reduce',
      })
      await signIn(context.request, server)
      for (const { name, path, ready } of shots) {
        const page = await context.newPage()
        page.setDefaultTimeout(PATIENCE_MS)
        await page.goto(path)
        await ready(page)
        const picture = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' })
        const file = `${colorScheme}/${name}.png`
        if (picture.length > BYTES_MAX) throw new Error(`${file} has ${picture.length} bytes, more than ${BYTES_MAX}`)
        await writeFile(join(FOLDER, file), picture)
        console.log(`${file}  ${Math.ceil(picture.length / 1000)} kB`)
        await page.close()
      }
      await context.close()
    }
  } finally {
    await browser.close()
  }
}

/** As the sign-in page does it; the cookie stays in the context. */
async function signIn(request: APIRequestContext, { account, address }: Server): Promise<void> {
  const headers = { 'x-parhelion-console': '1', origin: address }
  const answer = await request.post('/hub/session', { data: { keyId: account.id, secret: account.secret }, headers })
  if (answer.status() !== 201)
    throw new Error(`Signing in was answered with ${answer.status()}: ${await answer.text()}`)
}

if (process.argv.includes('--help')) console.log(USAGE)
else await main(process.argv.slice(2))
