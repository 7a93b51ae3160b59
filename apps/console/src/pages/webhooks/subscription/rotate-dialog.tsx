import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { type Rotation, rotateSecret, type WebhookPlace } from '../api.ts'
import classes from '../webhooks.module.css'

/** How long the secret before stays good, in seconds. */
const OVERLAPS = [
  { value: '0', label: 'Not at all' },
  { value: '3600', label: 'One hour' },
  { value: '86400', label: 'One day' },
  { value: '604800', label: 'Seven days' },
  { value: '2592000', label: '30 days' },
]

interface Props {
  readonly at: WebhookPlace
  readonly which: Rotation['which']
  readonly name: string
  onClose(): void
}

/** Makes a new secret; the one before stays good for a while, so that the receiver can be changed in peace. */
export function RotateDialog({ at, which, name, onClose }: Props) {
  const [overlap, setOverlap] = useState('86400')
  const client = useQueryClient()
  const rotate = useMutation({
    mutationFn: () => rotateSecret(at, { which, overlapSeconds: Number(overlap) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['webhooks', at.appId] })
      await client.invalidateQueries({ queryKey: ['signing-secret', at.webhookId] })
    },
    gcTime: 0,
  })
  const made = which === 'apiKey' ? rotate.data?.webhook.secret : rotate.data?.signingSecret.secret
  return (
    <Dialog title={`Rotate the ${name}`} onClose={onClose}>
      <Stack>
        {made === undefined ? (
          <>
            <Select
              label="The old one stays good for"
              data={OVERLAPS}
              value={overlap}
              onChange={value => value !== null && setOverlap(value)}
              allowDeselect={false}
            />
            <Text size="sm" c="dimmed">
              {which === 'signing'
                ? 'Until it ends, calls are signed with both.'
                : 'Until it ends, a receiver that answers the new one with 401 or 403 is called with the old one at once.'}
            </Text>
          </>
        ) : (
          <div role="status">
            <Text mb="xs">The new {name} is in use:</Text>
            <Group gap="xs" wrap="nowrap">
              <span className={classes.secret}>{made}</span>
              <CopyButton text={made} label={`Copy the new ${name}`} />
            </Group>
          </div>
        )}
        {rotate.error === null ? null : <Problem error={rotate.error} title="The secret was not rotated" />}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {made === undefined ? 'Cancel' : 'Done'}
          </Button>
          {made === undefined ? (
            <Button loading={rotate.isPending} onClick={() => rotate.mutate()}>
              Make a new secret
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  )
}
