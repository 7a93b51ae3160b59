import { Alert, Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { OwnSource } from './own-source.tsx'

/** A link to an item of somebody's own file cannot bring the file with it. */
export function LostSource({ place }: { readonly place: string | undefined }) {
  const [opened, { open, close }] = useDisclosure()
  return (
    <Alert title="This link is about a file of yours" variant="light">
      {place === undefined ? 'A link does not hold the file.' : `A link does not hold the file that “${place}” is in.`}{' '}
      Drop the file on this page, and it goes on from there.
      <Group mt="sm">
        <Button onClick={open}>Open the file…</Button>
      </Group>
      {opened ? <OwnSource onClose={close} /> : null}
    </Alert>
  )
}
