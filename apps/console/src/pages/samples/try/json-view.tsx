import { Button, Stack, Text } from '@mantine/core'
import { CodeBlock } from '../../../ui/code/code-block.tsx'
import { saveFile } from '../../../ui/save-file.ts'

/** Longer texts are cut where they are shown: a page of megabytes would not be scrolled through. Characters. */
const SHOWN_MAX = 100_000

interface Props {
  /** Indented already, where it is JSON. */
  readonly text: string
  readonly isJson: boolean
  readonly label: string
}

/** A body of an answer; of a long one the beginning, and the whole to download. */
export function JsonView({ text, isJson, label }: Props) {
  const isCut = text.length > SHOWN_MAX
  return (
    <Stack gap="xs">
      <CodeBlock code={isCut ? text.slice(0, SHOWN_MAX) : text} language={isJson ? 'json' : 'text'} label={label} />
      {isCut ? (
        <Text size="sm" component="div">
          {`These are the first ${SHOWN_MAX.toLocaleString('en')} of ${text.length.toLocaleString('en')} characters. `}
          <Button variant="light" size="compact-sm" onClick={() => saveFile(isJson ? 'body.json' : 'body.txt', text)}>
            Download all
          </Button>
        </Text>
      ) : null}
    </Stack>
  )
}
