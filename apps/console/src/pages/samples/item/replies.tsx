import { Tabs, Text } from '@mantine/core'
import { CodeBlock } from '../../../ui/code/code-block.tsx'
import type { ReplySample } from '../engine/protocol.ts'
import { Section } from './section.tsx'
import { Status } from './status.tsx'

/** Answers that the collection documents, each under its status. */
export function Replies({ replies }: { readonly replies: readonly ReplySample[] }) {
  if (replies.length === 0) return null
  return (
    <Section title="Sample replies">
      <Tabs defaultValue="0" keepMounted={false} variant="pills">
        <Tabs.List mb="xs">
          {replies.map((reply, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: several may be alike in all; they never change places
            <Tabs.Tab value={String(index)} key={index} title={reply.name} px="xs" py={6}>
              <Status status={reply.status} />
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {replies.map((reply, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Tabs.Panel value={String(index)} key={index}>
            <Reply reply={reply} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  )
}

function Reply({ reply: { status, name, contentType, text } }: { readonly reply: ReplySample }) {
  const label = [status, name].filter(Boolean).join(' ')
  if (text === '') return <Text size="sm" c="dimmed">{`${label}: without a body, or none is documented.`}</Text>
  const language =
    /json/.test(contentType) || /^\s*[[{]/.test(text) ? 'json' : /xml|html/.test(contentType) ? 'xml' : 'text'
  return <CodeBlock code={text} language={language} label={label} />
}
