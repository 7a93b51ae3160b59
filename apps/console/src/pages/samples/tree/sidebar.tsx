import { Text, TextInput } from '@mantine/core'
import { useDeferredValue, useMemo, useState } from 'react'
import type { OutlineItem } from '../engine/protocol.ts'
import { matching } from './rows.ts'
import classes from './sidebar.module.css'
import { Tree } from './tree.tsx'

interface Props {
  readonly items: readonly OutlineItem[]
  readonly selected: OutlineItem | undefined
  readonly onSelect: (item: OutlineItem) => void
}

/** Folders that are few enough are open from the beginning. */
const OPEN_MAX = 25

/** The items of a collection, and a search in them. */
export function Sidebar({ items, selected, onSelect }: Props) {
  const [search, setSearch] = useState('')
  const sought = useDeferredValue(search.trim())
  const found = useMemo(() => matching(items, sought), [items, sought])
  return (
    <>
      <TextInput
        type="search"
        size="sm"
        aria-label="Search the items"
        placeholder="Search: post message"
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
      />
      <p className={classes.found} role="status">
        {sought === '' ? '' : `${found.length.toLocaleString('en')} of ${items.length.toLocaleString('en')} found`}
      </p>
      {found.length === 0 ? (
        <Text size="sm" c="dimmed">
          {items.length === 0 ? 'The collection has no requests.' : 'No item has all of these words.'}
        </Text>
      ) : (
        <Tree
          items={found}
          allOpen={sought !== '' || items.length <= OPEN_MAX}
          selected={selected}
          onSelect={onSelect}
        />
      )}
    </>
  )
}
