import { readdir, utimes } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import {
  DeleteAllMessages,
  DeleteApp,
  DeleteAttachment,
  DeleteConversation,
  DeleteMessage,
  ListMessages,
  limits,
  PostMessage,
  UploadAttachment,
} from '@parhelion/contract'
import { authorizationOf } from '@parhelion/testkit'
import { describe, expect, test, vi } from 'vitest'
import { makeAppOfMany, makeGroup } from '../../testing/conversation.ts'
import { refused } from '../../testing/refused.ts'
import { rowCounts } from '../../testing/tables.ts'
import { makeApp, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const folder = join(server.dataDir, 'attachments')

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const upload = (source: unknown, query = 'access=public', as = client, of = appId) =>
  as.call(UploadAttachment, { params: { appId: of }, query, body: { source } })

async function keep(file: File, query?: string): Promise<string> {
  const { status, body } = await upload(file, query)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.attachment.mediaUrl
}

const png = (name = 'a.png') => new File([PNG], name, { type: 'text/html' })

/** Every file there is. */
async function filesThere(): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return found.filter(entry => entry.isFile()).map(entry => entry.name)
}

describe('a file', () => {
  test('is kept under an address that nobody can guess, and read from there without credentials', async () => {
    const { status, body } = await upload(png('Größe 🌞.png'))
    expect(status).toBe(201)
    const { mediaUrl, mediaType } = body.attachment
    expect(mediaType).toBe('image/png')
    expect(mediaUrl).toMatch(/\/attachments\/v2\/[0-9A-HJKMNP-TV-Z]{26}\/Gr%C3%B6%C3%9Fe%20%F0%9F%8C%9E\.png$/)
    for (const address of [mediaUrl, mediaUrl.replace('/attachments', '/sc/attachments')]) {
      const read = await fetch(address)
      expect(read.status).toBe(200)
      expect(Buffer.from(await read.arrayBuffer())).toEqual(PNG)
      expect(Object.fromEntries(read.headers)).toMatchObject({
        'content-type': 'image/png',
        'content-length': String(PNG.length),
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'content-disposition': expect.stringMatching(/^inline; filename=.*filename\*=UTF-8''Gr%C3%B6%C3%9Fe/),
      })
    }
  })

  test.each([
    ['a page', '<!doctype html><script>alert(1)</script>', 'x.html', 'text/plain'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'x.svg', 'text/plain'],
    ['XML', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'x.png', 'application/xml'],
    ['a PDF', '%PDF-1.7\n', 'x.png', 'application/pdf'],
    ['text', 'Grüße', 'x', 'text/plain'],
    ['bytes', '\u0000\u0001\u0002', 'x.png', 'application/octet-stream'],
  ])('that is %s is told by its content, and saved, never shown', async (_, content, name, mediaType) => {
    const { body } = await upload(new File([content], name, { type: 'image/png' }))
    expect(body.attachment.mediaType).toBe(mediaType)
    const read = await fetch(body.attachment.mediaUrl)
    expect(read.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(read.headers.get('content-type')).toMatch(/^(text\/plain; charset=utf-8|application\/octet-stream)$/)
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['..', 'file'],
    ['a"b\r\nSet-Cookie: x.png', encodeURIComponent('a%22b%0D%0ASet-Cookie: x.png')],
    [`${'x'.repeat(300)}.png`, 'x'.repeat(255)],
  ])('called %j is kept under a name that does no harm', async (name, kept) => {
    const mediaUrl = await keep(png(name))
    expect(mediaUrl.endsWith(`/${kept}`)).toBe(true)
    const read = await fetch(mediaUrl)
    expect(read.status).toBe(200)
    expect(read.headers.get('set-cookie')).toBeNull()
  })

  test.each([
    ['bytes=0-3', 206, 'bytes 0-3/70', 4],
    ['bytes=60-', 206, 'bytes 60-69/70', 10],
    ['bytes=-5', 206, 'bytes 65-69/70', 5],
    ['bytes=0-999', 206, 'bytes 0-69/70', 70],
    ['bytes=70-', 416, 'bytes */70', undefined],
    ['bytes=5-2', 200, null, 70],
  ])('is read in the range %s', async (range, status, contentRange, length) => {
    const read = await fetch(await keep(png()), { headers: { range } })
    expect([read.status, read.headers.get('content-range')]).toEqual([status, contentRange])
    const bytes = await read.arrayBuffer()
    if (length !== undefined) expect(bytes.byteLength).toBe(length)
  })

  test('is not sent again to whom knows it, and HEAD tells without sending', async () => {
    const mediaUrl = await keep(png())
    const first = await fetch(mediaUrl, { method: 'HEAD' })
    expect([first.status, first.headers.get('content-length')]).toEqual([200, '70'])
    const again = await fetch(mediaUrl, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  test('may have 52,428,800 bytes and not one more, and nothing of a larger one is left', async () => {
    const before = { rows: await rowCounts(server.database.pool), files: (await filesThere()).length }
    const large = new Uint8Array(limits.fileBytes)
    expect(limits.fileBytes).toBe(52_428_800)
    const address = await keep(new File([large], 'large'))
    expect((await fetch(address, { method: 'HEAD' })).headers.get('content-length')).toBe('52428800')
    expect(await upload(new File([large, 'x'], 'larger'))).toMatchObject(
      refused(413, 'payload_too_large', 'The file is larger than 52428800 bytes'),
    )
    const after = await rowCounts(server.database.pool)
    expect(after.attachments).toBe((before.rows.attachments ?? 0) + 1)
    expect((await filesThere()).length).toBe(before.files + 1)
  })
})

describe('an upload is refused', () => {
  test.each([
    ['without access', new File(['x'], 'x'), '', 400],
    ['with another access', new File(['x'], 'x'), 'access=private', 400],
    ['for another purpose', new File(['x'], 'x'), 'access=public&for=fun', 400],
    [
      'for a conversation that is not there',
      new File(['x'], 'x'),
      `access=public&conversationId=${'f'.repeat(24)}`,
      404,
    ],
    ['when it is empty', new File([], 'x'), 'access=public', 400],
  ])('%s, and nothing is left', async (_, file, query, status) => {
    const before = [await rowCounts(server.database.pool), (await filesThere()).length]
    expect(await upload(file, query)).toMatchObject({ status, body: { errors: [expect.anything()] } })
    expect([await rowCounts(server.database.pool), (await filesThere()).length]).toEqual(before)
  })

  test.each([
    ['has no file', new FormData()],
    ['has another part', formWith(['file'])],
    ['has two files', formWith(['source', 'source'])],
  ])('when it %s', async (_, body) => {
    const before = (await filesThere()).length
    const answer = await client.send('POST', `/v2/apps/${appId}/attachments?access=public`, { body })
    expect(answer).toMatchObject(refused(400, 'bad_request'))
    expect((await filesThere()).length).toBe(before)
  })

  test.each([
    ['is JSON', '{"source":"x"}', 'application/json', 415],
    ['is no form', 'hello', 'multipart/form-data; boundary=x', 400],
    ['has no boundary', 'hello', 'multipart/form-data', 400],
    [
      'breaks off',
      '--x\r\nContent-Disposition: form-data; name="source"; filename="a"\r\n\r\nabc',
      'multipart/form-data; boundary=x',
      400,
    ],
  ])('when it %s', async (_, body, type, status) => {
    const before = (await filesThere()).length
    const answer = await client.send('POST', `/v2/apps/${appId}/attachments?access=public`, {
      body,
      headers: { 'content-type': type },
    })
    expect(answer).toMatchObject({ status, body: { errors: [expect.anything()] } })
    expect((await filesThere()).length).toBe(before)
  })

  test('when the sender goes away in the middle, and nothing is left', async () => {
    const before = [await rowCounts(server.database.pool), (await filesThere()).length]
    const { hostname, port } = new URL(client.address)
    const socket = connect(Number(port), hostname)
    const head = '--x\r\nContent-Disposition: form-data; name="source"; filename="a"\r\n\r\n'
    socket.write(
      `POST /v2/apps/${appId}/attachments?access=public HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorizationOf(app.key)}\r\n` +
        `Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n${head}${'x'.repeat(100_000)}`,
    )
    await vi.waitFor(async () => expect((await filesThere()).length).toBe(Number(before[1]) + 1))
    socket.destroy()
    await vi.waitFor(async () =>
      expect([await rowCounts(server.database.pool), (await filesThere()).length]).toEqual(before),
    )
  })
})

function formWith(names: readonly string[]): FormData {
  const form = new FormData()
  for (const name of names) form.append(name, new File(['x'], 'x'))
  return form
}

describe('removal', () => {
  const remove = (mediaUrl: string, as = client, of = appId) =>
    as.call(DeleteAttachment, { params: { appId: of }, body: { mediaUrl } })

  test('takes row and file away, once', async () => {
    const mediaUrl = await keep(png())
    expect(await remove(mediaUrl)).toMatchObject({ status: 200, body: {} })
    expect((await fetch(mediaUrl)).status).toBe(404)
    const key = mediaUrl.split('/').at(-2) ?? ''
    await vi.waitFor(async () => expect(await filesThere()).not.toContain(key), 60_000)
    expect(await remove(mediaUrl)).toMatchObject(refused(404, 'not_found', 'Attachment not found'))
  })

  test('of what lies elsewhere is refused', async () => {
    const mediaUrl = 'https://badhost.example/image.png'
    expect(await remove(mediaUrl)).toMatchObject(
      refused(400, 'bad_request', `Unsupported media URL for attachment deletion: ${mediaUrl}`),
    )
  })

  test("of another app's file finds nothing", async () => {
    const other = await makeApp(server.account)
    const mediaUrl = await keep(png())
    expect(await remove(mediaUrl, other.client, other.appId)).toMatchObject(
      refused(404, 'not_found', 'Attachment not found'),
    )
    expect((await fetch(mediaUrl)).status).toBe(200)
  })
})

describe('a message that shows an uploaded file', () => {
  const show = (mediaUrl: string, conversationId: string) =>
    client.call(PostMessage, {
      params: { appId, conversationId },
      body: { author: { type: 'business' }, content: { type: 'file', mediaUrl } },
    })

  test('knows its type and size', async () => {
    const { conversationId } = await makeGroup(app, [])
    const { body } = await show(await keep(png()), conversationId)
    expect(body.messages[0]?.content).toMatchObject({ mediaType: 'image/png', mediaSize: PNG.length, altText: 'a.png' })
  })

  test.each([
    ['the message', DeleteMessage],
    ['all messages', DeleteAllMessages],
    ['the conversation', DeleteConversation],
  ])('takes it along when %s goes, where it was uploaded for that', async (_, operation) => {
    const { conversationId } = await makeGroup(app, [])
    const [mine, stays] = [await keep(png(), 'access=public&for=message'), await keep(png())]
    const { body } = await show(mine, conversationId)
    await show(stays, conversationId)
    const messageId = body.messages[0]?.id ?? ''
    expect((await client.call(operation, { params: { appId, conversationId, messageId } })).status).toBe(200)
    expect([(await fetch(mine)).status, (await fetch(stays)).status]).toEqual([404, 200])
  })

  test('that was uploaded for a conversation, and never shown, goes with the conversation', async () => {
    const { conversationId } = await makeGroup(app, [])
    const mediaUrl = await keep(png(), `access=public&for=message&conversationId=${conversationId}`)
    await client.call(DeleteConversation, { params: { appId, conversationId } })
    expect((await fetch(mediaUrl)).status).toBe(404)
  })

  test('that lies elsewhere, or nowhere, is posted all the same', async () => {
    const { conversationId } = await makeGroup(app, [])
    expect((await show('https://unreachable.invalid/a.pdf', conversationId)).status).toBe(201)
    const { body } = await client.call(ListMessages, { params: { appId, conversationId } })
    expect(body.messages[0]?.content.mediaType).toBe('application/pdf')
  })
})

test('an app that goes takes its files along', async () => {
  const other = await makeApp(server.account)
  const { body } = await upload(png(), 'access=public', other.client, other.appId)
  await server.account.call(DeleteApp, { params: { appId: other.appId } })
  expect((await fetch(body.attachment.mediaUrl)).status).toBe(404)
})

test('files that no row names are swept away once they are old, and others stay', async () => {
  const mediaUrl = await keep(png())
  const orphan = await keep(png())
  const key = orphan.split('/').at(-2) ?? ''
  await server.database.pool.query('delete from attachments where id = $1', [key])
  await server.app.services.attachments.sweep()
  expect(await filesThere()).toContain(key)
  const old = new Date(Date.now() - 2 * 60 * 60 * 1000)
  for (const name of [key, mediaUrl.split('/').at(-2) ?? ''])
    await utimes(join(folder, name.slice(-2).toLowerCase(), name), old, old)
  await server.app.services.attachments.sweep()
  expect(await filesThere()).not.toContain(key)
  expect((await fetch(mediaUrl)).status).toBe(200)
})
