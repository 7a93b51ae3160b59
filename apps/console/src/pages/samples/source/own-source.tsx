import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../../ui/dialog.tsx'
import { openFile, openText } from './library.ts'

interface Props {
  readonly onClose: () => void
}

const EXAMPLE = `curl 'https://api.example.com/v1/things' \\
  -H 'authorization: Bearer …' \\
  --json '{"name": "first"}'`

/** Takes the reader's own collection: as a file, or as a text. Shown as long as it is rendered. */
export function OwnSource({ onClose }: Props) {
  const [text, setText] = useState('')
  const take = (open: Promise<void>) => {
    setText('')
    onClose()
    return open
  }
  return (
    <Dialog title="Use your own collection" onClose={onClose}>
      <Stack>
        <Text size="sm">
          A Postman collection, an OpenAPI document (JSON or YAML), an HTTP archive (HAR), curl commands, or a JSON
          body. It is read in this browser and sent nowhere. At most 50 MB.
        </Text>
        <Group>
          <FileButton onChange={file => file && take(openFile(file))} accept=".json,.yaml,.yml,.har,.txt,.sh">
            {props => <Button {...props}>Choose a file…</Button>}
          </FileButton>
          <Text size="sm" c="dimmed">
            or drop one anywhere on the page
          </Text>
        </Group>
        <Textarea
          label="Or paste it"
          placeholder={EXAMPLE}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          rows={9}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={text.trim() === ''} onClick={() => take(openText(text))}>
            Read it
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
