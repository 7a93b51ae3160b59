import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { OutlineItem } from './engine/protocol.ts'

/** What of the page stands in its address, so that a link shows the same. Never a value that was typed. */
export interface Address {
  /** `own`: a file of the reader's, which the link does not hold. */
  readonly source: 'api' | 'own'
  readonly target: string
  /** Id of the item; stays when the item is renamed. */
  readonly item: string | undefined
  /** Folders and name with slashes between; finds the item where a collection has got new ids. */
  readonly at: string | undefined
  /** JSON bodies as one text. */
  readonly body: 'structure' | 'text'
}

const DEFAULT_TARGET = 'python-requests'

/** The address of the page, and how to change a part of it. A change makes no step to go back unless it is another item. */
export function useAddress(): [Address, (change: Partial<Address>) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const address = useMemo(() => read(search), [search])
  const change = useCallback(
    (part: Partial<Address>) => {
      navigate({
        to: '.',
        search: previous => written({ ...read(previous), ...part }),
        replace: !('item' in part),
        resetScroll: 'item' in part,
      })
    },
    [navigate],
  )
  return [address, change]
}

function read(search: Readonly<Record<string, unknown>>): Address {
  return {
    source: search.source === 'own' ? 'own' : 'api',
    target: text(search.target) ?? DEFAULT_TARGET,
    item: text(search.item),
    at: text(search.at),
    body: search.body === 'text' ? 'text' : 'structure',
  }
}

/** Whatever the address says by itself is left out. */
function written({ source, target, item, at, body }: Address) {
  return {
    source: source === 'api' ? undefined : source,
    target,
    item,
    at: item === undefined ? undefined : at,
    body: body === 'structure' ? undefined : body,
  }
}

/** The router reads `12` as a number and `true` as more than a word; here both are names. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The item that an address means: by its id, else by its place. */
export function itemAt(items: readonly OutlineItem[], { item, at }: Address): OutlineItem | undefined {
  return items.find(one => one.id === item) ?? items.find(one => placeOf(one) === at)
}

export function placeOf({ path }: Pick<OutlineItem, 'path'>): string {
  return path.join('/')
}
