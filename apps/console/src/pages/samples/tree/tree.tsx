import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { ChevronIcon } from '../../../ui/icons.tsx'
import type { OutlineItem } from '../engine/protocol.ts'
import { step } from './keys.ts'
import { Method } from './method.tsx'
import { folderOf, foldersAbove, type Row, rowsOf } from './rows.ts'
import classes from './tree.module.css'

const ROW_HEIGHT = 34

interface Props {
  readonly items: readonly OutlineItem[]
  /** All folders are open, as among the results of a search. */
  readonly allOpen: boolean
  readonly selected: OutlineItem | undefined
  readonly onSelect: (item: OutlineItem) => void
}

/** The items of a collection in their folders. Only what is seen is in the page, however many there are. */
export function Tree({ items, allOpen, selected, onSelect }: Props) {
  const id = useId()
  const scroll = useRef<HTMLDivElement>(null)
  const root = useMemo(() => folderOf(items), [items])
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => rowsOf(root, key => allOpen || open.has(key)), [root, open, allOpen])
  const [active, setActive] = useState<string>()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: index => rows[index]?.key ?? index,
    overscan: 12,
  })

  const index = Math.max(
    0,
    rows.findIndex(row => row.key === active),
  )
  useEffect(() => {
    if (selected === undefined) return
    setOpen(before => new Set([...before, ...foldersAbove(selected)]))
    setActive(selected.id)
  }, [selected])
  useEffect(() => {
    if (active !== undefined && rows.length > 0) virtual.scrollToIndex(index)
  }, [active, index, rows.length, virtual])

  const toggle = (row: Row) =>
    setOpen(before =>
      row.isExpanded ? new Set([...before].filter(key => key !== row.key)) : before.union(new Set([row.key])),
    )
  const take = (row: Row) => {
    setActive(row.key)
    if (row.item === undefined) toggle(row)
    else onSelect(row.item)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[index]
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const move = step(event.key, rows, index)
    if (move === undefined) return
    event.preventDefault()
    if (move === 'take') take(row)
    else if (move === 'toggle') toggle(row)
    else setActive(rows[move]?.key)
  }

  return (
    <div
      ref={scroll}
      className={classes.tree}
      role="tree"
      aria-label="Items of the collection"
      aria-activedescendant={rows.length === 0 ? undefined : `${id}${index}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={classes.sheet} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index: at, start, key }) => {
          const row = rows[at]
          return row === undefined ? null : (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys, as the pattern says
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div
              key={key}
              id={`${id}${at}`}
              role="treeitem"
              className={classes.row}
              style={{
                transform: `translateY(${start}px)`,
                height: ROW_HEIGHT,
                paddingInlineStart: (row.level - 1) * 14 + 6,
              }}
              aria-level={row.level}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              aria-expanded={row.item === undefined ? row.isExpanded : undefined}
              aria-selected={row.item !== undefined && row.item.id === selected?.id}
              data-active={at === index || undefined}
              onClick={() => take(row)}
            >
              {row.item === undefined ? (
                <ChevronIcon className={classes.chevron} turn={row.isExpanded ? 90 : 0} />
              ) : (
                <Method method={row.item.method} />
              )}
              <span className={classes.label} title={row.label}>
                {row.label}
              </span>
              {row.item === undefined ? <span className={classes.count}>{row.count}</span> : null}
            </div>
          )
        })}
      </div>
    </div>
  )
}
