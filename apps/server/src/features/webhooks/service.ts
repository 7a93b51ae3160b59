import { ApiError, InvalidRequest, limits, NotFound, TooManyWebhooks, WebhooksOnlyForCustom } from '@parhelion/contract'
import type { BatchedRead } from '../../db/batches.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Ids, newWebhookSecret } from '../../lib/ids.ts'
import type { Seal } from '../../lib/seal.ts'
import type { AppService } from '../apps/service.ts'
import type { IntegrationRef } from '../integrations/model.ts'
import type { IntegrationService } from '../integrations/service.ts'
import type { Hearing, SealedWebhook, SigningSecret, Subscriber, Webhook, WebhookInput } from './model.ts'
import { type RotatedSecret, WebhookSecrets } from './service/secrets.ts'
import {
  addSigningSecret,
  countWebhooks,
  deleteWebhook,
  deleteWebhooksOf,
  findWebhook,
  insertWebhook,
  listMemberships,
  listSubscribed,
  listWebhooks,
  lockEveryWebhook,
  lockWebhook,
  updateWebhook,
} from './store.ts'

type WebhookRef = IntegrationRef & { readonly webhookId: string }

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly seal: Seal
  readonly apps: AppService
  readonly integrations: IntegrationService
  /** Why an address is never called, as far as it shows without looking the name up. */
  readonly objectionTo: (target: string) => string | undefined
}

interface Rotation {
  readonly which: RotatedSecret
  /** How long the secret before stays good. */
  readonly overlapSeconds?: number
}

const OVERLAP_SECONDS = 24 * 60 * 60

/** Webhooks of custom integrations, at most 10 for each app. */
export class WebhookService {
  readonly #needs: Needs
  readonly #secrets: WebhookSecrets
  /** Run in the transaction that removes webhooks. */
  readonly onWebhooksRemoved: ((tx: Tx, appId: string, webhookIds: readonly string[]) => Promise<void>)[] = []

  readonly #read: BatchedRead<IntegrationRef, readonly Webhook[]>

  constructor(needs: Needs) {
    this.#needs = needs
    this.#secrets = new WebhookSecrets(needs)
    const nameOf = ({ appId, integrationId }: IntegrationRef) => `${appId}/${integrationId}`
    this.#read = needs.db.batched((tx, at) => this.listOf(tx, at), nameOf)
  }

  async add(at: IntegrationRef, input: WebhookInput): Promise<Webhook> {
    const { db, apps, integrations } = this.#needs
    return db.transaction(async tx => {
      // In the order in which the removal of an app holds them.
      const { type } = await integrations.lock(tx, at)
      await apps.lock(tx, at.appId)
      if (type !== 'custom') throw new ApiError(WebhooksOnlyForCustom)
      return this.create(tx, at, input)
    })
  }

