import { Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CodeBlock } from '../../../ui/code/code-block.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { clearReceived, listReceived, type ReceivedCall, type Webhook } from '../api.ts'
import { LinkState } from '../deliveries/link-state.tsx'
import { Moment } from '../moment.tsx'
import { useStream } from '../use-stream.ts'
import { RECEIVER_PATH } from './path.ts'
import classes from './receiver.module.css'

/** Calls kept in the page; the server keeps no more either. */
const KEPT_MAX = 50
const KEY = ['received-calls']

interface Props {
  readonly webhook: Webhook
}

/** What the receiver of this server was called with, as it arrives. */
export function Receiver({ webhook }: Props) {
  const client = useQueryClient()
  const calls = useQuery({ queryKey: KEY, queryFn: listReceived, gcTime: 0 })
  const link = useStream('/hub/receiver/stream', 'call', {
    opened: () => void calls.refetch(),
    told: data => {
      const call: ReceivedCall = JSON.parse(data)
      client.setQueryData<readonly ReceivedCall[]>(KEY, (before = []) =>
        [call, ...before.filter(({ id }) => id !== call.id)].slice(0, KEPT_MAX),
      )
    },
  })
  const clear = useMutation({
    mutationFn: clearReceived,
    onSuccess: () => client.setQueryData<readonly ReceivedCall[]>(KEY, []),
  })
  const isOurs = webhook.target.endsWith(RECEIVER_PATH)
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        To try things out before you have a receiver: this server takes calls at <code>{RECEIVER_PATH}</code> and shows
        the last {KEPT_MAX}, of all webhooks that point there.{' '}
        {isOurs ? null : 'This webhook points elsewhere, so its calls are not here. '}
        <Anchor href="/guides/receive-webhooks" inherit>
          Write your own
        </Anchor>
      </Text>
      <Group gap="xs" justify="space-between">
        <LinkState link={link} />
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            disabled={calls.data === undefined || calls.data.length === 0}
            loading={clear.isPending}
            onClick={() => clear.mutate()}
          >
            Clear
          </Button>
        </Group>
      </Group>
      {calls.error === null ? null : <Problem error={calls.error} title="The calls could not be read" />}
      {clear.error === null ? null : <Problem error={clear.error} title="The calls were not cleared" />}
      {calls.isPending ? <Loader aria-label="Loading calls" /> : null}
      {calls.data?.length === 0 ? (
        <Text c="dimmed" py="xl" ta="center">
          No call yet. Send a test event.
        </Text>
      ) : (
        <ul className={classes.calls} aria-label="Calls">
          {calls.data?.map(call => (
            <Call key={call.id} call={call} />
          ))}
        </ul>
      )}
    </Stack>
  )
}

function Call({ call }: { readonly call: ReceivedCall }) {
  // Long texts are only made for what is looked at.
  const [isOpen, setOpen] = useState(false)
  const types = typesOf(call.body)
  return (
    <li>
      <details className={classes.call} onToggle={event => setOpen(event.currentTarget.open)}>
        <summary className={classes.summary}>
          <span className={classes.types}>{types.length === 0 ? 'No event' : types.join(', ')}</span>
          <span className={classes.time}>
            <Moment time={call.receivedAt} />
          </span>
        </summary>
        {isOpen ? (
          <Stack gap="sm" p="sm" pt={0}>
            <CodeBlock code={headersOf(call)} language="http" label="Headers" />
            <CodeBlock code={JSON.stringify(call.body, null, 2) ?? ''} language="json" label="Body" />
          </Stack>
        ) : null}
      </details>
    </li>
  )
}

const headersOf = ({ headers }: ReceivedCall): string =>
  [`POST ${RECEIVER_PATH}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)].join('\n')

/** Anybody can call the receiver with anything. */
function typesOf(body: unknown): string[] {
  const events: unknown = typeof body === 'object' && body !== null && 'events' in body ? body.events : undefined
  if (!Array.isArray(events)) return []
  return events.flatMap((event: { type?: unknown } | null) => (typeof event?.type === 'string' ? [event.type] : []))
}
