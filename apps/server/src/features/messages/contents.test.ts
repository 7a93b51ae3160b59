import { PostMessage } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { makeAppOfMany, makePersonal } from '../../testing/conversation.ts'
import { refused } from '../../testing/refused.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer()
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const { conversationId, userId } = await makePersonal(app)
const params = { appId, conversationId }

const post = (content: object, rest: object = {}) =>
  client.call(PostMessage, { params, body: { author: { type: 'business' }, content, ...rest } })

/** What is kept of a content. */
async function kept(content: object, rest: object = {}) {
  const { status, body } = await post(content, rest)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.messages[0]?.content
}

const link = { type: 'link', text: 'Look', uri: 'https://example.com' }
const reply = { type: 'reply', text: 'Yes', payload: 'YES' }
const postback = { type: 'postback', text: 'Tap', payload: 'TAP' }
const locationRequest = { type: 'locationRequest', text: 'Where?' }
const buy = { type: 'buy', text: 'Buy', amount: 1000, currency: 'CAD' }
const webview = { type: 'webview', text: 'Open', uri: 'https://example.com/w', fallback: 'https://example.com' }
const item = { title: 'Tacos', actions: [link] }

describe('what is kept of', () => {
  test.each([
    ['a text', { type: 'text', text: 'Hi' }, {}],
    ['text with replies', { type: 'text', text: 'Hi', actions: [reply, locationRequest] }, {}],
    ['actions alone', { type: 'text', actions: [link, buy, webview] }, {}],
    [
      'a postback, with an empty address',
      { type: 'text', text: 'Hi', actions: [postback] },
      { actions: [{ ...postback, uri: '' }] },
    ],
    ['a payload', { type: 'text', text: 'Yes', payload: 'YES' }, {}],
    [
      'an image, whose type follows from its name',
      { type: 'image', mediaUrl: 'https://example.com/a%20b.png?x=1' },
      { mediaType: 'image/png', altText: 'a b.png' },
    ],
    ['a file of no known type', { type: 'file', mediaUrl: 'https://example.com/x', altText: 'X' }, {}],
    [
      'a location, with a map',
      { type: 'location', coordinates: { lat: 45.5, long: -73.6 }, location: { name: 'Here', address: 'Street' } },
      { text: 'Location shared:\nhttps://maps.google.com/maps?q=45.5,-73.6' },
    ],
    [
      'a form, not answered yet',
      { type: 'form', blockChatInput: true, fields: [{ type: 'text', name: 'n', label: 'N' }] },
      { submitted: false, fields: [{ type: 'text', name: 'n', label: 'N', minSize: 1, maxSize: 128 }] },
    ],
  ])('%s', async (_, content, added) => {
    expect(await kept(content)).toEqual({ ...content, ...added })
  })

  test('a carousel is also its text, without pictures and postbacks', async () => {
    const items = [
      { title: 'Tacos', description: 'Two', mediaUrl: 'https://example.com/t.png', actions: [link, postback] },
      { title: 'Ramen', actions: [{ ...link, text: 'More' }] },
    ]
    const text = '1. Tacos\nTwo\nLook: https://example.com\n\n2. Ramen\nMore: https://example.com'
    expect(await kept({ type: 'carousel', items, displaySettings: { imageAspectRatio: 'square' } })).toMatchObject({
      text,
    })
  })

  test('a list is also its text, with its own buttons below', async () => {
    expect(await kept({ type: 'list', items: [item], actions: [{ ...link, text: 'All' }] })).toMatchObject({
      text: '1. Tacos\nLook: https://example.com\n\nAll: https://example.com',
    })
  })

  test('Markdown is HTML and text', async () => {
    const content = await kept({ type: 'text', markdownText: '**Hi** [there](https://example.com)\n\n- a\n- b' })
    expect(content).toEqual({
      type: 'text',
      htmlText:
        '<p><strong>Hi</strong> <a href="https://example.com">there</a></p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>',
      text: expect.stringMatching(/^Hi there\n+a\n+b$/),
    })
  })

  test('HTML is also text, and a text of its own stays', async () => {
    expect(await kept({ type: 'text', htmlText: '<p>1 &lt; 2 &amp; 3</p>' })).toMatchObject({ text: '1 < 2 & 3' })
    expect(await kept({ type: 'text', htmlText: '<b>a</b>', text: 'other' })).toMatchObject({ text: 'other' })
  })

  test('a template of WhatsApp is the template as it is', async () => {
    const template = { namespace: 'n', name: 't', components: [{ type: 'body' }] }
    expect(await kept({ type: 'template', template }, { schema: 'whatsapp' })).toEqual({ type: 'template', template })
  })

  test('properties that nobody knows, or that only replies have, is nothing', async () => {
    expect(
      await kept({ type: 'image', mediaUrl: 'https://example.com/a.gif', mediaType: 'text/html', evil: 1 }),
    ).toEqual({
      type: 'image',
      mediaUrl: 'https://example.com/a.gif',
      mediaType: 'image/gif',
      altText: 'a.gif',
    })
  })
})

