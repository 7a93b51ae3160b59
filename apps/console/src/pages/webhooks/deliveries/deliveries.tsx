import { Button, Group, Loader, Select, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Problem } from '../../../ui/problem.tsx'
import type { Webhook, WebhookPlace } from '../api.ts'
import { usePlace } from '../use-place.ts'
import { DeliveryDrawer } from './delivery-drawer.tsx'
import { LinkState } from './link-state.tsx'
import { DeliveryList } from './list.tsx'
import { ReplayDialog } from './replay-dialog.tsx'
import { STATES } from './state-badge.tsx'
import { useDeliveries } from './use-deliveries.ts'

interface Props {
  readonly at: WebhookPlace
  readonly webhook: Webhook
}

/** What becomes of the events of a webhook, as it happens. */
export function Deliveries({ at, webhook }: Props) {
  const { looking, look } = usePlace()
  const state = STATES.find(one => one.state === looking.state)?.state
  const deliveries = useDeliveries(at, state)
  const [isReplayed, replay] = useDisclosure()
  const { shown } = deliveries
  const types = [...new Set(shown.map(({ type }) => type))].sort()
  const type = looking.type
  const filtered = shown.filter(one => (state ?? one.state) === one.state && (type ?? one.type) === one.type)

  return (
    <Stack gap="sm">
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <LinkState link={deliveries.link} />
          <Button size="xs" variant="default" onClick={deliveries.isPaused ? deliveries.resume : deliveries.pause}>
            {deliveries.isPaused ? `Go on (${deliveries.held} new)` : 'Pause'}
          </Button>
        </Group>
        <Group gap="xs">
          <Select
            aria-label="State"
            placeholder="All states"
            size="xs"
            w={130}
            data={STATES.map(one => ({ value: one.state, label: one.label }))}
            value={state ?? null}
            onChange={next => look({ ...looking, state: next ?? undefined }, true)}
            clearable
            clearButtonProps={{ 'aria-label': 'All states' }}
          />
          <Select
            aria-label="Event"
            placeholder="All events"
            size="xs"
            w={200}
            data={type === undefined || types.includes(type) ? types : [...types, type]}
            value={type ?? null}
            onChange={next => look({ ...looking, type: next ?? undefined }, true)}
            clearable
            clearButtonProps={{ 'aria-label': 'All events' }}
          />
          <Button size="xs" variant="default" onClick={replay.open}>
            Replay …
          </Button>
        </Group>
      </Group>
      {deliveries.error === null ? null : <Problem error={deliveries.error} title="The log could not be read" />}
      {deliveries.isLoading ? (
        <Loader aria-label="Loading deliveries" />
      ) : filtered.length === 0 ? (
        <Nothing isFiltered={state !== undefined || type !== undefined} />
      ) : (
        <DeliveryList
          deliveries={filtered}
          chosen={looking.event}
          onChoose={eventId => look({ ...looking, event: eventId })}
        />
      )}
      <Group justify="end">
        {deliveries.hasOlder ? (
          <Button size="xs" variant="default" loading={deliveries.isLoadingOlder} onClick={deliveries.loadOlder}>
            Load older
          </Button>
        ) : null}
        {deliveries.isFull ? (
          <Text size="sm" c="dimmed">
            {state === undefined
              ? 'Older deliveries are not kept in the page: choose a state to find them.'
              : 'Older deliveries of this state are not kept in the page.'}
          </Text>
        ) : null}
      </Group>
      <DeliveryDrawer
        at={at}
        webhook={webhook}
        eventId={looking.event}
        latest={looking.event === undefined ? undefined : deliveries.latest(looking.event)}
        onClose={() => look({ ...looking, event: undefined })}
      />
      {isReplayed ? <ReplayDialog at={at} onClose={replay.close} /> : null}
    </Stack>
  )
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <Text c="dimmed" py="xl" ta="center">
      {isFiltered
        ? 'No delivery like that.'
        : 'Nothing was sent yet. As soon as something happens that this webhook is told of, it appears here.'}
    </Text>
  )
}
