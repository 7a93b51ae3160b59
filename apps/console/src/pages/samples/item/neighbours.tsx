import { ActionIcon, Group } from '@mantine/core'
import { ChevronIcon } from '../../../ui/icons.tsx'
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
      <Step label="Previous" item={before} turn={180} onSelect={onSelect} />
      <Step label="Next" item={after} turn={0} onSelect={onSelect} />
    </Group>
  )
}

interface StepProps {
  readonly label: string
  readonly item: OutlineItem | undefined
  /** Degrees, from the right. */
  readonly turn: number
  readonly onSelect: (item: OutlineItem) => void
}

function Step({ label, item, turn, onSelect }: StepProps) {
  const said = item === undefined ? `${label}: none` : `${label}: ${item.path.at(-1)}`
  return (
    <ActionIcon
      variant="default"
      disabled={item === undefined}
      aria-label={said}
      title={said}
      onClick={() => item && onSelect(item)}
    >
      <ChevronIcon turn={turn} />
    </ActionIcon>
  )
}
