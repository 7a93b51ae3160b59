import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerJobs } from './job.ts'

export type ReceiverJob =
  | { readonly kind: 'listen' }
  /** Resolves with what came since the last time, once so many events have come or the time is over. */
  | { readonly kind: 'take'; readonly events: number; readonly msMax: number }

export interface Received {
  readonly port: number
  readonly events: number
  readonly calls: number
  /** From the time that an event tells of to the moment in which its call was read; ms. */
  readonly delays: readonly number[]
}

/** A target that takes calls at once under `/`, and never answers under `/hang`. */
const delays: number[] = []
let calls = 0
const seen = new Set<string>()
const server = createServer((request, response) => {
  if (request.url === '/hang') return request.resume()
  // Finer than a millisecond: of a few of them one would be a fifth.
  const at = performance.timeOrigin + performance.now()
  const parts: Buffer[] = []
  request.on('data', part => parts.push(part))
  request.on('end', () => {
    const { events }: { events: { id: string; createdAt: string }[] } = JSON.parse(Buffer.concat(parts).toString())
    calls++
    for (const { id, createdAt } of events) {
      if (seen.has(id)) continue
      seen.add(id)
      delays.push(at - Date.parse(createdAt))
    }
    response.writeHead(200).end()
  })
})

async function answer(job: ReceiverJob): Promise<Received> {
  if (job.kind === 'listen') await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  else {
    const deadline = performance.now() + job.msMax
    while (delays.length < job.events && performance.now() < deadline)
      await new Promise(resolve => setTimeout(resolve, 5))
  }
  const received = { port: (server.address() as AddressInfo).port, events: delays.length, calls, delays: [...delays] }
  delays.length = 0
  calls = 0
  return received
}

answerJobs(answer)
