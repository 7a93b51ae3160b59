import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { answerJobs } from './job.ts'

export interface Load {
  readonly port: number
  readonly connections: number
  /** Whole requests as they go on the wire, sent from first to last and then over again. */
  readonly requests: readonly string[]
  /** How many to send in all. */
  readonly count: number
  /** Status that every answer must have. */
  readonly status: number
  /** At most so many; undefined: as many as the connections can. */
  readonly perSecond?: number
}

export interface LoadResult {
  readonly perSecond: number
  /** Time from a request to its answer that half, and 99 of 100, stay below; ms. */
  readonly p50: number
  readonly p99: number
}

/**
 * Keeps every connection busy with one request at a time. Not autocannon: that spends about as much on a request as the
 * server does, and on a machine with two cores takes away what PostgreSQL runs on, so that the ratio would tell of
 * the loader. This one writes prepared text and reads no more of an answer than its status and length.
 */
async function load({
  port,
  connections,
  requests,
  count,
  status,
  perSecond: rate = Number.POSITIVE_INFINITY,
}: Load): Promise<LoadResult> {
  let sent = 0
  const start = performance.now()
  const next = async (): Promise<string | undefined> => {
    if (sent >= count) return undefined
    const nth = sent++
    const dueInMs = (nth / rate) * 1000 - (performance.now() - start)
    if (dueInMs > 0) await delay(dueInMs)
    return requests[nth % requests.length]
  }
  const times: number[] = []
  await Promise.all(Array.from({ length: connections }, () => useConnection(port, next, `HTTP/1.1 ${status} `, times)))
  const perSecond = count / ((performance.now() - start) / 1000)
  times.sort((a, b) => a - b)
  const quantile = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN
  return { perSecond, p50: quantile(0.5), p99: quantile(0.99) }
}

/** One connection, from its first request until there are no more. */
function useConnection(
  port: number,
  next: () => Promise<string | undefined>,
  expected: string,
  times: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1')
    let answer = ''
    let sentAt = 0
    const send = async (): Promise<void> => {
      const request = await next()
      sentAt = performance.now()
      if (request !== undefined) socket.write(request)
      else socket.end(() => resolve())
    }
    socket.on('data', (part: string) => {
      answer += part
      if (!isWhole(answer)) return
      if (!answer.startsWith(expected)) socket.destroy(new Error(`Expected ${expected}and got ${answer}`))
      answer = ''
      times.push(performance.now() - sentAt)
      send()
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('The server closed a connection')))
    send()
  })
}

function isWhole(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1]
  return answer.length >= head + 4 + Number(length)
}

answerJobs(load)
