import { ApiError, limits, NotFound, TooManyWebhooks, WebhooksOnlyForCustom } from '@parhelion/contract'
import type { BatchedRead } from '../../db/batches.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Ids, newWebhookSecret } from '../../lib/ids.ts'
import type { Seal } from '../../lib/seal.ts'
import type { AppService } from '../apps/service.ts'
import type { IntegrationRef } from '../integrations/model.ts'
import type { IntegrationService } from '../integrations/service.ts'
import type { SealedWebhook, Webhook, WebhookInput } from './model.ts'
import {
  countWebhooks,
  deleteWebhook,
  deleteWebhooksOf,
  findWebhook,
  insertWebhook,
  listWebhooks,
  listWebhooksOf,
  replaceSecrets,
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
}

/** Webhooks of custom integrations, at most 10 for each app. */
export class WebhookService {
  readonly #needs: Needs

  readonly #read: BatchedRead<IntegrationRef, readonly SealedWebhook[]>

  constructor(needs: Needs) {
    this.#needs = needs
    this.#read = needs.db.batched(listWebhooksOf, ({ appId, integrationId }) => `${appId}/${integrationId}`)
  }

  async add(at: IntegrationRef, input: WebhookInput): Promise<Webhook> {
    const { db, apps, integrations } = this.#needs
    return db.transaction(async tx => {
      await apps.lock(tx, at.appId)
      const { type } = await integrations.lock(tx, at)
      if (type !== 'custom') throw new ApiError(WebhooksOnlyForCustom)
      return this.create(tx, at, input)
    })
  }

  /** In the transaction of a caller that holds the app, so that two creates cannot both be the tenth. */
  async create(tx: Tx, at: IntegrationRef, input: WebhookInput): Promise<Webhook> {
    const { ids, clock, seal } = this.#needs
    if ((await countWebhooks(tx, at.appId)) >= limits.webhooksPerApp) throw new ApiError(TooManyWebhooks)
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
      createdAt: clock.now(),
    }
    await insertWebhook(tx, { ...webhook, secretSealed: seal.seal(webhook.secret, placeOf(webhook)) })
    return webhook
  }

  async list(at: IntegrationRef): Promise<readonly Webhook[]> {
    const { db, integrations } = this.#needs
    const webhooks = await this.listFor(at)
    if (webhooks.length === 0) await integrations.find(db.single, at)
    return webhooks
  }

  /** As {@link list}, without asking whether there is such an integration; many calls share a statement. */
  async listFor(at: IntegrationRef): Promise<readonly Webhook[]> {
    return (await this.#read(at)).map(webhook => this.#unseal(webhook))
  }

  /** By integration; one without webhooks is not in the map. */
  async listOf(
    tx: Tx,
    appId: string,
    integrationIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Webhook[]>> {
    const webhooks = await listWebhooks(tx, appId, integrationIds)
    return Map.groupBy(
      webhooks.map(webhook => this.#unseal(webhook)),
      webhook => webhook.integrationId,
    )
  }

  async get(at: WebhookRef): Promise<Webhook> {
    const { single } = this.#needs.db
    return this.#unseal(await this.#find(single, at))
  }

  async update(at: WebhookRef, input: Partial<WebhookInput>): Promise<Webhook> {
    return this.#needs.db.transaction(async tx => {
      await this.#needs.integrations.lock(tx, at)
      const before = await this.#find(tx, at)
      const after: SealedWebhook = {
        ...before,
        target: input.target ?? before.target,
        triggers: input.triggers === undefined ? before.triggers : [...new Set(input.triggers)],
        includeFullUser: input.includeFullUser ?? before.includeFullUser,
        includeFullSource: input.includeFullSource ?? before.includeFullSource,
      }
      await updateWebhook(tx, after)
      return this.#unseal(after)
    })
  }

  async remove(at: WebhookRef): Promise<void> {
    await this.#needs.db.transaction(async tx => {
      await this.#needs.integrations.lock(tx, at)
      if (!(await deleteWebhook(tx, at))) throw new ApiError(NotFound)
    })
  }

  removeOf(tx: Tx, appId: string, integrationIds: readonly string[]): Promise<void> {
    return deleteWebhooksOf(tx, appId, integrationIds)
  }

  /** Seals every secret with another master key. How many there are. */
  reseal(tx: Tx, next: Seal): Promise<number> {
    return replaceSecrets(tx, webhook => this.#needs.seal.reseal(webhook.secretSealed, placeOf(webhook), next))
  }

  async #find(tx: Tx, at: WebhookRef): Promise<SealedWebhook> {
    const webhook = await findWebhook(tx, at)
    if (webhook !== undefined) return webhook
    await this.#needs.integrations.find(tx, at)
    throw new ApiError(NotFound)
  }

  #unseal({ secretSealed, ...webhook }: SealedWebhook): Webhook {
    return { ...webhook, secret: this.#needs.seal.open(secretSealed, placeOf(webhook)) }
  }
}

const placeOf = ({ appId, id }: { readonly appId: string; readonly id: string }) => `webhooks/${appId}/${id}`
