import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { Browser } from '../testing/browser.ts'
import { rawRequest, requestHead } from '../testing/raw-http.ts'
import { testServer } from '../testing/test-server.ts'
import { listGuides } from './guides.ts'
import { policy } from './routes/pages.ts'

const SCRIPT = 'console.log("a script of the console")\n'.repeat(100)
const packed = { br: brotliCompressSync(SCRIPT), gzip: gzipSync(SCRIPT) }
const folder = mkdtempSync(join(tmpdir(), 'parhelion-pages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A build as the tool for it makes one, behind a link. */
function buildPages(name: string, title = 'Parhelion'): string {
  const built = join(folder, name)
  mkdirSync(join(built, 'assets'), { recursive: true })
  writeFileSync(
    join(built, 'index.html'),
    `<!doctype html><title>${title}</title><meta property="csp-nonce" nonce="NONCE"><script nonce="NONCE" src="/assets/a-1.js"></script>`,
  )
  writeFileSync(join(built, 'assets/a-1.js'), SCRIPT)
  writeFileSync(join(built, 'assets/a-1.js.br'), packed.br)
  writeFileSync(join(built, 'assets/a-1.js.gzip'), packed.gzip)
  // It opens, and fails to be read.
  mkdirSync(join(built, 'assets/broken-1.js.br'), { recursive: true })
  writeFileSync(join(built, 'favicon.svg'), '<svg/>')
  writeFileSync(join(built, 'secret.txt'), 'not in the list')
  const type = 'text/javascript; charset=utf-8'
  const sizes = { br: packed.br.length, gzip: packed.gzip.length }
  const files = {
    '/assets/a-1.js': { type, hash: 'abc', size: SCRIPT.length, packed: sizes },
    '/assets/gone-1.js': { type, hash: 'gone', size: 10, packed: { br: 5 } },
    '/assets/broken-1.js': { type, hash: 'broken', size: 10, packed: { br: 5 } },
    '/favicon.svg': { type: 'image/svg+xml', hash: 'def', size: 6 },
  }
  writeFileSync(join(built, 'files.json'), JSON.stringify({ files, reference: '/assets/a-1.js' }))
  return built
}

const link = join(folder, 'current')
symlinkSync(buildPages('first'), link)
const server = await testServer({ consoleFolder: link })
const browser = new Browser(server.anonymous.address)
const get = (path: string, headers: Record<string, string> = {}) => browser.send<string>('GET', path, { headers })

describe('a page of the console', () => {
  test.each([
    '/',
    '/sign-in',
    '/samples',
    '/samples/a/b%2Fc',
    '/json-tools',
    '/apps',
    '/apps/x',
    '/tokens',
    '/webhooks',
  ])('is the same at %s, with a nonce that no other answer has', async path => {
    const [one, two] = [await get(path), await get(path)]
    const nonces = [one, two].map(({ headers, body }) => {
      const nonce = /'nonce-([\w-]{22})'/.exec(headers.get('content-security-policy') ?? '')?.[1]
      expect(body.split(`nonce="${nonce}"`)).toHaveLength(3)
      expect(body).not.toContain('NONCE')
      return nonce
    })
    expect(nonces[0]).not.toBe(nonces[1])
    expect([one.status, one.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  })

  test('may load what is ours, and nothing else, and is kept by nobody', async () => {
    const { headers } = await get('/')
    expect(headers.get('content-security-policy')?.replace(/nonce-[\w-]+/, 'nonce-…')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-…'; img-src 'self' data: blob:; font-src 'self'; " +
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })

  test('is asked for with HEAD as well', async () => {
    const { status, body, headers } = await browser.send('HEAD', '/')
    expect([status, body, headers.get('content-type')]).toEqual([200, '', 'text/html; charset=utf-8'])
  })

  test.each(['/nothing', '/index.html', '/files.json', '/sign-inx', '/v2', '/.vite/manifest.json', '/secret.txt'])(
    'is not at %s',
    async path => expect((await get(path)).status).toBe(404),
  )

  test('takes no other method', async () => {
    const answer = await browser.send('POST', '/', { body: {} })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})

describe('a file of the console', () => {
  const read = async (accepts: string) => {
    const asked = { headers: { 'accept-encoding': accepts } }
    const { status, headers } = await browser.send('HEAD', '/assets/a-1.js', asked)
    return { status, encoding: headers.get('content-encoding'), length: Number(headers.get('content-length')) }
  }

  test.each([
    ['br, gzip', 'br', packed.br.length],
    ['gzip, deflate, br;q=0.1', 'br', packed.br.length],
    ['gzip', 'gzip', packed.gzip.length],
    ['GZIP;q=1.0', 'gzip', packed.gzip.length],
    ['br;q=0, gzip;q=0.5', 'gzip', packed.gzip.length],
    ['br;q=0.0,gzip; q=0', null, SCRIPT.length],
    ['identity', null, SCRIPT.length],
    ['', null, SCRIPT.length],
    ['brotli, xgzip', null, SCRIPT.length],
  ])('comes packed as the browser takes it: %s', async (accepts, encoding, length) => {
    expect(await read(accepts)).toMatchObject({ status: 200, encoding, length })
  })

  test('is what was built, in every form', async () => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const { body, headers } = await get('/assets/a-1.js', { 'accept-encoding': encoding })
      expect(body).toBe(SCRIPT)
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        vary: 'accept-encoding',
      })
    }
  })

  test('is not sent again to who has it, and each form counts for itself', async () => {
    const first = await get('/assets/a-1.js', { 'accept-encoding': 'br' })
    const etag = first.headers.get('etag') ?? ''
    expect((await get('/assets/a-1.js', { 'accept-encoding': 'br', 'if-none-match': etag })).status).toBe(304)
    expect((await get('/assets/a-1.js', { 'accept-encoding': 'gzip', 'if-none-match': etag })).status).toBe(200)
  })

  test.each([
    ['of which a part is asked for that it has not', '/assets/a-1.js', 416, 'bad_request'],
    ['that is gone', '/assets/gone-1.js', 404, 'not_found'],
    ['that fails to be read', '/assets/broken-1.js', 500, 'internal_error'],
  ])('%s is refused in plain words, which nobody keeps, where it would come packed', async (_, path, status, code) => {
    const range = status === 416 ? { range: 'bytes=999999-' } : {}
    const answer = await get(path, { 'accept-encoding': 'br', ...range })
    expect(answer).toMatchObject({ status, body: { errors: [{ code }] } })
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    })
    expect(answer.headers.get('content-encoding')).toBeNull()
  })

  test('that lies beside the pages is not kept for ever', async () => {
    const { headers, body } = await get('/favicon.svg')
    expect([body, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      '<svg/>',
      'image/svg+xml',
      'no-cache',
    ])
  })

  test('has a length to who asks with HEAD, and no body', async () => {
    const { status, headers, body } = await browser.send('HEAD', '/assets/a-1.js', {
      headers: { 'accept-encoding': 'identity' },
    })
    expect([status, headers.get('content-length'), body]).toEqual([200, String(SCRIPT.length), ''])
  })

  test.each([
    ...[
      '/assets/',
      '/assets',
      '/assets/a-1.js/',
      '/assets/a-1.js.br',
      '/assets/../index.html',
      '/assets/../files.json',
    ],
    ...['/assets/..%2ffiles.json', '/assets/%2e%2e/files.json', '/assets/..%5cfiles.json', '/assets//etc/passwd'],
    ...[
      '/assets/%2fetc%2fpasswd',
      '/assets/../../../../../../../../etc/passwd',
      '/assets/a-1.js%00',
      '/assets/a-1.js%00.css',
    ],
    ...[
      '/assets/__proto__',
      '/assets/constructor',
      '/assets/gone-1.js',
      '/assets/A-1.JS',
      `/assets/${'x'.repeat(4000)}`,
    ],
  ])('is not at %s', async path => {
    const answer = await rawRequest(server.anonymous.address, requestHead(`GET ${path} HTTP/1.1`))
    expect(answer).toMatchObject({ status: 404, body: { errors: [{ code: 'not_found' }] } })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

test('a build that comes while the server runs changes nothing under it; the next start has it', async () => {
  rmSync(link)
  symlinkSync(buildPages('second', 'The second'), link)
  expect((await get('/')).body).toContain('<title>Parhelion</title>')
  expect((await get('/assets/a-1.js')).status).toBe(200)
  const next = await testServer({ beside: server, consoleFolder: link })
  expect((await new Browser(next.anonymous.address).send('GET', '/')).body).toContain('<title>The second</title>')
})

test('where no pages are built the API is as ever, and / says where it is', async () => {
  const bare = await testServer({ beside: server, consoleFolder: join(folder, 'none') })
  const { status, headers, body } = await new Browser(bare.anonymous.address).send<string>('GET', '/')
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
  expect(body).toContain(`${bare.anonymous.address}/openapi.json`)
  for (const path of ['/samples', '/assets/a-1.js', '/reference'])
    expect((await bare.anonymous.send('GET', path)).status).toBe(404)
  expect((await bare.account.send('GET', '/v2/apps')).status).toBe(200)
})

describe('the API reference', () => {
  test('loads its script and the document from here, and may ask nobody else', async () => {
    const { status, body, headers } = await get('/reference')
    expect(status).toBe(200)
    expect([...body.matchAll(/(?:src|href)="([^"]*)"/g)].map(match => match[1])).toEqual([
      '/favicon.svg',
      '/',
      '/assets/a-1.js',
    ])
    expect(headers.get('content-security-policy')).toBe(
      policy({ 'style-src': "'self' 'unsafe-inline'", 'font-src': "'self' data:" }),
    )
    const configuration = /data-configuration="([^"]*)"/.exec(body)?.[1]?.replaceAll('&quot;', '"') ?? ''
    expect(JSON.parse(configuration)).toMatchObject({ url: '/openapi.json', withDefaultFonts: false, telemetry: false })
  })
})

describe('a guide', () => {
  test('of the repository is a page, each of them', async () => {
    const names = await listGuides()
    expect(names).toContain('receive-webhooks')
    const { body: list } = await get('/guides')
    for (const name of names) {
      const { status, body, headers } = await get(`/guides/${name}`)
      expect([name, status, headers.get('content-type')]).toEqual([name, 200, 'text/html; charset=utf-8'])
      expect(headers.get('content-security-policy')).toContain("script-src 'none'")
      expect(body.match(/<h1>/g)).toHaveLength(1)
      expect(body).not.toMatch(/<script|<style|\son\w+=|style=/)
      expect(list).toContain(`<a href="/guides/${name}">`)
    }
  })

  test('is shown with a stylesheet that is a file', async () => {
    const { status, headers, body } = await get('/guides/style.css')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
    expect(body).toContain('light-dark(')
  })

  test.each([
    '/guides/none',
    '/guides/..%2fcompatibility',
    '/guides/%2e%2e',
    '/guides/receive-webhooks.md',
    '/guides/a%00',
    '/guides/',
  ])('is not at %s', async path => {
    const answer = await rawRequest(server.anonymous.address, requestHead(`GET ${path} HTTP/1.1`))
    expect(answer.status).toBe(404)
  })
})
