import { CreateUser, DeleteUser } from '@parhelion/contract'
import sql from 'sql-template-tag'
import { describe, expect, test, vi } from 'vitest'
import { Db } from '../db/tx.ts'
import { systemClock } from '../lib/clock.ts'
import { Ids } from '../lib/ids.ts'
import { makeApp, testServer } from '../testing/test-server.ts'
import { type Job, JobQueue } from './queue.ts'

const server = await testServer()
const { pool } = server.database
const db = new Db(pool)

/** A queue of its own on the server's database, as another process has one. */
function makeQueue(clock = systemClock) {
  const errors: unknown[] = []
  const queue = new JobQueue({ db, ids: new Ids(clock), clock, log: (_message, error) => errors.push(error) })
  return { queue, errors }
}

const enqueue = (queue: JobQueue, job: Job) => db.transaction(tx => queue.enqueue(tx, job))
const waiting = async (kind: string) => (await pool.query('select from jobs where kind = $1', [kind])).rowCount

describe('a job', () => {
  test('that fails tells neither the log nor the database of the data it failed on', async () => {
    const { jobs } = server.app.services
    const canary = 'canary-of-a-failed-job'
    jobs.handle('telling', async tx => {
      await tx.run(sql`insert into key_index (key_id, app_id) values (${canary}, 'jobs'), (${canary}, 'jobs')`)
    })
    await enqueue(jobs, { kind: 'telling', appId: 'a', payload: {} })
    jobs.wake()
    const failed = async () => (await pool.query(`select * from jobs where kind = 'telling' and attempts > 0`)).rows
    await vi.waitUntil(async () => (await failed()).length > 0, 60_000)
    const lines = server.logged.filter(line => line.includes('telling'))
    expect(lines).not.toHaveLength(0)
    expect(JSON.stringify([lines, await failed()])).not.toContain(canary)
    await pool.query(`delete from jobs where kind = 'telling'`)
  })

  test('is done once, whoever of several processes does it', async () => {
    // The server itself looks for jobs too, and would not know these.
    await server.app.services.jobs.stop()
    const done: string[] = []
    const queues = Array.from({ length: 3 }, () => makeQueue().queue)
    for (const queue of queues) {
      queue.handle('count', async (_tx, { payload }) => {
        done.push(payload.name ?? '')
      })
    }
    const [first] = queues
    for (let i = 0; i < 20 && first !== undefined; i++)
      await enqueue(first, { kind: 'count', appId: 'a', payload: { name: `${i}` } })
    for (const queue of queues) queue.start()
    await vi.waitUntil(async () => (await waiting('count')) === 0, 60_000)
    for (const queue of queues) await queue.stop()
    expect(done.toSorted()).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`).toSorted())
  })

  test('that fails leaves nothing half-done, and is tried again', async () => {
    let now = Date.now()
    const { queue, errors } = makeQueue({ now: () => new Date(now) })
    let tries = 0
    queue.handle('flaky', async tx => {
      tries++
      await tx.run(sql`insert into key_index (key_id, app_id) values (${`try-${tries}`}, 'jobs')`)
      if (tries < 3) throw new Error('not yet')
    })
    await enqueue(queue, { kind: 'flaky', appId: 'a', payload: {} })
    queue.start()
    await vi.waitUntil(async () => {
      now += 60_000
      queue.wake()
      return (await waiting('flaky')) === 0
    }, 60_000)
    await queue.stop()
    const { rows } = await pool.query(`select key_id from key_index where app_id = 'jobs'`)
    expect(rows).toEqual([{ key_id: 'try-3' }])
    expect(errors).toHaveLength(2)
  })

  test('of a transaction that is rolled back is never done', async () => {
    const { queue } = makeQueue()
    const gaveUp = db.transaction(async tx => {
      await queue.enqueue(tx, { kind: 'never', appId: 'a', payload: {} })
      throw new Error('gave up')
    })
    await expect(gaveUp).rejects.toThrow('gave up')
    expect(await waiting('never')).toBe(0)
  })

  test('that was left by a server that ended is done by the next one', async () => {
    const { appId, client } = await makeApp(server.account)
    const { body } = await client.call(CreateUser, { params: { appId }, body: {} })
    await client.call(DeleteUser, { params: { appId, userIdOrExternalId: body.user.id } })
    expect(await waiting('user:remove')).toBe(1)
    const next = await testServer({ beside: server })
    await vi.waitUntil(async () => (await waiting('user:remove')) === 0, 60_000)
    const { rows } = await next.database.pool.query('select type from events where app_id = $1', [appId])
    expect(rows).toEqual([{ type: 'user:remove' }])
  })
})
