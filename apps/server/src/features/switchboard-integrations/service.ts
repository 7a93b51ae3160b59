import {
  ApiError,
  InvalidRequest,
  limits,
  SwitchboardIntegrationNotFound,
  TooManySwitchboardIntegrations,
} from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { Responder } from '../integrations/present.ts'
import type { IntegrationService } from '../integrations/service.ts'
import type { SwitchboardRef } from '../switchboards/model.ts'
import type { SwitchboardService } from '../switchboards/service.ts'
import type { SwitchboardIntegration } from './model.ts'
import { deleteMembers, insertMember, listMembers, listMembersOf, listMembersOfApp, updateMember } from './store.ts'

type MemberRef = SwitchboardRef & { readonly switchboardIntegrationId: string }

/** What a body may say; which integration is meant, by its id or by a type of which the app has one. */
interface MemberInput {
  readonly name?: string
  readonly integrationId?: string
  readonly integrationType?: string
  readonly deliverStandbyEvents?: boolean
  readonly nextSwitchboardIntegrationId?: string | null
  readonly messageHistoryCount?: number | null
}

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly integrations: IntegrationService
  readonly switchboards: SwitchboardService
}

/** The integrations of a switchboard, at most 10, each under a name of its own. */
export class SwitchboardIntegrationService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async create(at: SwitchboardRef, input: MemberInput & { readonly name: string }): Promise<SwitchboardIntegration> {
    const { db, ids, clock, switchboards } = this.#needs
    return db.transaction(async tx => {
      await switchboards.lock(tx, at)
      const others = await listMembers(tx, at)
      if (others.length >= limits.switchboardIntegrations) throw new ApiError(TooManySwitchboardIntegrations)
      const integration = await this.#integrationOf(tx, at.appId, input)
      if (integration === undefined) throw refuse("should have required property 'integrationId' or 'integrationType'")
      const member: SwitchboardIntegration = {
        appId: at.appId,
        id: ids.next(),
        switchboardId: at.switchboardId,
        name: input.name,
        ...integration,
        deliverStandbyEvents: input.deliverStandbyEvents ?? true,
        nextId: input.nextSwitchboardIntegrationId ?? null,
        messageHistoryCount: input.messageHistoryCount ?? null,
        createdAt: clock.now(),
      }
      accept(member, others)
      await insertMember(tx, member)
      return member
    })
  }

  async list(at: SwitchboardRef): Promise<SwitchboardIntegration[]> {
    const { db, switchboards } = this.#needs
    const members = await listMembers(db.single, at)
    if (members.length === 0) await switchboards.find(db.single, at)
    return members
  }

  /** Those of a switchboard that is known to be there. */
  async listOf(tx: Tx, at: SwitchboardRef): Promise<SwitchboardIntegration[]> {
    return listMembers(tx, at)
  }

  async update(at: MemberRef, input: MemberInput): Promise<SwitchboardIntegration> {
    const { db, switchboards } = this.#needs
    return db.transaction(async tx => {
      await switchboards.lock(tx, at)
      const members = await listMembers(tx, at)
      const before = found(members, at)
      const after: SwitchboardIntegration = {
        ...before,
        ...(await this.#integrationOf(tx, at.appId, input)),
        name: input.name ?? before.name,
        deliverStandbyEvents: input.deliverStandbyEvents ?? before.deliverStandbyEvents,
        nextId: input.nextSwitchboardIntegrationId === undefined ? before.nextId : input.nextSwitchboardIntegrationId,
        messageHistoryCount:
          input.messageHistoryCount === undefined ? before.messageHistoryCount : input.messageHistoryCount,
      }
      accept(
        after,
        members.filter(({ id }) => id !== after.id),
      )
      await updateMember(tx, after)
      return after
    })
  }

  async remove(at: MemberRef): Promise<void> {
    const { db, switchboards } = this.#needs
    await db.transaction(async tx => {
      const switchboard = await switchboards.lock(tx, at)
      const members = await listMembers(tx, at)
      const { id } = found(members, at)
      if (switchboard.defaultSwitchboardIntegrationId === id)
        throw refuse('The default of the switchboard cannot be deleted')
      const before = members.find(({ nextId }) => nextId === id)
      if (before !== undefined) throw refuse(`The next of '${before.name}' cannot be deleted`)
      await this.#removeRows(tx, at.appId, [id])
    })
  }

  async has(tx: Tx, at: SwitchboardRef, id: string): Promise<boolean> {
    return (await listMembers(tx, at)).some(member => member.id === id)
  }

  async removeOfSwitchboard(tx: Tx, at: SwitchboardRef): Promise<void> {
    const members = await listMembers(tx, at)
    await this.#removeRows(
      tx,
      at.appId,
      members.map(({ id }) => id),
    )
  }

  /** Who answers first where this was chosen; null: who answers first in the whole switchboard, once it is enabled. */
  async resolve(tx: Tx, appId: string, chosen: readonly (string | null)[]): Promise<(Responder | undefined)[]> {
    const [members, switchboard] = await Promise.all([
      listMembersOfApp(tx, appId),
      this.#needs.switchboards.ofApp(tx, appId),
    ])
    const general = switchboard?.enabled ? switchboard.defaultSwitchboardIntegrationId : null
    return chosen.map(id => {
      const member = members.find(one => one.id === (id ?? general))
      return member && { member, inherited: id === null }
    })
  }

  /** @throws ApiError while one of the integrations is in a switchboard, which would be left without it */
  async refuseUsed(tx: Tx, appId: string, integrationIds: readonly string[]): Promise<void> {
    const [used] = await listMembersOf(tx, appId, integrationIds)
    if (used !== undefined) throw refuse(`The integration is in the switchboard, as '${used.name}': take it out first`)
  }

  async #removeRows(tx: Tx, appId: string, ids: readonly string[]): Promise<void> {
    await this.#needs.integrations.forgetResponders(tx, appId, ids)
    await deleteMembers(tx, appId, ids)
  }

  async #integrationOf(
    tx: Tx,
    appId: string,
    { integrationId, integrationType }: MemberInput,
  ): Promise<Pick<SwitchboardIntegration, 'integrationId' | 'integrationType'> | undefined> {
    const { integrations } = this.#needs
    if (integrationId !== undefined && integrationType !== undefined) {
      throw refuse('should have only one of integrationId and integrationType')
    }
    if (integrationId !== undefined) {
      const { type } = await integrations.find(tx, { appId, integrationId })
      return { integrationId, integrationType: type }
    }
    if (integrationType === undefined) return undefined
    const [only, second] = await integrations.listOfType(tx, appId, integrationType)
    if (only === undefined || second !== undefined) {
      throw refuse('.integrationType: should be a type of which the app has exactly one integration')
    }
    return { integrationId: only.id, integrationType }
  }
}

function found(members: readonly SwitchboardIntegration[], at: MemberRef): SwitchboardIntegration {
  const member = members.find(({ id }) => id === at.switchboardIntegrationId)
  if (member === undefined) throw new ApiError(SwitchboardIntegrationNotFound)
  return member
}

/** Names are addresses, so they are unique; the next one is another one of the same switchboard. */
function accept(member: SwitchboardIntegration, others: readonly SwitchboardIntegration[]): void {
  if (others.some(({ name }) => name === member.name)) throw refuse('.name: should be unique in the switchboard')
  if (member.nextId !== null && !others.some(({ id }) => id === member.nextId)) {
    throw refuse(
      '.nextSwitchboardIntegrationId: should be the id of another switchboard integration of this switchboard',
    )
  }
}

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
