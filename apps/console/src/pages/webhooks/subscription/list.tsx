import { Button, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Place, Webhook } from '../api.ts'
import classes from '../webhooks.module.css'
import { WebhookDialog } from './dialog.tsx'

/** Named on a card; of the others only the number. */
const SHOWN_TRIGGERS = 2

interface Props {
  readonly at: Place
  readonly webhooks: readonly Webhook[]
  readonly chosen: string | undefined
  onChoose(id: string): void
}

/** The webhooks of an integration, and the way to a new one. */
export function SubscriptionList({ at, webhooks, chosen, onChoose }: Props) {
  const [opened, { open, close }] = useDisclosure()
  return (
    <Stack component="section" gap="sm" aria-labelledby="subscriptions">
      <Title order={2} id="subscriptions" className={classes.side ?? ''}>
        Subscriptions
      </Title>
      {webhooks.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody is told yet. A webhook calls an address of yours for each event that you choose.
        </Text>
      ) : (
        <ul className={classes.cards}>
          {webhooks.map(webhook => (
            <li key={webhook.id}>
              <button
                type="button"
                className={classes.card}
                aria-current={webhook.id === chosen ? 'true' : undefined}
                onClick={() => onChoose(webhook.id)}
              >
                <span className={classes.target}>{webhook.target}</span>
                <span className={classes.cardNote}>{summaryOf(webhook.triggers)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Button variant={webhooks.length === 0 ? 'filled' : 'default'} onClick={open}>
        New webhook
      </Button>
      {opened ? <WebhookDialog at={at} onClose={close} onDone={webhook => onChoose(webhook.id)} /> : null}
    </Stack>
  )
}

/** The first triggers by name, the others by number. */
export function summaryOf(triggers: readonly string[]): string {
  if (triggers.includes('*')) return 'All events'
  const named = triggers.slice(0, SHOWN_TRIGGERS).join(', ')
  return triggers.length > SHOWN_TRIGGERS ? `${named} and ${triggers.length - SHOWN_TRIGGERS} more` : named
}
