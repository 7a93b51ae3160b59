import { Button, Group } from '@mantine/core'
import type { OutlineItem } from '../engine/protocol.ts'

interface Props {
  readonly items: readonly OutlineItem[]
  readonly item: OutlineItem
  readonly onSelect: (item: OutlineItem) => void
}

/** The items before and after this one, in the order of the collection. */
export function Neighbours({ items, item, onSelect }: Props) {
  const index = items.indexOf(item)
  const before = items[index - 1]
  const after = items[index + 1]
  return (
    <Group gap={6} wrap="nowrap" ml="auto">
      <Button
        variant="default"
        size="compact-sm"
        disabled={before === undefined}
        onClick={() => before && onSelect(before)}
        title={before?.path.at(-1)}
      >
        Previous
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        disabled={after === undefined}
        onClick={() => after && onSelect(after)}
        title={after?.path.at(-1)}
      >
        Next
      </Button>
    </Group>
  )
}
