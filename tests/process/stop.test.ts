import { expect, test } from 'vitest'
import { postmasterOn, processesOn, sessionOf, supervisorsOn, until, untilNothingRunsOn } from './processes.ts'
import { health, npmStart, startServer, temporaryFolder } from './server.ts'

async function serves(dataDir: string): Promise<void> {
  const again = startServer(dataDir)
  expect(await health(await again.address())).toBe(200)
  again.child.kill('SIGTERM')
  expect(await again.ended).toBe(0)
}

test('a first start on a folder that is not there makes it and serves', async () => {
  const dataDir = `${temporaryFolder()}/state/parhelion`
  const server = npmStart(dataDir)
  expect(await health(await server.address())).toBe(200)
})

test('TERM to the npm process stops everything', async () => {
  const dataDir = temporaryFolder()
  const npm = npmStart(dataDir)
  await npm.address()
  npm.child.kill('SIGTERM')
  await npm.ended
  await untilNothingRunsOn(dataDir)
  await serves(dataDir)
})

test('INT to the whole group, as from a terminal, stops everything in order and without a complaint', async () => {
  const dataDir = temporaryFolder()
  const npm = npmStart(dataDir)
  await npm.address()
  // The database must not get the signal while requests still need it.
  expect(sessionOf(postmasterOn(dataDir))).not.toBe(sessionOf(npm.pid))
  process.kill(-npm.pid, 'SIGINT')
  await npm.ended
  await untilNothingRunsOn(dataDir)
  expect(await npm.complaint()).toEqual([])
})

test('a second signal right after the first one does not cut the orderly stop short', async () => {
  const server = startServer(temporaryFolder())
  await server.address()
  server.child.kill('SIGTERM')
  server.child.kill('SIGINT')
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
})

test('a signal during the start stops it in order', async () => {
  const dataDir = temporaryFolder()
  const server = startServer(dataDir)
  await until(() => supervisorsOn(dataDir).length > 0)
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(processesOn(dataDir)).toEqual([])
})

test('a server that is killed leaves nothing running, and the next start is clean', async () => {
  const dataDir = temporaryFolder()
  const server = startServer(dataDir)
  await server.address()
  server.child.kill('SIGKILL')
  await server.ended
  await untilNothingRunsOn(dataDir)
  await serves(dataDir)
})

test('a server that is killed while it makes the database leaves nothing running, and the next start is clean', async () => {
  const dataDir = temporaryFolder()
  const server = startServer(dataDir)
  await until(() => supervisorsOn(dataDir).length > 0)
  server.child.kill('SIGKILL')
  await server.ended
  await untilNothingRunsOn(dataDir)
  await serves(dataDir)
})

test('when server and supervisor are killed together the next start stops the PostgreSQL that they left', async () => {
  const dataDir = temporaryFolder()
  const server = startServer(dataDir)
  await server.address()
  const left = postmasterOn(dataDir)
  for (const pid of supervisorsOn(dataDir)) process.kill(pid, 'SIGKILL')
  server.child.kill('SIGKILL')
  await server.ended
  expect(processesOn(dataDir)).toContain(left)
  await serves(dataDir)
  await untilNothingRunsOn(dataDir)
})

test('after PostgreSQL is killed the server starts it again by itself', async () => {
  const dataDir = temporaryFolder()
  const server = startServer(dataDir)
  const address = await server.address()
  const first = postmasterOn(dataDir)
  process.kill(first, 'SIGKILL')
  await until(() => server.stderr.includes('runs again'))
  expect(postmasterOn(dataDir)).not.toBe(first)
  expect(await health(address)).toBe(200)
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(processesOn(dataDir)).toEqual([])
})

test('after the supervisor is killed the server replaces it and its PostgreSQL', async () => {
  const dataDir = temporaryFolder()
  const server = startServer(dataDir)
  await server.address()
  for (const pid of supervisorsOn(dataDir)) process.kill(pid, 'SIGKILL')
  await until(() => server.stderr.includes('runs again'))
  expect(processesOn(dataDir)).toContain(postmasterOn(dataDir))
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
  expect(processesOn(dataDir)).toEqual([])
})

test('whoever reads the output may go without harm to the server', async () => {
  const server = startServer(temporaryFolder(), { env: { PARHELION_LOG_LEVEL: 'trace' } })
  const address = await server.address()
  server.child.stdout?.destroy()
  server.child.stderr?.destroy()
  for (let request = 0; request < 5; request++) expect(await health(address)).toBe(200)
  server.child.kill('SIGTERM')
  await until(() => server.child.exitCode !== null)
  expect(server.child.exitCode).toBe(0)
})