describe('refused is', () => {
  const many = (count: number, one: object = item) => Array.from({ length: count }, () => one)
  const field = (extra: object = {}) => ({ type: 'text', name: 'n', label: 'N', ...extra })
  test.each([
    [
      'an item with a picture that runs',
      { type: 'list', items: [{ ...item, mediaUrl: 'javascript:alert(1)' }] },
      '.content.items[0].mediaUrl: should be an address that is safe to open',
    ],
    ['a content without a type', { text: 'x' }, ".content: should have required property 'type'"],
    [
      'an unknown type',
      { type: 'html' },
      '.content.type: should be equal to one of the allowed values: text, carousel, file, form, formResponse, image, list, location, template',
    ],
    [
      'a text with nothing in it',
      { type: 'text' },
      ".content: should have one of the properties 'text', 'htmlText', 'markdownText' and 'actions'",
    ],
    [
      'an empty text',
      { type: 'text', text: '' },
      ".content: should have one of the properties 'text', 'htmlText', 'markdownText' and 'actions'",
    ],
    [
      'a text of 4097 characters',
      { type: 'text', text: '🌞'.repeat(4097) },
      '.content.text: should not be longer than 4096 characters',
    ],
    [
      'HTML and Markdown',
      { type: 'text', htmlText: 'a', markdownText: 'b' },
      '.content: should have only one of htmlText and markdownText',
    ],
    ['an image without an address', { type: 'image' }, ".content: should have required property 'mediaUrl'"],
    ['a file at no address', { type: 'file', mediaUrl: 'x' }, '.content.mediaUrl: should be an absolute address'],
    ['a carousel without items', { type: 'carousel', items: [] }, '.content.items: should not have less than 1 items'],
    ['eleven items', { type: 'list', items: many(11) }, '.content.items: should not have more than 10 items'],
    [
      'four buttons of an item',
      { type: 'list', items: [{ ...item, actions: many(4, link) }] },
      '.content.items[0].actions: should not have more than 3 items',
    ],
    [
      'an item without buttons',
      { type: 'list', items: [{ title: 'x' }] },
      ".content.items[0]: should have required property 'actions'",
    ],
    [
      'a reply in an item',
      { type: 'list', items: [{ ...item, actions: [reply] }] },
      '.content.items[0].actions[0].type: should be equal to one of the allowed values: buy, link, postback, webview',
    ],
    [
      'a title of 129 characters',
      { type: 'list', items: [{ ...item, title: 'x'.repeat(129) }] },
      '.content.items[0].title: should not be longer than 128 characters',
    ],
    [
      'a reply beside a link',
      { type: 'text', text: 'x', actions: [reply, link] },
      '.content.actions: should not have reply or locationRequest together with other actions',
    ],
    [
      'a location request beside a link',
      { type: 'text', text: 'x', actions: [locationRequest, link] },
      '.content.actions: should not have reply or locationRequest together with other actions',
    ],
    [
      'a link that is a script',
      { type: 'text', text: 'x', actions: [{ ...link, uri: ' javascript:alert(1)' }] },
      '.content.actions[0].uri: should be an address that is safe to open',
    ],
    [
      'two that open by themselves',
      { type: 'text', text: 'x', actions: many(2, { ...webview, openOnReceive: true }) },
      '.content.actions: should not have more than one action with openOnReceive',
    ],
    [
      'metadata of a button over 4096 bytes',
      { type: 'text', text: 'x', actions: [{ ...link, metadata: { a: 'x'.repeat(4096) } }] },
      '.content.actions[0].metadata: should not be larger than 4096 bytes',
    ],
    [
      'a button without a text',
      { type: 'text', actions: [{ type: 'link', uri: 'https://example.com' }] },
      ".content.actions[0]: should have required property 'text'",
    ],
    ['a form without fields', { type: 'form', fields: [] }, '.content.fields: should not have less than 1 items'],
    ['21 fields', { type: 'form', fields: many(21, field()) }, '.content.fields: should not have more than 20 items'],
    [
      'two fields of one name',
      { type: 'form', fields: [field(), field()] },
      '.content.fields[1].name: should be unique in the form',
    ],
    [
      'a select without options',
      { type: 'form', fields: [field({ type: 'select' })] },
      ".content.fields[0]: should have required property 'options'",
    ],
    [
      'a smallest size over the largest',
      { type: 'form', fields: [field({ minSize: 9, maxSize: 3 })] },
      '.content.fields[0].minSize: should be <= maxSize',
    ],
    [
      'an answer to a form',
      { type: 'formResponse', fields: [field()] },
      '.content.type: formResponse is the answer of a user, and cannot be posted',
    ],
    [
      'a template without its schema',
      { type: 'template', template: {} },
      ".content.type: template needs the schema 'whatsapp'",
    ],
    [
      'coordinates without a longitude',
      { type: 'location', coordinates: { lat: 1 } },
      ".content.coordinates: should have required property 'long'",
    ],
  ])('%s', async (_, content, title) => {
    expect(await post(content)).toMatchObject(refused(400, 'bad_request', title))
  })

  test.each([
    ['a carousel', { type: 'carousel', items: [item] }],
    ['buttons', { type: 'text', text: 'x', actions: [link] }],
    ['a form', { type: 'form', fields: [field()] }],
  ])('%s of a user', async (_, content) => {
    expect(await post(content, { author: { type: 'user', userId } })).toMatchObject(refused(400, 'bad_request'))
  })

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://x.example/x',
  ])('a file at %s', async mediaUrl => {
    const title = '.content.mediaUrl: should be an address that is safe to open'
    expect(await post({ type: 'file', mediaUrl })).toMatchObject(refused(400, 'bad_request', title))
  })

  test('metadata of a message over 4096 bytes', async () => {
    const content = { type: 'text', text: 'x' }
    expect((await post(content, { metadata: { a: 'x'.repeat(4095) } })).status).toBe(201)
    expect(await post(content, { metadata: { a: 'x'.repeat(4096) } })).toMatchObject(
      refused(400, 'bad_request', 'Message metadata is limited to 4096 bytes in size.'),
    )
  })

  test('Markdown whose HTML is longer than 4096 characters', async () => {
    expect(await post({ type: 'text', markdownText: '&'.repeat(900) })).toMatchObject(
      refused(400, 'bad_request', '.content.markdownText: should not make more than 4096 characters of HTML'),
    )
  })
})
