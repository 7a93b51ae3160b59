import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../../../ui/dialog.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { type Replay, replayDeliveries, type WebhookPlace } from '../api.ts'

const HOUR_MS = 3_600_000

interface Props {
  readonly at: WebhookPlace
  onClose(): void
}

/** Sends the events of a time again: those that failed, or those that were taken. */
export function ReplayDialog({ at, onClose }: Props) {
  const [since, setSince] = useState(() => localOf(Date.now() - 24 * HOUR_MS))
  const [until, setUntil] = useState('')
  const [state, setState] = useState<Replay['state'] & string>('failed')
  const replay = useMutation({
    mutationFn: () =>
      replayDeliveries(at, {
        since: new Date(since).toISOString(),
        ...(until === '' ? {} : { until: new Date(until).toISOString() }),
        state,
      }),
  })
  const isBackwards = until !== '' && until <= since
  return (
    <Dialog title="Replay" onClose={onClose}>
      <Stack>
        <Radio.Group label="Which ones" value={state} onChange={value => setState(value as typeof state)}>
          <Group mt={6}>
            <Radio value="failed" label="Those that failed" />
            <Radio value="delivered" label="Those that were delivered" />
          </Group>
        </Radio.Group>
        <Group grow align="start">
          <TextInput
            type="datetime-local"
            label="Since"
            step={1}
            required
            value={since}
            onChange={event => setSince(event.currentTarget.value)}
            error={since === '' ? 'Say since when' : undefined}
          />
          <TextInput
            type="datetime-local"
            label="Until"
            step={1}
            value={until}
            onChange={event => setUntil(event.currentTarget.value)}
            error={isBackwards ? 'Is before the beginning' : undefined}
          />
        </Group>
        <Text size="sm" c="dimmed">
          The time is that of the event, not of its last attempt. Without an end it is until now. Each event is sent
          under the id it had, so a receiver that remembers ids takes none twice.
        </Text>
        {replay.error === null ? null : <Problem error={replay.error} title="Nothing was sent again" />}
        <Group justify="space-between">
          <Text size="sm" fw={600} role="status">
            {replay.data === undefined ? '' : resultOf(replay.data)}
          </Text>
          <Group>
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button loading={replay.isPending} disabled={since === '' || isBackwards} onClick={() => replay.mutate()}>
              Send again
            </Button>
          </Group>
        </Group>
      </Stack>
    </Dialog>
  )
}

const resultOf = (count: number): string =>
  count === 0 ? 'There was none' : `${count} ${count === 1 ? 'event is' : 'events are'} sent again`

/** As an input of a local time wants it, to the second. */
function localOf(time: number): string {
  const date = new Date(time)
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
