import { expect, test, vi } from 'vitest'
import { testServer } from '../../apps/server/src/testing/test-server.ts'
import { acts, begin } from './acts.ts'
import { brokenRules } from './invariants.ts'
import { World } from './world.ts'

const ACTORS = 16
const ACTS = 1200
/** Refusals that the contract has, and one that asks to try again: a transaction that gave way to another one. */
const ANSWERS = new Set([200, 201, 400, 404, 409, 422, 503])

const server = await testServer()

test.each([1, 2])(
  'whatever crowd %i does to the same few users and conversations at once, every rule holds',
  async seed => {
    const world = await World.make(server.account, seed)
    await begin(world)
    const bag = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act))
    const answers: number[] = []
    let left = ACTS
    const act = async (): Promise<void> => {
      while (left-- > 0) {
        answers.push((await world.pick(bag)(world)).status)
        world.forget()
      }
    }
    await Promise.all(Array.from({ length: ACTORS }, act))
    expect(answers.filter(status => !ANSWERS.has(status))).toEqual([])
    expect(answers.filter(status => status < 300).length).toBeGreaterThan(ACTS / 2)
    await vi.waitFor(async () => expect(await brokenRules(server.database.pool)).toEqual({}), 60_000)
  },
  120_000,
)
