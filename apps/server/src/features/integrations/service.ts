import {
  ApiError,
  brokenIntegrationRule,
  derivedSettings,
  type IntegrationCreate,
  IntegrationNotFound,
  type IntegrationUpdate,
  InvalidRequest,
  integrationUpdateOf,
  problems,
  writtenSettings,
} from '@parhelion/contract'
import type { KeyRing } from '../../auth/key-ring.ts'
import type { BatchedRead } from '../../db/batches.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Ids, newWebhookSecret } from '../../lib/ids.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import type { Seal } from '../../lib/seal.ts'
import type { AppService } from '../apps/service.ts'
import type { Webhook, WebhookInput } from '../webhooks/model.ts'
import { type Integration, type IntegrationRef, mergeSecrets } from './model.ts'
import type { IntegrationView, Responder } from './present.ts'
import {
  clearResponders,
  deleteIntegrations,
  findIntegration,
  findIntegrations,
  insertIntegration,
  listIntegrations,
  lockIntegration,
  lockIntegrationsOf,
  replaceSecrets,
  updateIntegration,
} from './store.ts'

/** What integrations ask of webhooks, which stand to their right. */
export interface IntegrationWebhooks {
  create(tx: Tx, at: IntegrationRef, input: WebhookInput): Promise<Webhook>
  /** Of each integration its own, in the order of what was asked for. */
  listOf(tx: Tx, at: readonly IntegrationRef[]): Promise<readonly (readonly Webhook[])[]>
}

/** What integrations ask of switchboards, which stand to their right. */
export interface IntegrationResponders {
  /** Who answers first, by the choice of each integration; null: it follows the switchboard. */
  resolve(tx: Tx, appId: string, chosen: readonly (string | null)[]): Promise<readonly (Responder | undefined)[]>
}

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly seal: Seal
  readonly apps: AppService
  readonly keys: KeyRing
  readonly webhooks: () => IntegrationWebhooks
  readonly responders: () => IntegrationResponders
}

/** Integrations of all types: how an app reaches its users, or a program of its owner. */
export class IntegrationService {
  readonly #needs: Needs
  /** Run in the transaction that removes integrations, before their rows go. */
  readonly onIntegrationsRemoved: ((tx: Tx, appId: string, integrationIds: readonly string[]) => Promise<void>)[] = []

  /** Without the responder. */
  readonly #read: BatchedRead<IntegrationRef, IntegrationView | undefined>

  constructor(needs: Needs) {
    this.#needs = needs
    const nameOf = ({ appId, integrationId }: IntegrationRef) => `${appId}/${integrationId}`
    this.#read = needs.db.batched((tx, at) => this.#readMany(tx, at), nameOf)
  }

  async create(appId: string, input: IntegrationCreate): Promise<IntegrationView> {
    const { db, ids, clock, apps, webhooks } = this.#needs
    const { type } = input
    const { plain, secrets } = writtenSettings(type, input, 'create')
    const shared = sharedProperties(type, input)
    acceptRules(type, { ...plain, ...secrets })
    const sealed = {
      ...mergeSecrets({}, secrets),
      ...(type === 'messagebird' ? { webhookSecret: newWebhookSecret() } : {}),
    }
    const id = ids.next()
    const integration: Integration = {
      appId,
      id,
      type,
      status: 'active',
      displayName: input.displayName ?? null,
      defaultResponderId: shared.defaultResponderId ?? null,
      showAIDisclaimer: shared.showAIDisclaimer ?? null,
      settings: { ...plain, ...derivedSettings(type, { ...plain, ...sealed }) },
      secretsSealed: this.#seal(appId, id, sealed),
    }
    return db.transaction(async tx => {
      await apps.lock(tx, appId)
      await this.#acceptResponder(tx, integration)
      await insertIntegration(tx, integration, clock.now())
      // The contract has seen to it that a custom integration comes with exactly one webhook, and no other with any.
      const [born] = type === 'custom' ? (input.webhooks as WebhookInput[]) : []
      if (born !== undefined) await webhooks().create(tx, { appId, integrationId: id }, born)
      return this.#view(tx, integration)
    })
  }

