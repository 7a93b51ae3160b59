import { Button, Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Markdown } from '../../../ui/markdown.tsx'
import { Problem } from '../../../ui/problem.tsx'
import type { Address } from '../address.ts'
import type { OutlineItem, TargetInfo } from '../engine/protocol.ts'
import { pageQuery } from '../engine/queries.ts'
import { useManner } from '../manner.ts'
import type { Library } from '../source/library.ts'
import { Method } from '../tree/method.tsx'
import { TryIt } from '../try/try-it.tsx'
import { Inputs } from './inputs.tsx'
import classes from './item.module.css'
import { Neighbours } from './neighbours.tsx'
import { Program } from './program.tsx'
import { Replies } from './replies.tsx'
import { Source } from './source.tsx'

interface Props {
  readonly library: Extract<Library, { state: 'open' }>
  readonly item: OutlineItem
  readonly target: TargetInfo
  readonly address: Address
  readonly onSelect: (item: OutlineItem | undefined) => void
  readonly onChange: (change: Partial<Address>) => void
}

/**
 * The page of one item: its program in the chosen language, and all that belongs to it. Until it is there, which takes
 * milliseconds, the page before stays as a whole.
 */
export function ItemView({ library, item, target, address, onSelect, onChange }: Props) {
  const manner = useManner(target, address)
  const { data: page, error } = useQuery(pageQuery(library.reading, item.id, manner))
  return (
    <article className={classes.item} aria-labelledby="item-title">
      <Group justify="space-between" gap="xs">
        <Button variant="subtle" size="compact-sm" hiddenFrom="md" onClick={() => onSelect(undefined)}>
          ← Back to collection items
        </Button>
        <Text size="sm" c="dimmed" visibleFrom="md" truncate className={classes.trail ?? ''}>
          {[library.outline.title, ...item.path.slice(0, -1)].join(' / ')}
        </Text>
        <Neighbours items={library.outline.items} item={item} onSelect={onSelect} />
      </Group>
      <header className={classes.head}>
        <Group gap="sm" wrap="nowrap" align="center">
          <Method method={(page ?? item).method} wide />
          <Title order={2} id="item-title" tabIndex={-1} className={classes.title ?? ''}>
            {(page ?? item).path.at(-1)}
          </Title>
        </Group>
        {page === undefined ? null : (
          <Group gap={4} wrap="nowrap" className={classes.address ?? ''}>
            <code>{page.address}</code>
            <CopyButton text={page.address} label="Copy the address" />
          </Group>
        )}
      </header>
      {error ? <Problem error={error} title="There is no program for this item" /> : null}
      {page === undefined ? null : (
        <>
          {page.description === '' ? null : <Markdown text={page.description} />}
          <Program page={page} target={target} address={address} onChange={onChange} />
          <Inputs inputs={page.inputs} />
          <TryIt key={page.id} page={page} />
          <Replies key={`replies of ${page.id}`} replies={page.replies} />
          <Source page={page} />
        </>
      )}
    </article>
  )
}
