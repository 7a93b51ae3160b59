import { Loader, Modal } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { Place, Webhook } from '../api.ts'

/** The form knows all triggers from the contract, whose values are heavy: it is fetched when it is first opened. */
const WebhookForm = lazy(() => import('./form.tsx'))

interface Props {
  readonly at: Place
  /** The one to change; without it one is made. */
  readonly webhook?: Webhook
  readonly opened: boolean
  onClose(): void
  onDone?(webhook: Webhook): void
}

/** Makes or changes a webhook. */
export function WebhookDialog({ at, webhook, opened, onClose, onDone }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={webhook === undefined ? 'New webhook' : 'Edit webhook'}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Suspense fallback={<Loader aria-label="Loading" />}>
        <WebhookForm
          at={at}
          {...(webhook === undefined ? {} : { webhook })}
          onCancel={onClose}
          onDone={made => {
            onClose()
            onDone?.(made)
          }}
        />
      </Suspense>
    </Modal>
  )
}
