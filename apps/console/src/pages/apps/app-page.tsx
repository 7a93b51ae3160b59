import { Button, Loader } from '@mantine/core'
import type { CreateAppKey, DeleteApp, DeleteAppKey } from '@parhelion/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { appKeysQuery, appQuery } from '../../api/apps.ts'
import { operate } from '../../api/operate.ts'
import { useSession } from '../../api/session.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Above, IdLine } from './above.tsx'
import { Integrations } from './integrations.tsx'
import { Keys } from './keys.tsx'

const route = getRouteApi('/apps/$appId')

/** One app: its integrations, and its keys where an account looks on. */
export default function Page() {
  const { appId } = route.useParams()
  const { data, error } = useQuery(appQuery(appId))
  const ofAccount = useSession()?.scope === 'account'
  if (error !== null) return <Problem title="The app could not be shown" error={error} />
  if (data === undefined) return <Loader aria-label="Asking for the app" />
  return (
    <>
      <PageHeader
        title={data.app.displayName}
        above={<Above />}
        actions={ofAccount ? <Delete appId={appId} name={data.app.displayName} /> : undefined}
      />
      <IdLine id={appId} of="the app" />
      <Integrations appId={appId} />
      {ofAccount ? (
        <Keys
          title="App keys"
          lead="A key of the app speaks for all of it. An app has at most ten."
          query={appKeysQuery(appId)}
          create={displayName =>
            operate<typeof CreateAppKey>('POST', '/v2/apps/{appId}/keys', { params: { appId }, body: { displayName } })
          }
          remove={keyId =>
            operate<typeof DeleteAppKey>('DELETE', '/v2/apps/{appId}/keys/{keyId}', { params: { appId, keyId } })
          }
        />
      ) : null}
    </>
  )
}

function Delete({ appId, name }: { readonly appId: string; readonly name: string }) {
  const [asking, setAsking] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => operate<typeof DeleteApp>('DELETE', '/v2/apps/{appId}', { params: { appId } }),
    onSuccess: async () => {
      // First, so that the list never shows what is gone.
      await client.invalidateQueries({ queryKey: ['apps'], exact: true, refetchType: 'all' })
      await navigate({ to: '/apps' })
      client.removeQueries({ queryKey: ['apps', appId] })
    },
  })
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Delete app
      </Button>
      {asking ? (
        <Confirm
          title="Delete the app?"
          action="Delete app"
          typed={name}
          error={remove.error}
          isPending={remove.isPending}
          onConfirm={remove.mutate}
          onClose={() => setAsking(false)}
        >
          All that belongs to it goes with it: integrations, keys, users and conversations. Its credentials stop working
          at once.
        </Confirm>
      ) : null}
    </>
  )
}