  /** A custom integration without webhooks: of a partner, who adds them. */
  async addCustom(tx: Tx, appId: string, displayName: string): Promise<Integration> {
    const { ids, clock, apps } = this.#needs
    await apps.lock(tx, appId)
    const integration: Integration = {
      ...{ appId, id: ids.next(), type: 'custom', status: 'active', displayName },
      ...{ defaultResponderId: null, showAIDisclaimer: null, settings: {}, secretsSealed: null },
    }
    await insertIntegration(tx, integration, clock.now())
    return integration
  }

  async get(at: IntegrationRef): Promise<IntegrationView> {
    const { single } = this.#needs.db
    const view = (await this.#read(at)) ?? (await this.#missing(single, at))
    if (view.integration.type === 'custom') return view
    const [responder] = await this.#responders(single, at.appId, [view.integration])
    return { ...view, responder }
  }

  async list(
    appId: string,
    types: readonly string[] | undefined,
    page: PageRequest,
  ): Promise<Slice<IntegrationView & { id: string }>> {
    const { db, apps } = this.#needs
    const list = await listIntegrations(db.single, appId, types, page)
    if (list.items.length === 0) await apps.assertExists(db.single, appId)
    const views = await this.#views(db.single, appId, list.items)
    return { ...list, items: views.map(view => ({ ...view, id: view.integration.id })) }
  }

  /** What may be changed depends on the stored type; the rest of the body is left out. */
  async update(at: IntegrationRef, input: IntegrationUpdate): Promise<IntegrationView> {
    return this.#needs.db.transaction(async tx => {
      const before = await this.lock(tx, at)
      const wrong = problems(integrationUpdateOf(before.type), input)
      if (wrong.length > 0) throw new ApiError(InvalidRequest, { titles: wrong, log: 'request refused by its schema' })
      const { plain, secrets } = writtenSettings(before.type, input, 'update')
      const settings = { ...before.settings, ...plain }
      const merged = mergeSecrets(this.#open(before), secrets)
      const shared = sharedProperties(before.type, input)
      acceptRules(before.type, { ...settings, ...merged })
      const after: Integration = {
        ...before,
        displayName: input.displayName === undefined ? before.displayName : input.displayName,
        defaultResponderId:
          shared.defaultResponderId === undefined ? before.defaultResponderId : shared.defaultResponderId,
        showAIDisclaimer: shared.showAIDisclaimer ?? before.showAIDisclaimer,
        settings: { ...settings, ...derivedSettings(before.type, { ...settings, ...merged }) },
        secretsSealed: this.#seal(before.appId, before.id, merged),
      }
      await this.#acceptResponder(tx, after)
      await updateIntegration(tx, after)
      return this.#view(tx, after)
    })
  }

