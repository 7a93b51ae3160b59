import { describe, expect, test } from 'vitest'
import { closed } from '../kit/schema.ts'
import { problems } from '../kit/validate.ts'
import { declaredEvents, Event, type WireEvent } from './events.ts'
import { mayBeNarrowed, project } from './project.ts'

const NOTHING = { includeFullUser: false, includeFullSource: false }
const ALL = { includeFullUser: true, includeFullSource: true }

const brief = { id: 'u1', authenticated: true, externalId: 'steve' }
const user = {
  ...brief,
  signedUpAt: '2026-01-31T12:00:00.000Z',
  profile: { givenName: 'Steve' },
  metadata: {},
  identities: [],
}
const where = { type: 'twilio', integrationId: 'i1' }
const source = { ...where, client: { id: 'c1', type: 'twilio', status: 'active' }, device: { id: 'd1' } }
const conversation = { id: 'v1', type: 'personal', metadata: { user: 'not a user' } }

const event = (payload: object): WireEvent => ({
  id: 'e1',
  createdAt: '2026-01-31T12:00:00.000Z',
  type: 'conversation:message',
  payload: { conversation, ...payload },
})

const withUser = (of: object) => [
  event({ user: of, source: where }),
  event({
    message: {
      author: { type: 'user', userId: 'u1', user: of },
      content: { type: 'text', text: 'user' },
      source: where,
    },
  }),
  event({ activity: { type: 'conversation:read', source: where, author: { type: 'user', user: of } } }),
  event({ mergedUsers: { surviving: of, discarded: of } }),
]
const withSource = (of: object) => [
  event({ source: of }),
  event({ message: { author: { type: 'user' }, source: of } }),
  event({ activity: { type: 'conversation:read', source: of } }),
]

describe('a receiver that asked for nothing more', () => {
  test('is told ids of users, wherever they stand', () => {
    expect(withUser(user).map(one => project(one, NOTHING))).toEqual(withUser(brief))
  })

  test('is told no client and no device', () => {
    expect(withSource(source).map(one => project(one, NOTHING))).toEqual(withSource(where))
  })

  test('is told what it may not know of nowhere: whatever is taken out shows in the JSON before', () => {
    const full = [...withUser(user), ...withSource(source)].map(({ payload }) => payload)
    for (const json of full.flatMap(payload => [
      JSON.stringify(payload),
      JSON.stringify(payload).replaceAll('":', '" :'),
    ]))
      expect(mayBeNarrowed(json)).toBe(true)
    expect(withSource(where).map(({ payload }) => mayBeNarrowed(JSON.stringify(payload)))).toEqual([true, true, true])
  })

  test('is told of clients in the events of clients', () => {
    const told = event({ user: brief, client: source.client, source: where })
    expect(project(told, NOTHING)).toEqual(told)
  })
})

test('a receiver that asked for users is told no client', () => {
  const told = project(event({ user, source }), { ...NOTHING, includeFullUser: true })
  expect(told).toEqual(event({ user, source: where }))
})

test('a receiver that asked for all is told all', () => {
  for (const one of [...withUser(user), ...withSource(source)]) expect(project(one, ALL)).toEqual(one)
})

test('an event without a payload worth narrowing stays as it is', () => {
  const told = event({ user: null, message: 'none', activity: [] })
  expect(project(told, NOTHING)).toEqual(told)
})

test('what is stored is not changed', () => {
  const stored = event({ user, source })
  project(stored, NOTHING)
  expect(stored).toEqual(event({ user, source }))
})

test.each(Object.entries(declaredEvents))('the example of %s fits, also as a receiver gets it', (_, { example }) => {
  const strict = closed(Event)
  expect(problems(strict, example)).toEqual([])
  expect(problems(strict, project(example as WireEvent, NOTHING))).toEqual([])
})