  /** In the transaction of a caller that holds the app, so that two creates cannot both be the tenth. */
  async create(tx: Tx, at: IntegrationRef, input: WebhookInput): Promise<Webhook> {
    const { ids, clock } = this.#needs
    if ((await countWebhooks(tx, at.appId)) >= limits.webhooksPerApp) throw new ApiError(TooManyWebhooks)
    this.#acceptTarget(input.target)
    const webhook: Webhook = {
      appId: at.appId,
      integrationId: at.integrationId,
      id: ids.next(),
      version: 'v2',
      target: input.target,
      triggers: [...new Set(input.triggers)],
      secret: newWebhookSecret(),
      includeFullUser: input.includeFullUser ?? false,
      includeFullSource: input.includeFullSource ?? false,
      strictOrder: input.strictOrder ?? false,
    }
    await insertWebhook(tx, this.#secrets.seal(webhook), clock.now())
    return webhook
  }

  async list(at: IntegrationRef): Promise<readonly Webhook[]> {
    const { db, integrations } = this.#needs
    const webhooks = await this.#read(at)
    if (webhooks.length === 0) await integrations.find(db.single, at)
    return webhooks
  }

  /** Of each integration its own, oldest first, in the order of what was asked for; none for one that does not exist. */
  async listOf(tx: Tx, at: readonly IntegrationRef[]): Promise<Webhook[][]> {
    const listed = await listWebhooks(tx, at)
    return listed.map(theirs => theirs.map(webhook => this.#secrets.unseal(webhook)))
  }

  async get(at: WebhookRef): Promise<Webhook> {
    const { single } = this.#needs.db
    return this.#secrets.unseal(await this.#find(single, at))
  }

  async update(at: WebhookRef, input: Partial<WebhookInput>): Promise<Webhook> {
    if (input.target !== undefined) this.#acceptTarget(input.target)
    return this.#needs.db.transaction(async tx => {
      await this.#needs.integrations.lock(tx, at)
      const before = await this.#find(tx, at)
      const after: SealedWebhook = {
        ...before,
        target: input.target ?? before.target,
        triggers: input.triggers === undefined ? before.triggers : [...new Set(input.triggers)],
        includeFullUser: input.includeFullUser ?? before.includeFullUser,
        includeFullSource: input.includeFullSource ?? before.includeFullSource,
        strictOrder: input.strictOrder ?? before.strictOrder,
      }
      await updateWebhook(tx, after)
      return this.#secrets.unseal(after)
    })
  }

  async remove(at: WebhookRef): Promise<void> {
    await this.#needs.db.transaction(async tx => {
      await this.#needs.integrations.lock(tx, at)
      if (!(await deleteWebhook(tx, at))) throw new ApiError(NotFound)
      await this.#removed(tx, at.appId, [at.webhookId])
    })
  }

  async removeOf(tx: Tx, appId: string, integrationIds: readonly string[]): Promise<void> {
    await this.#removed(tx, appId, await deleteWebhooksOf(tx, appId, integrationIds))
  }

  async signingSecret(at: WebhookRef): Promise<SigningSecret> {
    const { db } = this.#needs
    return this.#secrets.signing(await this.#withSigningSecret(db.single, await this.#find(db.single, at)))
  }

  /** Makes a new secret; the one before stays good for a while. */
  async rotate(
    at: WebhookRef,
    { which, overlapSeconds = OVERLAP_SECONDS }: Rotation,
  ): Promise<{ webhook: Webhook; signingSecret: SigningSecret }> {
    const { db, clock } = this.#needs
    const until = new Date(clock.now().getTime() + overlapSeconds * 1000)
    return db.transaction(async tx => {
      const before = await this.#withSigningSecret(tx, (await lockWebhook(tx, at)) ?? (await this.#find(tx, at)))
      const after = this.#secrets.rotate(before, which, until)
      await updateWebhook(tx, after)
      return { webhook: this.#secrets.unseal(after), signingSecret: this.#secrets.signing(after) }
    })
  }

  /** By app, with all that is needed to call them; an app without webhooks is not in the map. */
  async subscribersOf(appIds: readonly string[]): Promise<ReadonlyMap<string, readonly Subscriber[]>> {
    const { single } = this.#needs.db
    const subscribers: Subscriber[] = []
    for (const { webhook, memberships } of await listSubscribed(single, appIds)) {
      const signed = await this.#withSigningSecret(single, webhook)
      subscribers.push({ ...this.#secrets.good(signed), memberships })
    }
    return Map.groupBy(subscribers, ({ appId }) => appId)
  }

  /** Which events an integration may see, and how much of them: as much as any of its webhooks. */
  async hearingOf(at: IntegrationRef): Promise<Hearing> {
    const { db, integrations } = this.#needs
    const [[webhooks = []], memberships] = await Promise.all([
      listWebhooks(db.single, [at]),
      listMemberships(db.single, at),
    ])
    if (webhooks.length === 0) await integrations.find(db.single, at)
    return {
      integrationId: at.integrationId,
      memberships,
      includeFullUser: webhooks.some(one => one.includeFullUser),
      includeFullSource: webhooks.some(one => one.includeFullSource),
    }
  }

  async #removed(tx: Tx, appId: string, webhookIds: readonly string[]): Promise<void> {
    for (const removed of this.onWebhooksRemoved) await removed(tx, appId, webhookIds)
  }

  #acceptTarget(target: string): void {
    const objection = this.#needs.objectionTo(target)
    if (objection !== undefined) throw new ApiError(InvalidRequest, { titles: [`target: ${objection}`] })
  }

  /** Webhooks that are older than signatures get their secret now. */
  async #withSigningSecret(tx: Tx, webhook: SealedWebhook): Promise<SealedWebhook> {
    if (webhook.signingSecretSealed !== null) return webhook
    await addSigningSecret(tx, webhook, this.#secrets.newSigning(webhook))
    return this.#find(tx, { ...webhook, webhookId: webhook.id })
  }

  /** Seals every secret with another master key, those that were replaced included. How many webhooks there are. */
  async reseal(tx: Tx, next: Seal): Promise<number> {
    const webhooks = await lockEveryWebhook(tx)
    for (const webhook of webhooks) await updateWebhook(tx, this.#secrets.reseal(webhook, next))
    return webhooks.length
  }

  async #find(tx: Tx, at: WebhookRef): Promise<SealedWebhook> {
    const webhook = await findWebhook(tx, at)
    if (webhook !== undefined) return webhook
    await this.#needs.integrations.find(tx, at)
    throw new ApiError(NotFound)
  }
}
