import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { Problem } from '../../ui/problem.tsx'

interface Props {
  readonly title: string
  readonly description: string
  readonly action: string
  readonly error: unknown
  readonly isPending: boolean
  readonly onCreate: (displayName: string) => void
  readonly onClose: () => void
}

/** Asks for the name of something new. Shown as long as it is rendered. */
export function NameDialog({ title, description, action, error, isPending, onCreate, onClose }: Props) {
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          const isMissing = name.trim() === ''
          setMissing(isMissing)
          if (!isMissing) onCreate(name)
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            description={description}
            data-autofocus
            required
            autoComplete="off"
            value={name}
            error={missing ? 'A name is required' : undefined}
            onChange={event => setName(event.currentTarget.value)}
          />
          {error === null ? null : <Problem error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
