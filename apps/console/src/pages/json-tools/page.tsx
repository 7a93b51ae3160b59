import { Stack, Tabs, Textarea } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useAddress } from '../samples/address.ts'
import { engine } from '../samples/engine/engine.ts'
import type { DescribedCode, TargetInfo } from '../samples/engine/protocol.ts'
import { askedOnce, targetsQuery } from '../samples/engine/queries.ts'
import { grammarOf } from '../samples/languages.ts'
import { TargetChoice } from '../samples/target-choice.tsx'
import classes from './page.module.css'

/** Longer documents make programs that nobody reads. Characters. */
const LENGTH_MAX = 1_000_000

const EXAMPLE = `{
  "displayName": "Steve",
  "age": 34,
  "devices": [
    { "id": "67a0e55ef0305f4a391e9d69", "type": "web" },
    { "id": "67a0e55ef0305f4a391e9d70", "type": "ios", "lastSeen": null }
  ]
}`

/** Code that builds a JSON document, and code that reads it. */
export default function JsonToolsPage() {
  const [address, change] = useAddress()
  const [text, setText] = useState(EXAMPLE)
  const targets = useQuery({ ...targetsQuery, select: all => all.filter(({ hasJson }) => hasJson) })
  const target = targets.data?.find(({ id }) => id === address.target) ?? targets.data?.[0]
  const sought = useDeferredValue(text)
  const { data, error } = useQuery({
    queryKey: ['json', target?.id, sought],
    queryFn: () => codeOf(sought, target),
    enabled: target !== undefined && sought.trim() !== '',
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    ...askedOnce,
  })
  return (
    <>
      <PageHeader
        title="JSON tools"
        actions={
          targets.data === undefined ? null : (
            <TargetChoice targets={targets.data} target={target} onChange={id => change({ target: id })} />
          )
        }
      >
        Paste a document: here is the code that builds it, and the code that reads it into named values.
      </PageHeader>
      <div className={classes.columns}>
        <Textarea
          label="JSON"
          description="Read in this browser, sent nowhere"
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          error={text.trim() === '' ? 'Paste a document' : error?.message}
          rows={22}
          spellCheck={false}
          classNames={{ input: classes.json ?? '' }}
        />
        {data === undefined || target === undefined || error !== null || text.trim() === '' ? null : (
          <Tabs defaultValue="build" keepMounted={false} className={classes.code ?? ''}>
            <Tabs.List mb="xs">
              <Tabs.Tab value="build">Build it</Tabs.Tab>
              <Tabs.Tab value="read">Read it</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="build">
              <Code code={data.build} target={target} />
            </Tabs.Panel>
            <Tabs.Panel value="read">
              <Code code={data.read} target={target} />
            </Tabs.Panel>
          </Tabs>
        )}
      </div>
    </>
  )
}

async function codeOf(text: string, target: TargetInfo | undefined) {
  if (text.length > LENGTH_MAX) {
    throw new Error(
      `The document has ${text.length.toLocaleString('en')} characters; at most ${LENGTH_MAX.toLocaleString('en')} are read`,
    )
  }
  return engine.call('json', { text, target: target?.id ?? '' })
}

function Code({ code, target }: { readonly code: DescribedCode; readonly target: TargetInfo }) {
  return (
    <Stack gap="sm">
      {code.files.map(({ name, text }) => (
        <CodeBlock key={name} code={text} language={grammarOf(target, name)} label={name} filename={name} />
      ))}
      <CodeBlock code={[...code.install, code.run].join('\n')} language="bash" label="Install and run" />
    </Stack>
  )
}
