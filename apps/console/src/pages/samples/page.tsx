import { Button, Loader, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { PageHeader } from '../../ui/page-header.tsx'
import { Problem } from '../../ui/problem.tsx'
import { itemAt, placeOf, useAddress } from './address.ts'
import { useDemoValues } from './demo-values.ts'
import type { OutlineItem } from './engine/protocol.ts'
import { targetsQuery } from './engine/queries.ts'
import { ItemView } from './item/item-view.tsx'
import { Overview } from './overview.tsx'
import classes from './page.module.css'
import { DropZone } from './source/drop-zone.tsx'
import { cancelReading, openApi, openFile, useLibrary } from './source/library.ts'
import { LostSource } from './source/lost-source.tsx'
import { SourceBar } from './source/source-bar.tsx'
import { TargetChoice } from './target-choice.tsx'
import { Sidebar } from './tree/sidebar.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

/** Programs for every request of a collection: of this server's, or of the reader's own. */
export default function SamplesPage() {
  const [address, change] = useAddress()
  const library = useLibrary()
  useDemoValues(library)
  const targets = useQuery(targetsQuery)
  const target = targets.data?.find(one => one.id === address.target) ?? targets.data?.[0]

  const origin = library.state === 'empty' ? undefined : library.origin
  useEffect(() => {
    if (library.state === 'empty' && address.source === 'api') openApi()
  }, [library.state, address.source])
  useEffect(() => {
    if (library.state === 'open' && origin !== undefined && origin !== address.source) change({ source: origin })
  }, [library.state, origin, address.source, change])

  const isAsked = address.item !== undefined || address.at !== undefined
  const [page, keepFocus] = useKeptFocus(isAsked ? '#item-title' : '[role="tree"]')
  const onFile = useCallback((file: File) => void openFile(file), [])
  const select = useCallback(
    (item: OutlineItem | undefined) => {
      keepFocus()
      change({ item: item?.id, at: item && placeOf(item) })
    },
    [change, keepFocus],
  )

  const outline = library.state === 'open' ? library.outline : undefined
  const selected = outline && isAsked ? itemAt(outline.items, address) : undefined

  return (
    <div ref={page} className={classes.page} data-item={isAsked || undefined}>
      <DropZone onFile={onFile} />
      <PageHeader
        title="Samples"
        actions={
          targets.data === undefined ? null : (
            <TargetChoice targets={targets.data} target={target} onChange={id => change({ target: id })} />
          )
        }
      />
      <div className={classes.columns}>
        <nav className={classes.side} aria-label="Collection">
          <SourceBar library={library} onApi={() => change({ source: 'api', item: undefined })} />
          {outline === undefined ? null : <Sidebar items={outline.items} selected={selected} onSelect={select} />}
        </nav>
        <div className={classes.main}>
          {library.state === 'reading' ? (
            <div className={classes.reading} role="status">
              <Loader size="sm" />
              <Text>Reading {library.name} …</Text>
              {library.origin === 'own' ? (
                <Button variant="default" size="compact-sm" onClick={cancelReading}>
                  Cancel
                </Button>
              ) : null}
            </div>
          ) : null}
          {library.state === 'failed' ? (
            <Problem error={library.error} title={`${library.name} cannot be read`} />
          ) : null}
          {targets.error ? <Problem error={targets.error} /> : null}
          {library.state === 'empty' && address.source === 'own' ? <LostSource place={address.at} /> : null}
          {library.state !== 'open' || target === undefined ? null : selected === undefined ? (
            <Overview library={library} target={target} address={address} isLost={isAsked} />
          ) : (
            <ItemView
              library={library}
              item={selected}
              target={target}
              address={address}
              onSelect={select}
              onChange={change}
            />
          )}
        </div>
      </div>
    </div>
  )
}
