import { ApiError, Forbidden } from '@parhelion/contract'
import type { FastifyRequest } from 'fastify'

const SAFE = ['GET', 'HEAD']

/**
 * Lets only pages of ours in under `/hub`, where a browser says by itself who is signed in. Whatever changes something
 * needs a header besides, which a page of another origin cannot send without being given leave first.
 * @param publicUrl where browsers reach us when a proxy changes the `Host` header
 * @throws ApiError `forbidden`
 */
export function requireSameOrigin({ headers, method }: FastifyRequest, publicUrl: string): void {
  const isSafe = SAFE.includes(method)
  const site = headers['sec-fetch-site']
  const isOurs =
    site === undefined
      ? isOwnOrigin(headers.origin, headers.host, publicUrl)
      : site === 'same-origin' || (site === 'none' && isSafe)
  if (!isOurs) throw refuse('A page of another origin asks for this')
  if (!isSafe && headers['x-parhelion-console'] !== '1')
    throw refuse("The header 'x-parhelion-console: 1' is missing: only pages of the console may do this")
}

function isOwnOrigin(origin: string | undefined, host: string | undefined, publicUrl: string): boolean {
  if (origin === undefined) return true
  const url = URL.parse(origin)
  return url !== null && (url.host === host || url.origin === URL.parse(publicUrl)?.origin)
}

const refuse = (title: string) => new ApiError(Forbidden, { titles: [title], log: 'refused under /hub' })
