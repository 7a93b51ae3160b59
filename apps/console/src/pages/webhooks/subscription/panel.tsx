import { Badge, Button, Group, Stack, Tabs, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { installationQuery } from '../../../api/installation.ts'
import type { Webhook, WebhookPlace } from '../api.ts'
import { Deliveries } from '../deliveries/deliveries.tsx'
import { Receiver } from '../receiver/receiver.tsx'
import { TestEvent } from '../receiver/test-event.tsx'
import { usePlace } from '../use-place.ts'
import classes from '../webhooks.module.css'
import { DeleteDialog } from './delete-dialog.tsx'
import { WebhookDialog } from './dialog.tsx'
import { summaryOf } from './list.tsx'
import { Secrets } from './secrets.tsx'

interface Props {
  readonly at: WebhookPlace
  readonly webhook: Webhook
}

/** One webhook: its deliveries, its secrets, and in development mode the receiver of this server. */
export function SubscriptionPanel({ at, webhook }: Props) {
  const { looking, look } = usePlace()
  const hasReceiver = useQuery(installationQuery).data?.mode === 'development'
  const [isEdited, edit] = useDisclosure()
  const [isDeleted, remove] = useDisclosure()
  const tab = looking.tab === 'secrets' || (looking.tab === 'receiver' && hasReceiver) ? looking.tab : 'deliveries'
  const options = [
    webhook.includeFullUser ? 'Whole user' : undefined,
    webhook.includeFullSource ? 'Whole source' : undefined,
    webhook.strictOrder ? 'Strict order' : undefined,
  ].filter(option => option !== undefined)

  return (
    <Stack component="section" gap="md" aria-labelledby="webhook" miw={0}>
      <Group justify="space-between" align="start" gap="sm">
        <div className={classes.heading}>
          <Title order={2} id="webhook" className={classes.panelTitle ?? ''}>
            {webhook.target}
          </Title>
          <Group gap={8} mt={4}>
            <Text size="sm" c="dimmed">
              {summaryOf(webhook.triggers)}
            </Text>
            {options.map(option => (
              <Badge key={option} variant="default" radius="sm" tt="none" fw={500}>
                {option}
              </Badge>
            ))}
          </Group>
        </div>
        <Group gap="xs">
          <TestEvent at={at} webhook={webhook} />
          <Button size="xs" variant="default" onClick={edit.open}>
            Edit
          </Button>
          <Button size="xs" variant="default" onClick={remove.open}>
            Delete
          </Button>
        </Group>
      </Group>
      <Tabs
        value={tab}
        onChange={next => look({ ...looking, tab: next ?? undefined, event: undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="deliveries">Deliveries</Tabs.Tab>
          {hasReceiver ? <Tabs.Tab value="receiver">Receiver</Tabs.Tab> : null}
          <Tabs.Tab value="secrets">Secrets</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="deliveries">
          <Deliveries at={at} webhook={webhook} />
        </Tabs.Panel>
        <Tabs.Panel value="receiver">
          <Receiver webhook={webhook} />
        </Tabs.Panel>
        <Tabs.Panel value="secrets">
          <Secrets at={at} webhook={webhook} />
        </Tabs.Panel>
      </Tabs>
      {isEdited ? <WebhookDialog at={at} webhook={webhook} onClose={edit.close} /> : null}
      {isDeleted ? <DeleteDialog at={at} target={webhook.target} onClose={remove.close} /> : null}
    </Stack>
  )
}
