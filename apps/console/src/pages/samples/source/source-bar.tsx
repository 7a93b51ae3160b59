import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Library } from './library.ts'
import { openApi } from './library.ts'
import { OwnSource } from './own-source.tsx'
import classes from './source.module.css'

/** Which collection is open, and how to open another. */
export function SourceBar({ library, onApi }: { readonly library: Library; readonly onApi: () => void }) {
  const [opened, { open, close }] = useDisclosure()
  const isOwn = library.state !== 'empty' && library.origin === 'own'
  const toApi = () => {
    onApi()
    openApi()
  }
  return (
    <div className={classes.source}>
      <Text fw={640} truncate title={library.state === 'open' ? library.outline.title : ''}>
        {library.state === 'open' ? library.outline.title : library.state === 'empty' ? '…' : library.name}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {library.state === 'open' ? `${countOf(library.outline.items.length)} · ${library.name}` : '\u00a0'}
      </Text>
      <Group gap={6} grow mt={6}>
        <Button variant="light" size="compact-sm" onClick={open}>
          {isOwn ? 'Another…' : 'Use your own collection…'}
        </Button>
        {isOwn ? (
          <Button variant="default" size="compact-sm" onClick={toApi}>
            This server’s API
          </Button>
        ) : null}
      </Group>
      {opened ? <OwnSource onClose={close} /> : null}
    </div>
  )
}

export const countOf = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'request' : 'requests'}`
