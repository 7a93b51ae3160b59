import { expect, test } from 'vitest'
import type { Delivery } from '../api.ts'
import { DeliveryLog, KEPT_MAX } from './delivery-log.ts'

const delivery = (number: number, state: Delivery['state'] = 'waiting'): Delivery => ({
  eventId: number.toString(16).padStart(24, '0'),
  type: 'conversation:message',
  createdAt: new Date(number * 1000).toISOString(),
  state,
  attempts: [],
})
const states = (log: DeliveryLog) => log.shown().map(({ state }) => state)

test('an event that changes is shown once, as it is now', () => {
  const log = new DeliveryLog()
  log.tell([delivery(1)])
  log.tell([delivery(1, 'retrying'), delivery(1, 'delivered')])
  expect(log.shown()).toEqual([delivery(1, 'delivered')])
})

test('the newest comes first, in whatever order it is told', () => {
  const log = new DeliveryLog()
  log.tell([delivery(2), delivery(3)])
  log.merge([delivery(1), delivery(4)], log.mark())
  expect(log.shown()).toEqual([4, 3, 2, 1].map(number => delivery(number)))
})

test('a list that was asked for before the stream told of a change does not undo it', () => {
  const log = new DeliveryLog()
  log.tell([delivery(1)])
  const mark = log.mark()
  log.tell([delivery(1, 'delivered')])
  log.merge([delivery(1, 'waiting')], mark)
  expect(states(log)).toEqual(['delivered'])
})

test('a list that was asked for later says what happened while there was no stream', () => {
  const log = new DeliveryLog()
  log.tell([delivery(1)])
  log.merge([delivery(1, 'failed')], log.mark())
  expect(states(log)).toEqual(['failed'])
})

test('nothing moves during a pause, and everything is there after it', () => {
  const log = new DeliveryLog()
  log.tell([delivery(1)])
  log.pause()
  log.tell([delivery(1, 'delivered'), delivery(2)])
  expect([log.shown(), log.held()]).toEqual([[delivery(1)], 2])
  expect(log.latest(delivery(1).eventId)?.state).toBe('delivered')
  log.resume()
  expect([log.shown(), log.held()]).toEqual([[delivery(2), delivery(1, 'delivered')], 0])
})

test('of more than can be kept the oldest go, and it is said', () => {
  const log = new DeliveryLog()
  log.tell(Array.from({ length: KEPT_MAX }, (_, number) => delivery(number)))
  expect(log.isFull()).toBe(false)
  log.tell([delivery(KEPT_MAX)])
  expect([log.isFull(), log.shown().length, log.shown().at(-1)]).toEqual([true, KEPT_MAX, delivery(1)])
})

test('older ones of a state stay where another state has more than can be kept', () => {
  const log = new DeliveryLog()
  log.tell(Array.from({ length: KEPT_MAX + 1 }, (_, number) => delivery(number + 10, 'delivered')))
  log.merge([delivery(2, 'failed'), delivery(1, 'failed')], log.mark())
  expect(log.shown().slice(KEPT_MAX)).toEqual([delivery(2, 'failed'), delivery(1, 'failed')])
  expect([log.isFull('delivered'), log.isFull('failed'), log.isFull()]).toEqual([true, false, true])
})

test('older ones that a list has are shown during a pause, newer ones after it', () => {
  const log = new DeliveryLog()
  log.tell([delivery(3), delivery(4)])
  log.pause()
  log.tell([delivery(4, 'delivered')])
  log.merge([delivery(5), delivery(4, 'delivered'), delivery(2), delivery(1)], log.mark())
  expect(log.shown()).toEqual([4, 3, 2, 1].map(number => delivery(number)))
  log.resume()
  expect(log.shown()).toEqual([delivery(5), delivery(4, 'delivered'), delivery(3), delivery(2), delivery(1)])
})

test('a list is shown during a pause that began where nothing was known', () => {
  const log = new DeliveryLog()
  log.pause()
  log.merge([delivery(2), delivery(1)], log.mark())
  expect(log.shown()).toEqual([delivery(2), delivery(1)])
})

test('what is shown stays the same object until something changes', () => {
  const log = new DeliveryLog()
  log.tell([delivery(1)])
  expect(log.shown()).toBe(log.shown())
})
