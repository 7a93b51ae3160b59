import { randomBytes, timingSafeEqual } from 'node:crypto'
import {
  ApiError,
  CreateOAuthClient,
  DeleteOAuthClient,
  GetToken,
  GetTokenInfo,
  InvalidRequest,
  ListOAuthClients,
  RevokeAccess,
} from '@parhelion/contract'
import { acceptOperator, integrationOf } from '../../http/caller.ts'
import { writeCookie } from '../../http/cookies.ts'
import type { Http } from '../../http/http.ts'
import type { Page, PageRequest } from '../../http/pages.ts'
import { presentClient, presentConsent, presentRefusal, presentTokenInfo } from './present.ts'
import type { OAuthService } from './service.ts'

const COOKIE = 'parhelion_consent'

export function oauthRoutes(http: Http, oauth: OAuthService): void {
  http.serve(CreateOAuthClient, async ({ principal, body }) => {
    acceptOperator(principal)
    const { client, secret } = await oauth.createClient(body)
    return { oauthClient: presentClient(client), clientSecret: secret }
  })

  http.serve(ListOAuthClients, async ({ principal }) => {
    acceptOperator(principal)
    const clients = await oauth.listClients()
    return { oauthClients: clients.map(presentClient) }
  })

  http.serve(DeleteOAuthClient, async ({ principal, params }) => {
    acceptOperator(principal)
    await oauth.removeClient(params.oauthClientId)
    return {}
  })

  http.serve(GetToken, async ({ body }) => {
    if (body.grant_type !== 'authorization_code')
      throw new ApiError(InvalidRequest, { titles: [".grant_type: should be 'authorization_code'"] })
    const token = await oauth.exchange({ code: body.code, clientId: body.client_id, secret: body.client_secret })
    return { access_token: token, token_type: 'Bearer' }
  })

  http.serve(RevokeAccess, async ({ principal }) => {
    await oauth.revoke(integrationOf(principal))
    return {}
  })

  http.serve(GetTokenInfo, async ({ principal, address }) => {
    const app = await oauth.app(integrationOf(principal))
    return presentTokenInfo(app, address)
  })

  http.servePage('GET', '/oauth/authorize', asked => explained(() => ask(oauth, asked)))
  http.servePage('POST', '/oauth/consent', asked => explained(() => decide(oauth, asked)))
}

async function ask(oauth: OAuthService, { query, publicUrl }: PageRequest, wrong?: string): Promise<Page> {
  const { client, request } = await oauth.readRequest(query)
  if (query.has('response_type') && query.get('response_type') !== 'code')
    return redirect(oauth.answer(request, { error: 'unsupported_response_type' }))
  const token = randomBytes(24).toString('base64url')
  const page = presentConsent(client, request, { nonce: newNonce(), token, wrong })
  const cookie = writeCookie({ name: COOKIE, value: token, path: '/', maxAgeSeconds: 600 }, publicUrl)
  return { status: wrong === undefined ? 200 : 403, ...page, headers: { ...page.headers, 'set-cookie': cookie } }
}

async function decide(oauth: OAuthService, asked: PageRequest): Promise<Page> {
  const { form, cookies } = asked
  const { request } = await oauth.readRequest(form)
  if (!isSame(form.get('token') ?? '', cookies.get(COOKIE) ?? ''))
    throw new ApiError(InvalidRequest, {
      titles: ['The page is too old, or was not opened here. Go back to the partner and begin again.'],
    })
  if (form.get('decision') !== 'allow') return redirect(oauth.answer(request, { error: 'access_denied' }))
  const shown = { keyId: form.get('key_id') ?? '', secret: form.get('secret') ?? '', appId: form.get('app_id') ?? '' }
  try {
    const code = await oauth.consent(request.clientId, shown)
    return redirect(oauth.answer(request, { code }))
  } catch (error) {
    if (!(error instanceof ApiError) || error.definition.status >= 500) throw error
    return ask(
      oauth,
      { ...asked, query: withoutSecrets(form) },
      'These do not show that an app is yours. With a key of the account, name the app as well.',
    )
  }
}

function withoutSecrets(form: URLSearchParams): URLSearchParams {
  const names = ['client_id', 'redirect_uri', 'state']
  return new URLSearchParams(Object.fromEntries([...form].filter(([name]) => names.includes(name))))
}

/** What is wrong, on a page, as somebody reads it. */
async function explained(work: () => Promise<Page>): Promise<Page> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ApiError) || error.definition.status >= 500) throw error
    return { status: error.definition.status, ...presentRefusal(error.titles.join(' '), newNonce()) }
  }
}

const redirect = (location: string): Page => ({
  status: 302,
  headers: { location, 'content-type': 'text/plain; charset=utf-8', 'referrer-policy': 'no-referrer' },
  body: `Found. Redirecting to ${location}`,
})

const newNonce = () => randomBytes(16).toString('base64url')

function isSame(sent: string, kept: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(kept)]
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b)
}
