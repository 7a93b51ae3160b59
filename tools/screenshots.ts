import { mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { type Shot, shotsOf } from './screenshots/pages.ts'
import { type Served, serve } from './screenshots/serve.ts'
import { tellStory } from './screenshots/story.ts'

const USAGE = `usage: npm run screenshots [-- NAME…]

Starts a server on a folder of its own, lets a small story happen in it, and writes pictures of the pages of the
console, light and dark, to docs/screenshots. NAME: only pages whose name contains it.
CHROMIUM: the browser, /usr/bin/chromium where it is not set.`

const FOLDER = join(import.meta.dirname, '../docs/screenshots')
/** For a machine that has other things to do. */
const PATIENCE_MS = 60_000
const SCHEMES = ['light', 'dark'] as const
const SIZE = { width: 1280, height: 800 }
/** Pictures are read in a browser and kept for ever in the repository. */
const BYTES_MAX = 150_000

async function main(names: readonly string[]): Promise<void> {
  for (const scheme of SCHEMES) mkdirSync(join(FOLDER, scheme), { recursive: true })
  const served = await serve()
  try {
    const story = await tellStory(served)
    try {
      const shots = shotsOf(story).filter(({ name }) => names.length === 0 || names.some(one => name.includes(one)))
      if (shots.length === 0) throw new Error(`There is no page named ${names.join(', ')}`)
      await take(served, shots)
    } finally {
      await story.end()
    }
  } finally {
    await served.stop()
  }
}

async function take(served: Served, shots: readonly Shot[]): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--font-render-hinting=none'],
  })
  try {
    for (const colorScheme of SCHEMES) {
      const context = await browser.newContext({
        baseURL: served.address,
        viewport: SIZE,
        colorScheme,
        locale: 'en-GB',
        timezoneId: 'UTC',
        reducedMotion: 'reduce',
      })
      await signIn(context.request, served)
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

interface Poster {
  post(
    path: string,
    options: { data: unknown; headers: Record<string, string> },
  ): Promise<{ status(): number; text(): Promise<string> }>
}

/** As the sign-in page does it; the cookie stays in the context. */
async function signIn(request: Poster, { account, address }: Served): Promise<void> {
  const headers = { 'x-parhelion-console': '1', origin: address }
  const answer = await request.post('/hub/session', { data: { keyId: account.id, secret: account.secret }, headers })
  if (answer.status() !== 201)
    throw new Error(`Signing in was answered with ${answer.status()}: ${await answer.text()}`)
}

if (process.argv.includes('--help')) console.log(USAGE)
else await main(process.argv.slice(2))
