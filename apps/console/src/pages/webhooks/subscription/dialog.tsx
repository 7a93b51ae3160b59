import { Loader } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Dialog } from '../../../ui/dialog.tsx'
import type { Place, Webhook } from '../api.ts'

/** The form knows all triggers from the contract, whose values are heavy: it is fetched when it is first opened. */
const WebhookForm = lazy(() => import('./form.tsx'))

interface Props {
  readonly at: Place
  /** The one to change; without it one is made. */
  readonly webhook?: Webhook
  onClose(): void
  onDone?(webhook: Webhook): void
}

/** Makes or changes a webhook. */
export function WebhookDialog({ at, webhook, onClose, onDone }: Props) {
  return (
    <Dialog title={webhook === undefined ? 'New webhook' : 'Edit webhook'} onClose={onClose} isWide>
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
    </Dialog>
  )
}