  async remove(at: IntegrationRef): Promise<void> {
    await this.#needs.db.transaction(async tx => {
      await this.lock(tx, at)
      await this.#removeRows(tx, at.appId, [at.integrationId])
    })
    this.#needs.keys.drop(
      principal => principal.scope === 'integration' && principal.integrationId === at.integrationId,
    )
  }

  /** In a transaction of the caller's, who drops the keys afterwards. */
  async removeIn(tx: Tx, appId: string, ids: readonly string[]): Promise<void> {
    await this.#removeRows(tx, appId, ids)
  }

  /** At most two: enough to tell whether there is exactly one. */
  async listOfType(tx: Tx, appId: string, type: string): Promise<readonly Integration[]> {
    const { items } = await listIntegrations(tx, appId, [type], { after: undefined, before: undefined, size: 2 })
    return items
  }

  /** In the transaction that takes switchboard integrations away. */
  async forgetResponders(tx: Tx, appId: string, responderIds: readonly string[]): Promise<void> {
    await clearResponders(tx, appId, responderIds)
  }

  /** Holds every integration of an app. */
  async holdAll(tx: Tx, appId: string): Promise<void> {
    await lockIntegrationsOf(tx, appId)
  }

  async removeOfApp(tx: Tx, appId: string): Promise<void> {
    await this.#removeRows(tx, appId, await lockIntegrationsOf(tx, appId))
  }

  /** Seals every secret with another master key. How many there are. */
  reseal(tx: Tx, next: Seal): Promise<number> {
    return replaceSecrets(tx, one => this.#needs.seal.reseal(one.secretSealed, placeOf(one.appId, one.id), next))
  }

  /** @throws ApiError `integration_not_found`, or `app_not_found` when there is no such app either */
  async find(tx: Tx, at: IntegrationRef): Promise<Integration> {
    return (await findIntegration(tx, at)) ?? this.#missing(tx, at)
  }

  /** As {@link find}, and holds the integration until the transaction ends. */
  async lock(tx: Tx, at: IntegrationRef): Promise<Integration> {
    return (await lockIntegration(tx, at)) ?? this.#missing(tx, at)
  }

  /** Asked for together, they go in one round trip, and the webhooks are read after their integration. */
  async #readMany(tx: Tx, at: readonly IntegrationRef[]): Promise<(IntegrationView | undefined)[]> {
    const [integrations, webhooks] = await Promise.all([
      findIntegrations(tx, at),
      this.#needs.webhooks().listOf(tx, at),
    ])
    return integrations.map((integration, i) => integration && this.#viewOf(integration, webhooks[i]))
  }

  async #missing(tx: Tx, at: IntegrationRef): Promise<never> {
    await this.#needs.apps.assertExists(tx, at.appId)
    throw new ApiError(IntegrationNotFound)
  }

  async #removeRows(tx: Tx, appId: string, ids: readonly string[]): Promise<void> {
    for (const removed of this.onIntegrationsRemoved) await removed(tx, appId, ids)
    await deleteIntegrations(tx, appId, ids)
  }

  async #view(tx: Tx, integration: Integration): Promise<IntegrationView> {
    const [view] = await this.#views(tx, integration.appId, [integration])
    if (view === undefined) throw new Error('one integration has one view')
    return view
  }

  async #views(tx: Tx, appId: string, integrations: readonly Integration[]): Promise<IntegrationView[]> {
    const custom = integrations.filter(({ type }) => type === 'custom').map(({ id }) => ({ appId, integrationId: id }))
    const listed = custom.length === 0 ? [] : await this.#needs.webhooks().listOf(tx, custom)
    const webhooks = new Map(custom.map(({ integrationId }, i) => [integrationId, listed[i]]))
    const responders = await this.#responders(tx, appId, integrations)
    return integrations.map((one, i) => this.#viewOf(one, webhooks.get(one.id), responders[i]))
  }

  #viewOf(integration: Integration, webhooks: readonly Webhook[] = [], responder?: Responder): IntegrationView {
    const isCustom = integration.type === 'custom'
    return {
      integration,
      responder: isCustom ? undefined : responder,
      webhooks: isCustom ? webhooks : undefined,
      webhookSecret: this.#webhookSecret(integration),
    }
  }

  async #responders(tx: Tx, appId: string, integrations: readonly Integration[]) {
    if (integrations.every(({ type }) => type === 'custom')) return []
    const chosen = integrations.map(({ defaultResponderId }) => defaultResponderId)
    return this.#needs.responders().resolve(tx, appId, chosen)
  }

  async #acceptResponder(tx: Tx, { appId, defaultResponderId }: Integration): Promise<void> {
    if (defaultResponderId === null) return
    const [known] = await this.#needs.responders().resolve(tx, appId, [defaultResponderId])
    if (known !== undefined) return
    const title = '.defaultResponderId: should be the id of a switchboard integration of this app'
    throw new ApiError(InvalidRequest, { titles: [title] })
  }

  #webhookSecret(integration: Integration): string | undefined {
    return integration.type === 'messagebird' ? this.#open(integration).webhookSecret : undefined
  }

  #seal(appId: string, id: string, secrets: Readonly<Record<string, string>>): string | null {
    return Object.keys(secrets).length === 0 ? null : this.#needs.seal.seal(JSON.stringify(secrets), placeOf(appId, id))
  }

  #open({ appId, id, secretsSealed }: Integration): Record<string, string> {
    return secretsSealed === null ? {} : JSON.parse(this.#needs.seal.open(secretsSealed, placeOf(appId, id)))
  }
}

type Shared = Pick<IntegrationUpdate, 'defaultResponderId' | 'showAIDisclaimer'>

/** What all types but `custom` have. There these names are like any that are not known: nobody checked what they hold. */
const sharedProperties = (type: string, input: Shared): Shared => (type === 'custom' ? {} : input)

/** Rules that no schema can say. */
function acceptRules(type: string, settings: Readonly<Record<string, unknown>>): void {
  const broken = brokenIntegrationRule(type, settings)
  if (broken !== undefined) throw new ApiError(InvalidRequest, { titles: [broken] })
}

const placeOf = (appId: string, id: string) => `integrations/${appId}/${id}`
