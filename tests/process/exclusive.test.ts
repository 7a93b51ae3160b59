import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { takeExclusive } from '../../apps/server/src/db/embedded/exclusive.js'
import { ROOT, Started, temporaryFolder } from './server.ts'

const MODULE = join(ROOT, 'apps/server/src/db/embedded/exclusive.js')

/** Takes the lock in a process of its own, says the outcome, and keeps it until it is killed. */
function contender(folder: string, portable: boolean): Started {
  const script = `import { takeExclusive } from ${JSON.stringify(MODULE)}
    const lock = await takeExclusive(${JSON.stringify(folder)}, 'test', { portable: ${portable} })
    process.stdout.write('release' in lock ? 'won' : 'lost to ' + lock.heldBy)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] })
  return new Started(child)
}

async function outcome(one: Started): Promise<string> {
  await expect.poll(() => one.stdout, { timeout: 60_000 }).not.toBe('')
  return one.stdout
}

for (const portable of [false, true]) {
  const kind = portable ? 'file' : 'socket'

  test.skipIf(!portable && process.platform !== 'linux')(
    `the lock (${kind}) is one process's, and free after it`,
    async () => {
      const folder = temporaryFolder()
      const lock = await takeExclusive(folder, 'test', { portable })
      const second = await takeExclusive(folder, 'test', { portable })
      expect(second).toMatchObject({ heldBy: process.pid })
      expect(await takeExclusive(folder, 'other', { portable })).toHaveProperty('release')
      if ('release' in lock) await lock.release()
      expect(await takeExclusive(folder, 'test', { portable })).toHaveProperty('release')
    },
  )

  test.skipIf(!portable && process.platform !== 'linux')(
    `of many who want the lock (${kind}) of a killed process one gets it`,
    async () => {
      const folder = temporaryFolder()
      const first = contender(folder, portable)
      expect(await outcome(first)).toBe('won')
      first.child.kill('SIGKILL')
      await first.ended
      const many = Array.from({ length: 6 }, () => contender(folder, portable))
      const outcomes = await Promise.all(many.map(outcome))
      const winner = many[outcomes.indexOf('won')]
      expect(outcomes.toSorted()).toEqual([...Array(5).fill(`lost to ${winner?.pid}`), 'won'])
      for (const one of many) one.child.kill('SIGKILL')
      await Promise.all(many.map(one => one.ended))
    },
  )
}

test.runIf(process.platform === 'linux')(
  'a folder is not taken because of one that was removed before it was made',
  async () => {
    const parent = temporaryFolder()
    for (let round = 0; round < 20; round++) {
      const folder = join(parent, 'again')
      mkdirSync(folder)
      expect(await takeExclusive(folder, 'test')).toHaveProperty('release')
      rmSync(folder, { recursive: true })
    }
  },
)

test('a lock file whose number belongs to another process by now is no lock', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, '.test.lock'), `${process.pid} 1\n`)
  expect(await takeExclusive(folder, 'test', { portable: true })).toHaveProperty('release')
  expect(readdirSync(folder)).toEqual(['.test.lock'])
})
