import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { appsQuery, integrationsQuery } from '../../api/apps.ts'
import { installationQuery } from '../../api/installation.ts'
import { useSession } from '../../api/session.ts'
import type { Looking } from './use-place.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

interface Choices {
  readonly apps: readonly Choice[]
  /** The custom ones of the app: no others have webhooks. */
  readonly integrations: readonly Choice[]
  readonly appId: string | undefined
  readonly integrationId: string | undefined
  /** Whether the app is known to have no custom integration, and none is asked for. */
  readonly hasNone: boolean
  readonly error: Error | null
}

/** What can be looked at by who is signed in; where the address does not say, the demo's or else the first. */
export function useChoices(looking: Looking): Choices {
  const session = useSession()
  const demo = useQuery(installationQuery).data?.demo
  const isAccount = session?.scope === 'account'
  const apps = useInfiniteQuery({ ...appsQuery, enabled: isAccount })
  const known = apps.data?.pages.flatMap(page => page.apps) ?? []
  const mine = session?.scope === 'app' ? session.appId : undefined
  const demoApp = known.find(({ id }) => id === demo?.appId)?.id
  const appId = looking.app ?? mine ?? demoApp ?? known[0]?.id

  const integrations = useInfiniteQuery({ ...integrationsQuery(appId ?? ''), enabled: appId !== undefined })
  const custom =
    integrations.data?.pages.flatMap(page => page.integrations).filter(({ type }) => type === 'custom') ?? []
  const demoIntegration = custom.find(({ id }) => id === demo?.integrationId)?.id
  const integrationId = looking.integration ?? demoIntegration ?? custom[0]?.id

  return {
    apps: withChosen(known.map(choiceOf), appId),
    integrations: withChosen(custom.map(choiceOf), integrationId),
    appId,
    integrationId,
    hasNone: integrations.isSuccess && !integrations.hasNextPage && integrationId === undefined,
    error: apps.error ?? integrations.error,
  }
}

const choiceOf = ({ id, displayName }: { readonly id: string; readonly displayName?: string | undefined }): Choice => ({
  value: id,
  label: displayName === undefined || displayName === '' ? id : displayName,
})

/** What the address names can be on a page of the list that was not read. */
function withChosen(choices: readonly Choice[], id: string | undefined): readonly Choice[] {
  if (id === undefined || choices.some(({ value }) => value === id)) return choices
  return [...choices, { value: id, label: id }]
}
