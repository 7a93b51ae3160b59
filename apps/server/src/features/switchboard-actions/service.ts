import {
  ApiError,
  type ErrorDefinition,
  Forbidden,
  InvalidRequest,
  limits,
  metadataBytes,
  SwitchboardInvalidAction,
  SwitchboardInvalidTarget,
} from '@parhelion/contract'
import type { Principal } from '../../auth/principal.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Conversation, ConversationRef, Metadata } from '../conversations/model.ts'
import type { ConversationService } from '../conversations/service.ts'
import type { SwitchboardIntegration } from '../switchboard-integrations/model.ts'
import type { SwitchboardIntegrationService } from '../switchboard-integrations/service.ts'

interface Note {
  readonly metadata?: Metadata | null
}

interface Target extends Note {
  /** Id, name or type of a switchboard integration, or `next`. */
  readonly switchboardIntegration: string
}

interface Needs {
  readonly db: Db
  readonly conversations: ConversationService
  readonly switchboardIntegrations: SwitchboardIntegrationService
}

/** Why an action failed, as the event says it. */
interface Failure {
  readonly definition: ErrorDefinition
  readonly message: string
}

/** Who is in control of conversations. What fails is refused, and told as an event all the same. */
export class SwitchboardActionService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Makes the target the active one; an offer lapses. A second `next` of one who has passed control already does nothing. */
  async pass(at: ConversationRef, { switchboardIntegration: name, metadata }: Target, by: Principal): Promise<void> {
    await this.#act(at, 'switchboard:passControl', metadata, async (tx, conversation) => {
      const { active } = conversation.control
      if (
        name === 'next' &&
        by.scope === 'integration' &&
        active !== undefined &&
        active.integrationId !== by.integrationId
      )
        return 'done before'
      const target = await this.#target(tx, conversation, name)
      if ('definition' in target) return target
      if (target.id === active?.id && conversation.control.pending === undefined) return 'done before'
      await this.#needs.conversations.setControl(tx, conversation, { activeId: target.id, pendingId: null })
      return undefined
    })
  }

  /** Makes the target the pending one; an earlier offer lapses. */
  async offer(at: ConversationRef, { switchboardIntegration: name, metadata }: Target): Promise<void> {
    await this.#act(at, 'switchboard:offerControl', metadata, async (tx, conversation) => {
      const { active } = conversation.control
      const target = await this.#target(tx, conversation, name)
      if ('definition' in target) return target
      if (target.id === active?.id) return invalidTarget('Cannot offer control to the active switchboard integration.')
      await this.#needs.conversations.setControl(tx, conversation, {
        activeId: active?.id ?? null,
        pendingId: target.id,
      })
      return undefined
    })
  }

  /** Makes the pending one the active one. @throws ApiError `forbidden` for an integration that is not the pending one */
  async accept(at: ConversationRef, { metadata }: Note, by: Principal): Promise<void> {
    await this.#act(at, 'switchboard:acceptControl', metadata, async (tx, conversation) => {
      const { pending } = conversation.control
      if (by.scope === 'integration' && pending?.integrationId !== by.integrationId) throw new ApiError(Forbidden)
      if (pending === undefined)
        return { definition: SwitchboardInvalidAction, message: SwitchboardInvalidAction.title }
      await this.#needs.conversations.setControl(tx, conversation, { activeId: pending.id, pendingId: null })
      return undefined
    })
  }

  /** Leaves nobody in control. @throws ApiError `forbidden` for an integration that is not the active one */
  async release(at: ConversationRef, { metadata }: Note, by: Principal): Promise<void> {
    acceptMetadata(metadata)
    const { db, conversations } = this.#needs
    await db.transaction(async tx => {
      const { control } = await conversations.lock(tx, at)
      if (by.scope === 'integration' && control.active?.integrationId !== by.integrationId)
        throw new ApiError(Forbidden)
      const previousIntegrationId = control.active?.integrationId
      await conversations.release(tx, at, {
        type: 'switchboard:releaseControl',
        payload: noted(metadata),
        previousIntegrationId,
      })
    })
  }

  /** Does it in one transaction with its event, also with that of its failure. */
  async #act(
    at: ConversationRef,
    type: 'switchboard:acceptControl' | 'switchboard:offerControl' | 'switchboard:passControl',
    metadata: Metadata | null | undefined,
    action: (tx: Tx, conversation: Conversation) => Promise<Failure | 'done before' | undefined>,
  ): Promise<void> {
    acceptMetadata(metadata)
    const { db, conversations } = this.#needs
    const failure = await db.transaction(async tx => {
      const conversation = await conversations.lockControl(tx, at)
      const outcome = await action(tx, conversation)
      if (outcome === 'done before') return undefined
      if (outcome === undefined) {
        const previousIntegrationId = conversation.control.active?.integrationId
        await conversations.tell(tx, at, { type, payload: noted(metadata), previousIntegrationId })
        return undefined
      }
      const { definition, message } = outcome
      await conversations.tell(tx, at, {
        type: `${type}:failure` as const,
        payload: { error: { code: definition.code, message }, ...noted(metadata) },
      })
      return outcome
    })
    if (failure !== undefined) throw new ApiError(failure.definition, { titles: [failure.message] })
  }

  /** By id, else by name, else by type, of which there has to be one; `next` is the one that follows the active one. */
  async #target(tx: Tx, { appId, control }: Conversation, name: string): Promise<SwitchboardIntegration | Failure> {
    const { switchboardId, active } = control
    if (switchboardId === undefined) return invalidTarget('There is no enabled switchboard')
    const members = await this.#needs.switchboardIntegrations.listOf(tx, { appId, switchboardId })
    if (name === 'next') {
      const nextId = members.find(({ id }) => id === active?.id)?.nextId
      return (
        members.find(({ id }) => id === nextId) ?? invalidTarget('The active switchboard integration has no next one')
      )
    }
    const ways = [
      members.filter(({ id }) => id === name),
      members.filter(member => member.name === name),
      members.filter(({ integrationType }) => integrationType === name),
    ]
    const [only, ...others] = ways.find(way => way.length > 0) ?? []
    if (only === undefined) return invalidTarget(SwitchboardInvalidTarget.title)
    return others.length === 0 ? only : invalidTarget(`There are several switchboard integrations of the type ${name}`)
  }
}

const invalidTarget = (message: string): Failure => ({ definition: SwitchboardInvalidTarget, message })

const noted = (metadata: Metadata | null | undefined) => (metadata == null ? {} : { metadata: { ...metadata } })

function acceptMetadata(metadata: Metadata | null | undefined): void {
  if (metadata != null && metadataBytes(metadata) > limits.metadataBytes)
    throw new ApiError(InvalidRequest, { titles: ['Metadata is limited to 4096 bytes in size.'] })
}
