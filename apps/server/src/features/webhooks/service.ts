import { ApiError, InvalidRequest, limits, NotFound, TooManyWebhooks, WebhooksOnlyForCustom } from '@parhelion/contract'
import type { BatchedRead } from '../../db/batches.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Ids, newSigningSecret, newWebhookSecret } from '../../lib/ids.ts'
import type { Seal } from '../../lib/seal.ts'
import type { AppService } from '../apps/service.ts'
import type { IntegrationRef } from '../integrations/model.ts'
import type { IntegrationService } from '../integrations/service.ts'
import type {
  Hearing,
  PreviousSecret,
  SealedWebhook,
  SigningSecret,
  Subscriber,
  Webhook,
  WebhookInput,
} from './model.ts'
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
  listWebhooksOf,
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
  readonly which: 'apiKey' | 'signing'
  /** How long the secret before stays good. */
  readonly overlapSeconds?: number
}

const OVERLAP_SECONDS = 24 * 60 * 60

/** Webhooks of custom integrations, at most 10 for each app. */
export class WebhookService {
  readonly #needs: Needs
  /** Run in the transaction that removes webhooks. */
  readonly onWebhooksRemoved: ((tx: Tx, appId: string, webhookIds: readonly string[]) => Promise<void>)[] = []

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
      createdAt: clock.now(),
    }
    await insertWebhook(tx, {
      ...webhook,
      secretSealed: seal.seal(webhook.secret, placeOf(webhook)),
      signingSecretSealed: seal.seal(newSigningSecret(), signingPlaceOf(webhook)),
      previousSecret: null,
      previousSigningSecret: null,
    })
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
      return this.#unseal(after)
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
    return this.#openSigning(await this.#withSigningSecret(db.single, await this.#find(db.single, at)))
  }

  /** Makes a new secret; the one before stays good for a while. */
  async rotate(
    at: WebhookRef,
    { which, overlapSeconds = OVERLAP_SECONDS }: Rotation,
  ): Promise<{ webhook: Webhook; signingSecret: SigningSecret }> {
    const { db, clock, seal } = this.#needs
    const until = new Date(clock.now().getTime() + overlapSeconds * 1000)
    return db.transaction(async tx => {
      const before = await this.#withSigningSecret(tx, (await lockWebhook(tx, at)) ?? (await this.#find(tx, at)))
      const after: SealedWebhook =
        which === 'apiKey'
          ? {
              ...before,
              secretSealed: seal.seal(newWebhookSecret(), placeOf(before)),
              previousSecret: { sealed: before.secretSealed, until },
            }
          : {
              ...before,
              signingSecretSealed: seal.seal(newSigningSecret(), signingPlaceOf(before)),
              previousSigningSecret: { sealed: before.signingSecretSealed ?? '', until },
            }
      await updateWebhook(tx, after)
      return { webhook: this.#unseal(after), signingSecret: this.#openSigning(after) }
    })
  }

  /** By app, with all that is needed to call them; an app without webhooks is not in the map. */
  async subscribersOf(appIds: readonly string[]): Promise<ReadonlyMap<string, readonly Subscriber[]>> {
    const { single } = this.#needs.db
    const subscribers: Subscriber[] = []
    for (const { webhook, memberships } of await listSubscribed(single, appIds)) {
      const signed = await this.#withSigningSecret(single, webhook)
      subscribers.push({ ...withoutSecrets(signed), ...this.#goodSecrets(signed), memberships })
    }
    return Map.groupBy(subscribers, ({ appId }) => appId)
  }

  /** Which events an integration may see, and how much of them: as much as any of its webhooks. */
  async hearingOf(at: IntegrationRef): Promise<Hearing> {
    const { db, integrations } = this.#needs
    const { appId, integrationId } = at
    const [webhooks, memberships] = await Promise.all([
      listWebhooks(db.single, appId, [integrationId]),
      listMemberships(db.single, at),
    ])
    if (webhooks.length === 0) await integrations.find(db.single, at)
    return {
      integrationId,
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
    await addSigningSecret(tx, webhook, this.#needs.seal.seal(newSigningSecret(), signingPlaceOf(webhook)))
    return this.#find(tx, { ...webhook, webhookId: webhook.id })
  }

  #openSigning(webhook: SealedWebhook): SigningSecret {
    const previous = this.#stillGood(webhook.previousSigningSecret)
    const secret = this.#needs.seal.open(webhook.signingSecretSealed ?? '', signingPlaceOf(webhook))
    return { secret, previousUntil: previous?.until }
  }

  #goodSecrets(webhook: SealedWebhook): Pick<Subscriber, 'apiKeys' | 'signingSecrets'> {
    const { seal } = this.#needs
    const good = (current: string, previous: PreviousSecret | null, place: string) =>
      [current, this.#stillGood(previous)?.sealed].flatMap(one => (one === undefined ? [] : [seal.open(one, place)]))
    return {
      apiKeys: good(webhook.secretSealed, webhook.previousSecret, placeOf(webhook)),
      signingSecrets: good(webhook.signingSecretSealed ?? '', webhook.previousSigningSecret, signingPlaceOf(webhook)),
    }
  }

  #stillGood(previous: PreviousSecret | null): PreviousSecret | undefined {
    return previous !== null && this.#needs.clock.now() < previous.until ? previous : undefined
  }

  async #find(tx: Tx, at: WebhookRef): Promise<SealedWebhook> {
    const webhook = await findWebhook(tx, at)
    if (webhook !== undefined) return webhook
    await this.#needs.integrations.find(tx, at)
    throw new ApiError(NotFound)
  }

  #unseal(webhook: SealedWebhook): Webhook {
    return { ...withoutSecrets(webhook), secret: this.#needs.seal.open(webhook.secretSealed, placeOf(webhook)) }
  }
}

function withoutSecrets({
  secretSealed: _,
  signingSecretSealed: __,
  previousSecret: ___,
  previousSigningSecret: ____,
  ...webhook
}: SealedWebhook): Omit<Webhook, 'secret'> {
  return webhook
}

const placeOf = ({ appId, id }: { readonly appId: string; readonly id: string }) => `webhooks/${appId}/${id}`

const signingPlaceOf = (webhook: { readonly appId: string; readonly id: string }) => `${placeOf(webhook)}/signing`
