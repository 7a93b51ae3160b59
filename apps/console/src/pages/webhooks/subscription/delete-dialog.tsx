import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Confirm } from '../../../ui/confirm.tsx'
import { deleteWebhook, type WebhookPlace } from '../api.ts'
import { usePlace } from '../use-place.ts'
import classes from '../webhooks.module.css'

interface Props {
  readonly at: WebhookPlace
  readonly target: string
  onClose(): void
}

/** Asks whether a webhook is to go, and lets it go. */
export function DeleteDialog({ at, target, onClose }: Props) {
  const { look } = usePlace()
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => deleteWebhook(at),
    onSuccess: async () => {
      // First, so that the page does not choose from a list what is gone.
      await client.invalidateQueries({ queryKey: ['webhooks', at.appId] })
      onClose()
      look({ app: at.appId, integration: at.integrationId }, true)
    },
  })
  return (
    <Confirm
      title="Delete this webhook?"
      action="Delete webhook"
      error={remove.error}
      isPending={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <span className={classes.wide}>{target}</span> is called no more, and the log of its deliveries is gone.
    </Confirm>
  )
}
