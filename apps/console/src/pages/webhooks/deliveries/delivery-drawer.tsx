import { Button, Drawer, Group, Loader, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { CodeBlock } from '../../../ui/code/code-block.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Problem } from '../../../ui/problem.tsx'
import {
  type Delivery,
  type FullDelivery,
  getDelivery,
  replayDelivery,
  type Webhook,
  type WebhookPlace,
} from '../api.ts'
import { Moment } from '../moment.tsx'
import { Attempts } from './attempts.tsx'
import classes from './deliveries.module.css'
import { StateBadge } from './state-badge.tsx'

interface Props {
  readonly at: WebhookPlace
  readonly webhook: Webhook
  /** None: it is closed. */
  readonly eventId: string | undefined
  /** What the live stream knows of it. */
  readonly latest: Delivery | undefined
  onClose(): void
}

/** One delivery in full: all attempts, and what was sent. */
export function DeliveryDrawer({ eventId, onClose, ...rest }: Props) {
  return (
    <Drawer
      opened={eventId !== undefined}
      onClose={onClose}
      position="right"
      size="xl"
      title="Delivery"
      closeButtonProps={{ 'aria-label': 'Close' }}
      // It is no second header of the whole page.
      attributes={{ header: { role: 'presentation' } }}
    >
      {eventId === undefined ? null : <Content key={eventId} eventId={eventId} {...rest} />}
    </Drawer>
  )
}

function Content({ at, webhook, eventId, latest }: Omit<Props, 'onClose'> & { readonly eventId: string }) {
  const params = { ...at, eventId }
  const delivery = useQuery({
    // Asked for again whenever the stream told of a change.
    queryKey: ['delivery', at.webhookId, eventId, latest?.state, latest?.attempts.length],
    queryFn: () => getDelivery(params),
    placeholderData: before => before,
  })
  const replay = useMutation({
    mutationFn: () => replayDelivery(params),
    onSuccess: () => delivery.refetch(),
  })
  if (delivery.error !== null) return <Problem error={delivery.error} title="This delivery could not be read" />
  if (delivery.data === undefined) return <Loader aria-label="Loading the delivery" />
  const { data } = delivery
  return (
    <Stack gap="lg">
      <div>
        <Group gap="sm" justify="space-between">
          <Title order={2} className={classes.drawerTitle ?? ''}>
            {data.type}
          </Title>
          <StateBadge state={data.state} />
        </Group>
        <Text size="sm" c="dimmed" mt={4}>
          Happened at <Moment time={data.createdAt} />
          {data.dueAt === undefined ? null : (
            <>
              , is tried again at <Moment time={data.dueAt} />
            </>
          )}
        </Text>
        <Group gap={4} mt={4}>
          <Text size="sm" ff="monospace">
            {data.eventId}
          </Text>
          <CopyButton text={data.eventId} label="Copy the id of the event" />
        </Group>
      </div>
      <Group gap="sm">
        <Button size="xs" loading={replay.isPending} onClick={() => replay.mutate()}>
          Replay
        </Button>
        <Text size="sm" role="status">
          {replay.isSuccess ? 'It is sent again, under the same id.' : ''}
        </Text>
      </Group>
      {replay.error === null ? null : <Problem error={replay.error} title="It was not sent again" />}
      <section aria-labelledby="attempts">
        <Title order={3} id="attempts" mb="xs">
          Attempts
        </Title>
        <Attempts attempts={data.attempts} />
      </section>
      <Sent webhook={webhook} delivery={data} />
    </Stack>
  )
}

function Sent({ webhook, delivery }: { readonly webhook: Webhook; readonly delivery: FullDelivery }) {
  return (
    <section aria-labelledby="sent">
      <Title order={3} id="sent" mb="xs">
        What is sent
      </Title>
      <Stack gap="sm">
        {delivery.event === undefined ? (
          <Text size="sm">The event itself is not kept any more.</Text>
        ) : (
          <CodeBlock code={JSON.stringify(delivery.event, null, 2)} language="json" label="Event" />
        )}
        <CodeBlock code={headersOf(webhook, delivery)} language="http" label="Headers" />
      </Stack>
    </section>
  )
}

/** As each attempt carries them; time and signature are made at the attempt, and secrets stay hidden here. */
const headersOf = (webhook: Webhook, delivery: FullDelivery): string =>
  [
    `POST ${webhook.target}`,
    'content-type: application/json',
    'x-api-key: ••••••••',
    `webhook-id: ${delivery.eventId}`,
    'webhook-timestamp: <time of the attempt>',
    'webhook-signature: v1,<made with the signing secret>',
  ].join('\n')
