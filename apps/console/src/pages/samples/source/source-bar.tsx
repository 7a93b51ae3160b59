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
      <div className={classes.name}>
        <Text size="sm" fw={640} truncate>
          {library.state === 'open' ? library.outline.title : library.state === 'empty' ? '…' : library.name}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {library.state === 'open' ? `${countOf(library.outline.items.length)} · ${library.name}` : ' '}
        </Text>
      </div>
      <Group gap={6} wrap="nowrap">
        {isOwn ? (
          <Button variant="default" size="compact-sm" onClick={toApi}>
            Our API
          </Button>
        ) : null}
        <Button variant="light" size="compact-sm" onClick={open}>
          Your own…
        </Button>
      </Group>
      <OwnSource opened={opened} onClose={close} />
    </div>
  )
}

export const countOf = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'request' : 'requests'}`
