import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Dialog } from './dialog.tsx'
import { Problem } from './problem.tsx'

interface Props {
  /** The question, such as "Delete the key?" */
  readonly title: string
  /** What will be gone. */
  readonly children: ReactNode
  /** Of the button that does it. */
  readonly action: string
  /** What has to be typed first, for what takes much with it. */
  readonly typed?: string
  readonly error: unknown
  readonly isPending: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something is gone for good. Shown as long as it is rendered. */
export function Confirm({ title, children, action, typed, error, isPending, onConfirm, onClose }: Props) {
  const [text, setText] = useState('')
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault()
          if (typed === undefined || text === typed) onConfirm()
        }}
      >
        <Stack>
          <Text>{children}</Text>
          {typed === undefined ? null : (
            <TextInput
              label={`Type its name to confirm: ${typed}`}
              autoComplete="off"
              data-autofocus
              value={text}
              onChange={event => setText(event.currentTarget.value)}
            />
          )}
          {error === null ? null : <Problem error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Keep it
            </Button>
            <Button type="submit" color="red.8" loading={isPending} disabled={typed !== undefined && text !== typed}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
