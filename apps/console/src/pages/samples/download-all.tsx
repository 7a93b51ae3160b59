import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Problem } from '../../ui/problem.tsx'
import { saveFile } from '../../ui/save-file.ts'
import type { Address } from './address.ts'
import { engine } from './engine/engine.ts'
import type { TargetInfo } from './engine/protocol.ts'
import { useManner } from './manner.ts'
import type { Library } from './source/library.ts'

interface Props {
  readonly library: Extract<Library, { state: 'open' }>
  readonly target: TargetInfo
  readonly address: Address
}

/** The programs of the whole collection as one zip file. */
export function DownloadAll({ library, target, address }: Props) {
  const manner = useManner(target, address)
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () =>
      saveFile(`${fileName(library.outline.title)}-${target.id}.zip`, await engine.call('archive', manner)),
    networkMode: 'always',
  })
  return (
    <>
      <div>
        <Button loading={isPending} disabled={library.outline.items.length === 0} onClick={() => mutate()}>
          Download all (.zip)
        </Button>
      </div>
      {error ? <Problem error={error} /> : null}
    </>
  )
}

function fileName(title: string): string {
  const name = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return name.slice(0, 60) || 'samples'
}
