import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Problem } from '../../../ui/problem.tsx'
import { deleteWebhook, type WebhookPlace } from '../api.ts'
import { usePlace } from '../use-place.ts'
import classes from '../webhooks.module.css'

interface Props {
  readonly at: WebhookPlace
  readonly target: string
  readonly opened: boolean
  onClose(): void
}

/** Asks whether a webhook is to go, and lets it go. */
export function DeleteDialog({ at, target, opened, onClose }: Props) {
  const { look } = usePlace()
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => deleteWebhook(at),
    onSuccess: async () => {
      onClose()
      await client.invalidateQueries({ queryKey: ['webhooks', at.appId] })
      look({ app: at.appId, integration: at.integrationId }, true)
    },
  })
  return (
    <Modal opened={opened} onClose={onClose} title="Delete this webhook?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack>
        <Text>
          <span className={classes.wide}>{target}</span> is called no more, and the log of its deliveries is gone.
        </Text>
        {remove.error === null ? null : <Problem error={remove.error} title="The webhook was not deleted" />}
        <Group justify="end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Delete webhook
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
