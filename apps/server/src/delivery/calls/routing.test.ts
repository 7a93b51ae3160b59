import {
  AcceptControl,
  CreateSwitchboard,
  CreateSwitchboardIntegration,
  DeleteSwitchboard,
  DeleteSwitchboardIntegration,
  OfferControl,
  PassControl,
  ReleaseControl,
  UpdateSwitchboard,
} from '@parhelion/contract'
import { expect, test, vi } from 'vitest'
import { addConversation, addWebhook, postText, startReceiver } from '../../testing/delivering.ts'
import { makeApp, testServer } from '../../testing/test-server.ts'

const server = await testServer({ delivers: true })
const NAMES = ['bot', 'desk', 'watcher', 'outsider'] as const
type Name = (typeof NAMES)[number]

/** A switchboard: bot answers first, desk only hears what is its own, watcher hears all; outsider is no member. */
async function setUp() {
  const { appId, client } = await makeApp(server.account)
  const receiver = await startReceiver()
  const { body } = await client.call(CreateSwitchboard, { params: { appId } })
  const at = { appId, switchboardId: body.switchboard.id }
  const members: Partial<Record<Name, string>> = {}
  for (const name of NAMES) {
    const { integrationId } = await addWebhook(client, appId, `${receiver.address}/${name}`, {
      triggers: [
        'conversation:message',
        'switchboard:passControl',
        'switchboard:offerControl',
        'switchboard:acceptControl',
        'switchboard:releaseControl',
      ],
    })
    if (name === 'outsider') continue
    const member = { name, integrationId, deliverStandbyEvents: name === 'watcher' }
    const made = await client.call(CreateSwitchboardIntegration, { params: at, body: member })
    members[name] = made.body.switchboardIntegration.id
  }
  await client.call(UpdateSwitchboard, {
    params: at,
    body: { enabled: true, defaultSwitchboardIntegrationId: members.bot },
  })
  const conversationId = await addConversation(client, appId)
  const params = { appId, conversationId }
  const toDesk = { params, body: { switchboardIntegration: 'desk' } }
  return {
    ...{ receiver, client, at, members },
    post: (text: string) => postText(client, params, text),
    pass: () => client.call(PassControl, toDesk),
    offer: () => client.call(OfferControl, toDesk),
    accept: () => client.call(AcceptControl, { params, body: {} }),
    release: () => client.call(ReleaseControl, { params, body: {} }),
  }
}
type Board = Awaited<ReturnType<typeof setUp>>

const disable = ({ client, at }: Board) => client.call(UpdateSwitchboard, { params: at, body: { enabled: false } })

/** Who was told of what, by name: texts of messages, and what became of control. */
async function heard(board: Board): Promise<Record<Name, string[]>> {
  await disable(board)
  // Without a switchboard everybody is told, after all that came before.
  await board.post('end')
  const of = (name: Name): string[] =>
    board.receiver.calls
      .filter(({ path }) => path === `/${name}`)
      .flatMap(({ events }) => events)
      .map(({ type, payload }) =>
        type === 'conversation:message'
          ? (payload as { message: { content: { text: string } } }).message.content.text
          : type.replace('switchboard:', '').replace('Control', ''),
      )
  await vi.waitUntil(() => NAMES.every(name => of(name).includes('end')), 60_000)
  return Object.fromEntries(NAMES.map(name => [name, of(name).filter(text => text !== 'end')])) as Record<
    Name,
    string[]
  >
}

test.each<[string, (board: Board) => Promise<unknown>, Record<Name, string[]>]>([
  [
    'while the switchboard is off everybody is told',
    async board => {
      await disable(board)
      await board.post('a')
    },
    { bot: ['a'], desk: ['a'], watcher: ['a'], outsider: ['a'] },
  ],
  [
    'the active one is told, and who asks for what happens while they stand by',
    board => board.post('a'),
    { bot: ['a'], desk: [], watcher: ['a'], outsider: ['a'] },
  ],
  [
    'a pass is told to who had control and to who has it, and what follows to the latter',
    async board => {
      await board.post('a')
      await board.pass()
      await board.post('b')
    },
    { bot: ['a', 'pass'], desk: ['pass', 'b'], watcher: ['a', 'pass', 'b'], outsider: ['a', 'pass', 'b'] },
  ],
  [
    'the pending one is told of the offer, and of what happens until it accepts',
    async board => {
      await board.offer()
      await board.post('a')
      await board.accept()
      await board.post('b')
    },
    {
      bot: ['offer', 'a', 'accept'],
      desk: ['offer', 'a', 'accept', 'b'],
      watcher: ['offer', 'a', 'accept', 'b'],
      outsider: ['offer', 'a', 'accept', 'b'],
    },
  ],
  [
    'who releases control is told of that, and the default has it when something happens',
    async board => {
      await board.pass()
      await board.release()
      await board.post('a')
    },
    {
      bot: ['pass', 'a'],
      desk: ['pass', 'release'],
      watcher: ['pass', 'release', 'a'],
      outsider: ['pass', 'release', 'a'],
    },
  ],
  [
    'who is deleted while it is active is an outsider, and the default has control',
    async board => {
      await board.pass()
      await board.post('a')
      const switchboardIntegrationId = board.members.desk ?? ''
      await board.client.call(DeleteSwitchboardIntegration, { params: { ...board.at, switchboardIntegrationId } })
      await board.post('b')
    },
    { bot: ['pass', 'b'], desk: ['pass', 'a', 'b'], watcher: ['pass', 'a', 'b'], outsider: ['pass', 'a', 'b'] },
  ],
  [
    'after the switchboard is deleted everybody is told',
    async board => {
      await board.client.call(DeleteSwitchboard, { params: board.at })
      await board.post('a')
    },
    { bot: ['a'], desk: ['a'], watcher: ['a'], outsider: ['a'] },
  ],
])('%s', async (_title, act, expected) => {
  const board = await setUp()
  await act(board)
  expect(await heard(board)).toEqual(expected)
})

test('a message followed at once by a pass goes to who had control when it was committed', async () => {
  const board = await setUp()
  for (let i = 0; i < 20; i++) {
    await board.post(`bot ${i}`)
    await board.pass()
    await board.release()
  }
  const { bot, desk } = await heard(board)
  expect(bot.filter(text => text.startsWith('bot'))).toHaveLength(20)
  expect(desk.filter(text => text.startsWith('bot'))).toEqual([])
})
