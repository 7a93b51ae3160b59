import { randomBytes, timingSafeEqual } from 'node:crypto'
import {
  ApiError,
  AppNotFound,
  Forbidden,
  InvalidGrant,
  InvalidRequest,
  NotFound,
  Unauthorized,
} from '@parhelion/contract'
import { SignJWT } from 'jose'
import type { Authenticator } from '../../auth/authenticate.ts'
import { digest, type KeyRing } from '../../auth/key-ring.ts'
import type { Principal } from '../../auth/principal.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { JobQueue } from '../../jobs/queue.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Ids, newKeySecret } from '../../lib/ids.ts'
import type { Seal } from '../../lib/seal.ts'
import type { App } from '../apps/model.ts'
import type { AppService } from '../apps/service.ts'
import type { IntegrationKeyService } from '../integration-keys/service.ts'
import type { IntegrationService } from '../integrations/service.ts'
import { type AuthorizationRequest, type Grant, type OAuthClient, redirectTo, type SealedClient } from './model.ts'
import {
  deleteClient,
  deleteCodesBefore,
  deleteGrantsOf,
  findClient,
  findGrant,
  findGrantOf,
  insertClient,
  insertCode,
  listClients,
  listGrantsOf,
  lockClient,
  lockCode,
  markUsed,
  putGrant,
  replaceSecrets,
} from './store.ts'

const CODE_MS = 10 * 60_000
const REMOVED = 'oauth:removed'
/** With the pauses between them, about half an hour. */
const CALLS_MAX = 10

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly seal: Seal
  readonly keys: KeyRing
  readonly jobs: JobQueue
  readonly apps: AppService
  readonly integrations: IntegrationService
  readonly integrationKeys: IntegrationKeyService
  readonly authenticator: Authenticator
  /** Calls an address of a partner; the status of its answer. */
  readonly call: (url: string, body: object) => Promise<number>
}

