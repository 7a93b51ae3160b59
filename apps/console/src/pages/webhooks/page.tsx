import { Anchor, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { TextLink } from '../../ui/links.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Problem } from '../../ui/problem.tsx'
import { listWebhooks } from './api.ts'
import { PlacePicker } from './place-picker.tsx'
import { SubscriptionList } from './subscription/list.tsx'
import { SubscriptionPanel } from './subscription/panel.tsx'
import { useChoices } from './use-choices.ts'
import { usePlace } from './use-place.ts'
import classes from './webhooks.module.css'

/** Webhooks of an integration: what they are told, what became of it, and a receiver to try them with. */
export default function Page() {
  const { looking, look } = usePlace()
  const { apps, integrations, appId, integrationId, hasNone, error } = useChoices(looking)
  const at = appId === undefined || integrationId === undefined ? undefined : { appId, integrationId }
  const webhooks = useQuery({
    queryKey: ['webhooks', appId, integrationId],
    queryFn: () => listWebhooks({ appId: appId ?? '', integrationId: integrationId ?? '' }),
    enabled: at !== undefined,
  })
  const webhook = webhooks.data?.find(({ id }) => id === looking.webhook) ?? webhooks.data?.[0]

  // What was chosen for the reader stands in the address as well, so that it can be sent to somebody.
  useEffect(() => {
    if (webhook === undefined || looking.webhook !== undefined) return
    look({ ...looking, app: appId, integration: integrationId, webhook: webhook.id }, true)
  }, [webhook, looking, look, appId, integrationId])

  return (
    <Stack gap="lg" className={classes.page ?? ''}>
      <PageHeader
        title="Webhooks"
        actions={
          <PlacePicker
            apps={apps}
            integrations={integrations}
            appId={appId}
            integrationId={integrationId}
            onApp={app => look({ app })}
            onIntegration={integration => look({ app: appId, integration })}
          />
        }
      >
        Who is told what happens, and whether they took it.{' '}
        <Anchor href="/guides/receive-webhooks" inherit>
          How to receive webhooks
        </Anchor>
      </PageHeader>
      {error === null ? null : <Problem error={error} title="The apps could not be read" />}
      {webhooks.error === null ? null : <Problem error={webhooks.error} title="The webhooks could not be read" />}
      {hasNone ? <NoIntegration /> : null}
      {at === undefined || webhooks.data === undefined ? null : (
        <div className={classes.columns}>
          <SubscriptionList
            at={at}
            webhooks={webhooks.data}
            chosen={webhook?.id}
            onChoose={id => look({ app: appId, integration: integrationId, webhook: id })}
          />
          {webhook === undefined ? null : (
            <SubscriptionPanel key={webhook.id} at={{ ...at, webhookId: webhook.id }} webhook={webhook} />
          )}
        </div>
      )}
    </Stack>
  )
}

function NoIntegration() {
  return (
    <Text>
      Only custom integrations have webhooks, and this app has none.{' '}
      <TextLink to="/apps">Create one under “Apps and keys”</TextLink>
    </Text>
  )
}
