import { Alert, Group, List, Switch, Tabs } from '@mantine/core'
import { CodeBlock } from '../../../ui/code/code-block.tsx'
import type { Address } from '../address.ts'
import type { ItemPage, TargetInfo } from '../engine/protocol.ts'
import { grammarOf } from '../languages.ts'
import { setSwitches, useSwitches } from '../manner.ts'
import { Section } from './section.tsx'

interface Props {
  readonly page: ItemPage
  readonly target: TargetInfo
  readonly address: Address
  readonly onChange: (change: Partial<Address>) => void
}

/** The program with what it needs beside it, how to run it, and what it could not say. */
export function Program({ page, target, address, onChange }: Props) {
  const { secretsShown } = useSwitches()
  const aside = (
    <Group gap="md">
      {target.options.includes('body') ? (
        <Switch
          size="xs"
          label="JSON as one text"
          checked={address.body === 'text'}
          onChange={event => onChange({ body: event.currentTarget.checked ? 'text' : 'structure' })}
        />
      ) : null}
      {target.options.includes('secrets') ? (
        <Switch
          size="xs"
          label="Print secrets of replies"
          checked={secretsShown}
          onChange={event => setSwitches({ secretsShown: event.currentTarget.checked })}
        />
      ) : null}
    </Group>
  )
  return (
    <>
      {page.notes.length === 0 ? null : (
        <Alert variant="light" title="Worth knowing">
          <List size="sm" spacing={4}>
            {page.notes.map(note => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Section title={target.title} aside={aside}>
        <Files page={page} target={target} />
      </Section>
      <Section title="Install and run">
        <CodeBlock code={page.setUp} language="bash" label="Commands" />
      </Section>
    </>
  )
}

function Files({ page, target }: Pick<Props, 'page' | 'target'>) {
  const blocks = page.files.map(({ name, text }) => ({
    name,
    block: (
      <CodeBlock key={name} code={text} language={grammarOf(target, name)} label={name} filename={baseName(name)} />
    ),
  }))
  if (blocks.length === 1) return blocks[0]?.block
  return (
    <Tabs defaultValue={blocks[0]?.name ?? null} key={target.id} keepMounted={false}>
      <Tabs.List mb="xs">
        {blocks.map(({ name }) => (
          <Tabs.Tab value={name} key={name}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {blocks.map(({ name, block }) => (
        <Tabs.Panel value={name} key={name}>
          {block}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

/** A browser saves into one folder. */
const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1)