/** Access of partners to apps (RFC 6749 §4.1): an integration of the app, and a key that signs the tokens. */
export class OAuthService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
    needs.jobs.handle(REMOVED, (_, { payload, attempts }) => this.#callRemoved(payload, attempts))
  }

  async createClient(input: Pick<OAuthClient, 'displayName' | 'redirectUris'> & { readonly removeUrl?: string }) {
    const { db, ids, clock, seal } = this.#needs
    const id = ids.next()
    const secret = newKeySecret()
    const client: SealedClient = {
      id,
      displayName: input.displayName,
      redirectUris: input.redirectUris,
      removeUrl: input.removeUrl ?? null,
      createdAt: clock.now(),
      secretSealed: seal.seal(secret, placeOf(id)),
    }
    await insertClient(db.single, client)
    return { client, secret }
  }

  async listClients(): Promise<OAuthClient[]> {
    return listClients(this.#needs.db.single)
  }

  /** Takes all access away that the partner has. */
  async removeClient(id: string): Promise<void> {
    const { db, integrations, keys, jobs } = this.#needs
    const gone = await db.transaction(async tx => {
      if ((await lockClient(tx, id)) === undefined) throw new ApiError(NotFound)
      const grants = await listGrantsOf(tx, id)
      for (const { appId, integrationId } of grants) await integrations.removeIn(tx, appId, [integrationId])
      await deleteClient(tx, id)
      return grants
    })
    for (const { keyId } of gone) keys.drop(principal => principal.keyId === keyId)
    jobs.wake()
  }

  /** Seals every secret with another master key. How many there are. */
  reseal(tx: Tx, next: Seal): Promise<number> {
    return replaceSecrets(tx, client => this.#needs.seal.reseal(client.secretSealed, placeOf(client.id), next))
  }

  /** What a browser asks for, once it is known that it may be led back. @throws ApiError with a sentence for people */
  async readRequest(asked: URLSearchParams): Promise<{ client: OAuthClient; request: AuthorizationRequest }> {
    const client = await findClient(this.#needs.db.single, asked.get('client_id') ?? '')
    if (client === undefined) throw refuse('The partner that asks is not known here.')
    const redirectUri = asked.get('redirect_uri') ?? client.redirectUris[0] ?? ''
    if (!client.redirectUris.includes(redirectUri))
      throw refuse('The partner has not registered where it wants you to be led.')
    return { client, request: { clientId: client.id, redirectUri, state: asked.get('state') ?? undefined } }
  }

  /** The address a browser is led back to, with an answer. */
  answer(request: AuthorizationRequest, answer: Readonly<Record<string, string>>): string {
    return redirectTo(request, answer)
  }

  /** A code for access to the app whose key is shown. @throws ApiError when the key does not show that */
  async consent(
    clientId: string,
    shown: { readonly keyId: string; readonly secret: string; readonly appId: string },
  ): Promise<string> {
    const { db, clock, apps, authenticator } = this.#needs
    const { principal } = (await authenticator.prove(shown.keyId, shown.secret)).key
    if (principal.scope === 'integration') throw new ApiError(Forbidden)
    const appId = principal.scope === 'app' ? principal.appId : shown.appId
    const { serviceAccountId } = principal.scope === 'account' ? principal : { serviceAccountId: undefined }
    if (serviceAccountId !== undefined && !(await apps.mayUse(serviceAccountId, appId))) throw new ApiError(AppNotFound)
    await apps.assertExists(db.single, appId)
    const code = randomBytes(32).toString('base64url')
    const expiresAt = new Date(clock.now().getTime() + CODE_MS)
    await insertCode(db.single, digest(code), { clientId, appId, expiresAt, used: false })
    return code
  }

  /** A token for a code. @throws ApiError `unauthorized` for a wrong partner, `bad_request` for a wrong code */
  async exchange(input: {
    readonly code: string
    readonly clientId: string
    readonly secret: string
  }): Promise<string> {
    const { db, keys } = this.#needs
    const client = await this.#acceptClient(input)
    const hash = digest(input.code)
    const { token, ended } = await db.transaction(async tx => {
      const code = await lockCode(tx, hash)
      if (code === undefined || code.clientId !== client.id) throw new ApiError(InvalidGrant)
      if (code.used) return { token: undefined, ended: await this.#endGrant(tx, code) }
      if (code.expiresAt <= this.#needs.clock.now()) throw new ApiError(InvalidGrant)
      await markUsed(tx, hash)
      return { token: await this.#grant(tx, client, code.appId), ended: undefined }
    })
    if (ended !== undefined) keys.drop(principal => principal.keyId === ended.keyId)
    // Whoever has the code a second time may have stolen it: what it gave has ended (RFC 6749 §4.1.2).
    if (token === undefined) throw new ApiError(InvalidGrant)
    return token
  }

  /** Ends the access of the partner that calls. @throws ApiError `forbidden` for an integration of no partner */
  async revoke(by: Extract<Principal, { scope: 'integration' }>): Promise<void> {
    const { db, integrations, keys, jobs } = this.#needs
    await db.transaction(async tx => {
      const grant = await findGrantOf(tx, by.appId, by.integrationId)
      if (grant === undefined) throw new ApiError(Forbidden)
      await integrations.removeIn(tx, by.appId, [by.integrationId])
    })
    keys.drop(principal => principal.scope === 'integration' && principal.integrationId === by.integrationId)
    jobs.wake()
  }

  app(by: Extract<Principal, { scope: 'integration' }>): Promise<App> {
    return this.#needs.apps.get(by.appId)
  }

  /** Grants whose integrations go, however they go; their partners are told. */
  async removeOf(tx: Tx, appId: string, integrationIds: readonly string[]): Promise<void> {
    for (const { clientId, integrationId } of await deleteGrantsOf(tx, appId, integrationIds)) {
      const client = await findClient(tx, clientId)
      if (client?.removeUrl == null) continue
      const payload = { url: client.removeUrl, integrationId }
      await this.#needs.jobs.enqueue(tx, { kind: REMOVED, appId, payload: { ...payload, appId } })
    }
  }

  /** Forgets codes that nobody can use any more, a day after they ended. */
  async sweep(tx: Tx): Promise<void> {
    await deleteCodesBefore(tx, new Date(this.#needs.clock.now().getTime() - 24 * 60 * 60_000))
  }

  async #grant(tx: Tx, client: OAuthClient, appId: string): Promise<string> {
    const { clock, integrations, integrationKeys } = this.#needs
    const before = await findGrant(tx, appId, client.id)
    const integrationId = before?.integrationId ?? (await integrations.addCustom(tx, appId, client.displayName)).id
    const known = before === undefined ? undefined : await integrationKeys.findIn(tx, appId, before.keyId)
    const key = known ?? (await integrationKeys.createIn(tx, { appId, integrationId }, client.displayName))
    const grant: Grant = { appId, clientId: client.id, integrationId, keyId: key.id, createdAt: clock.now() }
    await putGrant(tx, grant)
    this.#needs.keys.forget(key.id)
    return new SignJWT({ scope: 'integration', appId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key.id })
      .setIssuedAt(clock.now())
      .sign(new TextEncoder().encode(key.secret))
  }

  /** The tokens of a grant work no more; the next code makes others. */
  async #endGrant(tx: Tx, { appId, clientId }: { appId: string; clientId: string }): Promise<Grant | undefined> {
    const grant = await findGrant(tx, appId, clientId)
    if (grant !== undefined) await this.#needs.integrationKeys.removeIn(tx, { ...grant })
    return grant
  }

  async #acceptClient({ clientId, secret }: { clientId: string; secret: string }): Promise<OAuthClient> {
    const client = await findClient(this.#needs.db.single, clientId)
    const right = client === undefined ? newKeySecret() : this.#needs.seal.open(client.secretSealed, placeOf(client.id))
    const equal = timingSafeEqual(digest(secret), digest(right))
    if (client === undefined || !equal)
      throw new ApiError(Unauthorized, { titles: ['The partner is not known, or its secret is wrong'] })
    return client
  }

  async #callRemoved({ url = '', ...body }: Readonly<Record<string, string>>, attempts: number): Promise<void> {
    try {
      const status = await this.#needs.call(url, body)
      if (status >= 200 && status < 300) return
      throw new Error(`the partner answers ${status}`)
    } catch (error) {
      if (attempts < CALLS_MAX - 1) throw error
    }
  }
}

const placeOf = (id: string) => `oauth_clients/${id}`

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
