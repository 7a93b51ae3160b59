import { Alert, Stack, Text, Title } from '@mantine/core'
import { Markdown } from '../../ui/markdown.tsx'
import type { Address } from './address.ts'
import { DownloadAll } from './download-all.tsx'
import type { TargetInfo } from './engine/protocol.ts'
import type { Library } from './source/library.ts'
import { countOf } from './source/source-bar.tsx'

interface Props {
  readonly library: Extract<Library, { state: 'open' }>
  readonly target: TargetInfo
  readonly address: Address
  /** The address asks for an item that is not in the collection. */
  readonly isLost: boolean
}

/** What there is to say of the collection as a whole. */
export function Overview({ library, target, address, isLost }: Props) {
  const { outline } = library
  return (
    <Stack gap="lg">
      {isLost ? (
        <Alert color="yellow" variant="light" role="alert" title="This item is not in the collection">
          {`Neither its id nor its place${address.at === undefined ? '' : ` “${address.at}”`} is found: it was removed, or the link is about another collection.`}
        </Alert>
      ) : null}
      <div>
        <Title order={2}>{outline.title}</Title>
        <Text c="dimmed">{`${countOf(outline.items.length)} in ${target.title}. Choose one, or take all of them.`}</Text>
      </div>
      <DownloadAll library={library} target={target} address={address} />
      {outline.description === '' ? null : <Markdown text={outline.description} />}
    </Stack>
  )
}
