import { ApiError, InvalidRequest } from '@parhelion/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sessionCookie, sessionTokenOf } from '../../http/cookies.ts'
import type { Attempts } from '../attempts.ts'
import type { Begun, Session, SessionService } from '../sessions.ts'

interface Needs {
  readonly sessions: SessionService
  readonly attempts: Attempts
  readonly publicUrl: () => string
}

type SignIn = { readonly token: string } | { readonly keyId: string; readonly secret: string }

/** Signing a browser in and out, and who it is. */
export function sessionRoutes(scope: FastifyInstance, { sessions, attempts, publicUrl }: Needs): void {
  scope.post('/hub/session', async (request, reply) => {
    const shown = readSignIn(request.body)
    const begun = await attempts.try(request.ip, () => signIn(sessions, shown))
    await endSession(sessions, request)
    reply.header('set-cookie', sessionCookie(begun.token, begun.seconds, publicUrl()))
    return reply.code(201).send({ session: presentSession(begun) })
  })

  scope.get('/hub/session', async request => ({
    session: presentSession(await sessions.find(sessionTokenOf(request.headers))),
  }))

  scope.delete('/hub/session', async (request, reply): Promise<FastifyReply> => {
    await endSession(sessions, request)
    return reply
      .code(204)
      .header('set-cookie', sessionCookie('', 0, publicUrl()))
      .send()
  })
}

function signIn(sessions: SessionService, shown: SignIn): Promise<Begun> {
  return 'token' in shown ? sessions.signInByLink(shown.token) : sessions.signInByKey(shown.keyId, shown.secret)
}

async function endSession(sessions: SessionService, { headers }: FastifyRequest): Promise<void> {
  const token = sessionTokenOf(headers)
  if (token !== undefined) await sessions.end(token)
}

function readSignIn(body: unknown): SignIn {
  const { token, keyId, secret, ...more } = typeof body === 'object' && body !== null ? (body as Shown) : {}
  if (Object.keys(more).length === 0) {
    if (typeof token === 'string' && keyId === undefined && secret === undefined) return { token }
    if (token === undefined && typeof keyId === 'string' && typeof secret === 'string') return { keyId, secret }
  }
  throw new ApiError(InvalidRequest, {
    titles: ["The body should be an object with the text 'token', or with the texts 'keyId' and 'secret'"],
  })
}

type Shown = { token?: unknown; keyId?: unknown; secret?: unknown }

function presentSession({ principal, expiresAt }: Session) {
  return {
    keyId: principal.keyId,
    scope: principal.scope,
    ...(principal.scope === 'app' ? { appId: principal.appId } : {}),
    expiresAt: expiresAt.toISOString(),
  }
}
