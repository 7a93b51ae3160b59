import type { FastifyInstance } from 'fastify'
import type { Principal } from '../../auth/principal.ts'
import { sessionTokenOf } from '../../http/cookies.ts'
import { appOf, RECEIVER_PATH, type ReceivedCall, type Receiver } from '../receiver.ts'
import type { Sight } from '../sight.ts'
import type { Streams } from '../streams.ts'
import { cursorOf, sendStream } from './stream.ts'

/** Takes calls of webhooks in development mode, and shows them to whoever is on this machine. */
export function receiverRoutes(fastify: FastifyInstance, receiver: Receiver): void {
  fastify.post(RECEIVER_PATH, async (request, reply) => {
    receiver.take(request.headers, request.body)
    return reply.code(200).send({})
  })
  fastify.get(RECEIVER_PATH, async () => ({
    calls: receiver.calls.map(({ receivedAt, body }) => ({ receivedAt, body })),
  }))
}

/** The calls with their headers, and so with secrets: for who is signed in and may see the app. */
export function receivedRoutes(
  scope: FastifyInstance,
  { receiver, sight, streams }: { readonly receiver: Receiver; readonly sight: Sight; readonly streams: Streams },
): void {
  scope.get('/hub/receiver/calls', async ({ headers }) => {
    const { principal } = await sight.session(sessionTokenOf(headers))
    return { calls: await seenBy(sight, principal, receiver.calls) }
  })

  scope.delete('/hub/receiver/calls', async ({ headers }, reply) => {
    const { principal } = await sight.session(sessionTokenOf(headers))
    const theirs = await seenBy(sight, principal, receiver.calls)
    receiver.remove(new Set(theirs.map(({ id }) => id)))
    return reply.code(204).send()
  })

  scope.get('/hub/receiver/stream', { exposeHeadRoute: false }, async (request, reply) => {
    const token = sessionTokenOf(request.headers)
    await sight.session(token)
    const stream = streams.open(token ?? '')
    let last = cursorOf(request) ?? receiver.last
    stream.mark(String(last))
    const unwatch = receiver.watch(() => stream.wake())
    stream.body.once('close', unwatch)
    const step = async () => {
      const { principal } = await sight.session(token)
      const since = receiver.since(last)
      for (const call of await seenBy(sight, principal, since)) stream.send({ event: 'call', id: call.id, data: call })
      last = Math.max(last, ...since.map(({ id }) => Number(id)))
    }
    return sendStream(request, reply, { stream, name: 'calls', step })
  })
}

async function seenBy(sight: Sight, principal: Principal, calls: readonly ReceivedCall[]): Promise<ReceivedCall[]> {
  const apps = new Map<string, boolean>()
  for (const id of new Set(calls.map(call => appOf(call) ?? ''))) apps.set(id, await sight.sees(principal, id))
  return calls.filter(call => apps.get(appOf(call) ?? ''))
}
