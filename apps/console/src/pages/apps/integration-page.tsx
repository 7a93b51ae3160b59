import { Button, Loader } from '@mantine/core'
import type { CreateCustomIntegrationKey, DeleteCustomIntegrationKey, DeleteIntegration } from '@parhelion/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { appQuery, integrationKeysQuery, integrationQuery } from '../../api/apps.ts'
import { operate } from '../../api/operate.ts'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Section } from '../../ui/section.tsx'
import { Above, IdLine } from './above.tsx'
import { nameOf } from './integrations.tsx'
import { Keys } from './keys.tsx'

const route = getRouteApi('/apps/$appId/integrations/$integrationId')
const KEYS = '/v2/apps/{appId}/integrations/{integrationId}/keys'

/** One integration: its properties, and the keys of a custom one. */
export default function Page() {
  const params = route.useParams()
  const { appId, integrationId } = params
  const { data, error } = useQuery(integrationQuery(appId, integrationId))
  const app = useQuery(appQuery(appId)).data?.app
  if (error !== null) return <Problem title="The integration could not be shown" error={error} />
  if (data === undefined) return <Loader aria-label="Asking for the integration" />
  const { integration } = data
  return (
    <>
      <PageHeader
        title={nameOf(integration)}
        above={<Above app={{ id: appId, name: app?.displayName ?? appId }} />}
        actions={<Delete {...params} />}
      />
      <IdLine id={integrationId} of="the integration" />
      {integration.type === 'custom' ? (
        <Keys
          title="Integration keys"
          lead="A key signs tokens that speak for this integration. It has at most ten."
          query={integrationKeysQuery(appId, integrationId)}
          create={displayName =>
            operate<typeof CreateCustomIntegrationKey>('POST', KEYS, { params, body: { displayName } })
          }
          remove={keyId =>
            operate<typeof DeleteCustomIntegrationKey>('DELETE', `${KEYS}/{keyId}`, { params: { ...params, keyId } })
          }
        />
      ) : null}
      <Section
        title="Properties"
        lead="As the API returns them, without secrets. Those of webhooks are told on their own page."
      >
        <CodeBlock
          code={JSON.stringify(integration, withoutSecrets, 2)}
          language="json"
          label="Properties of the integration"
        />
      </Section>
    </>
  )
}

const withoutSecrets = (name: string, value: unknown) => (name === 'secret' ? undefined : value)

function Delete(params: { readonly appId: string; readonly integrationId: string }) {
  const [asking, setAsking] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { appId, integrationId } = params
  const remove = useMutation({
    mutationFn: () =>
      operate<typeof DeleteIntegration>('DELETE', '/v2/apps/{appId}/integrations/{integrationId}', { params }),
    onSuccess: async () => {
      // First, so that the list never shows what is gone.
      await client.invalidateQueries({ queryKey: ['apps', appId, 'integrations'], exact: true, refetchType: 'all' })
      await navigate({ to: '/apps/$appId', params: { appId } })
      client.removeQueries({ queryKey: ['apps', appId, 'integrations', integrationId] })
    },
  })
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Delete integration
      </Button>
      {asking ? (
        <Confirm
          title="Delete the integration?"
          action="Delete integration"
          error={remove.error}
          isPending={remove.isPending}
          onConfirm={remove.mutate}
          onClose={() => setAsking(false)}
        >
          Its keys and webhooks go with it, and its credentials stop working at once.
        </Confirm>
      ) : null}
    </>
  )
}
