import { PostMessage, UpdateApp } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { makeAppOfMany, makePersonal } from '../../testing/conversation.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer()
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const { conversationId, userId } = await makePersonal(app)
const params = { appId, conversationId }
const postback = { type: 'postback', text: 'Tap', payload: 'TAP' }

const post = (content: object, author: object = { type: 'business' }) =>
  client.call(PostMessage, { params, body: { author, content } })

/** What is kept of a content. */
async function kept(content: object, author?: object) {
  const { status, body } = await post(content, author)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.messages[0]?.content
}

describe('numbers of credit cards', () => {
  test.each([
    ['4111111111111111', '************1111'],
    ['Mine is 4111 1111 1111 1111, thanks', 'Mine is **** **** **** 1111, thanks'],
    ['3782-822463-10005', '****-******-*0005'],
    ['6011000990139424 5555555555554444', '************9424 ************4444'],
  ])('are hidden in %s', async (text, hidden) => {
    expect(await kept({ type: 'text', text })).toEqual({ type: 'text', text: hidden })
  })

  test.each(['4111111111111112', '+1 514 555 5555', '123456789012', `${'4'.repeat(40)}`, '2026-01-31T12:00:00'])(
    'are not seen in %s',
    async text => {
      expect(await kept({ type: 'text', text })).toEqual({ type: 'text', text })
    },
  )

  test('are hidden wherever people read, and stay in what programs read', async () => {
    const number = '4111111111111111'
    const content = {
      type: 'carousel',
      items: [
        { title: number, description: number, actions: [{ ...postback, payload: number }], metadata: { card: number } },
      ],
    }
    expect(await kept(content)).toMatchObject({
      text: expect.not.stringContaining(number),
      items: [
        {
          title: '************1111',
          description: '************1111',
          actions: [{ payload: number }],
          metadata: { card: number },
        },
      ],
    })
  })

  test('stay where the app says so', async () => {
    const open = await makeAppOfMany(server.account)
    await open.client.call(UpdateApp, {
      params: { appId: open.appId },
      body: { settings: { multiConvoEnabled: true, maskCreditCardNumbers: false } },
    })
    const there = await makePersonal(open)
    const { body } = await open.client.call(PostMessage, {
      params: there,
      body: { author: { type: 'business' }, content: { type: 'text', text: '4111111111111111' } },
    })
    expect(body.messages[0]?.content.text).toBe('4111111111111111')
  })
})

describe('templates in a text', () => {
  test('become messages of their own, in order, all of one answer', async () => {
    const text =
      'Before %((template: smooch_tmpl_warranty))% between %{{template: smooch_tmpl_request_location}}% after'
    const { status, body } = await post({ type: 'text', text })
    expect(status).toBe(201)
    expect(body.messages.map(({ content }) => [content.type, content.text])).toEqual([
      ['text', 'Before'],
      ['text', 'Would you like to extend your warranty?'],
      ['text', 'between'],
      ['text', 'Where are you?'],
      ['text', 'after'],
    ])
  })

  test('that nobody knows stay text', async () => {
    for (const text of ['%((template: unknown))%', '%((template: constructor))%', '%((template: '.repeat(300)])
      expect(await kept({ type: 'text', text })).toEqual({ type: 'text', text })
  })

  test('of users stay text', async () => {
    const text = '%((template: smooch_tmpl_warranty))%'
    expect(await kept({ type: 'text', text }, { type: 'user', userId })).toEqual({ type: 'text', text })
  })
})
