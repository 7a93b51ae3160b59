import { ActionIcon, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { CheckIcon, CopyIcon, WarningIcon } from './icons.tsx'

/** Puts a text into the clipboard and says whether it is there. @param label what is copied, such as "Copy the key" */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { copy, copied, error } = useClipboard({ timeout: 2000 })
  const said = error !== null ? 'The browser does not allow it: select and copy by hand' : copied ? 'Copied' : label
  return (
    <Tooltip label={said} openDelay={300}>
      <ActionIcon variant="subtle" color="gray" aria-label={said} aria-live="polite" onClick={() => copy(text)}>
        {error !== null ? <WarningIcon /> : copied ? <CheckIcon /> : <CopyIcon />}
      </ActionIcon>
    </Tooltip>
  )
}
