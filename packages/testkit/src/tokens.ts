import { type JWTPayload, SignJWT } from 'jose'
import type { Credential } from './client.ts'

/** A token signed with a key, as a client would make it; `header` and `claims` override what is usual. */
export async function signToken(
  key: { readonly id: string; readonly secret: string },
  claims: JWTPayload & { readonly scope: string },
  header: { readonly alg?: string; readonly kid?: string } = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key.id, ...header })
    .sign(new TextEncoder().encode(key.secret))
}

export const bearer = (token: string): Credential => ({ authorization: `Bearer ${token}` })
