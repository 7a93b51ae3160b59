import { Accordion, Group, List, Stack, Table, Text } from '@mantine/core'
import { Status } from '../item/status.tsx'
import { JsonView } from './json-view.tsx'
import type { Answer } from './send.ts'
import classes from './try.module.css'

/** A table of more values is not read by anybody. */
const VALUES_MAX = 200

export function AnswerView({ answer }: { readonly answer: Answer }) {
  const { status, statusText, milliseconds, headers, body, read, faults } = answer
  return (
    <Stack gap="sm" className={classes.answer ?? ''} role="region" aria-label="Answer">
      <Group gap="xs" role="status">
        <Status status={String(status)} />
        <Text size="sm" fw={600}>
          {statusText}
        </Text>
        <Text
          size="sm"
          c="dimmed"
        >{`${milliseconds.toFixed(0)} ms · ${new Blob([body]).size.toLocaleString('en')} bytes`}</Text>
      </Group>
      {faults.length === 0 ? null : (
        <List size="sm">
          {faults.map(fault => (
            <List.Item key={fault}>{fault}</List.Item>
          ))}
        </List>
      )}
      {read.isExpected ? null : (
        <Text size="sm">
          {`The program stops here: it expects ${read.expected.length === 0 ? 'a status from 200 to 299' : read.expected.join(' or ')}.`}
        </Text>
      )}
      {read.values.length === 0 ? null : <ValuesTable values={read.values} />}
      {body === '' ? (
        <Text size="sm" c="dimmed">
          The answer has no body.
        </Text>
      ) : (
        <JsonView text={read.json ?? body} isJson={read.json !== undefined} label="Body of the answer" />
      )}
      <Accordion variant="contained" order={4}>
        <Accordion.Item value="headers">
          <Accordion.Control>{`${headers.length} headers`}</Accordion.Control>
          <Accordion.Panel>
            <Table layout="fixed" withRowBorders={false}>
              <Table.Tbody>
                {headers.map(([name, value]) => (
                  <Table.Tr key={name}>
                    <Table.Th scope="row">{name}</Table.Th>
                    <Table.Td className={classes.value ?? ''}>{value}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  )
}

/** What the program would print, under the names it would print. */
function ValuesTable({ values }: { readonly values: Answer['read']['values'] }) {
  return (
    <div>
      <Table layout="fixed" captionSide="top">
        <Table.Caption className={classes.caption ?? ''}>What the program reads from it</Table.Caption>
        <Table.Tbody>
          {values.slice(0, VALUES_MAX).map(({ label, value }) => (
            <Table.Tr key={label}>
              <Table.Th scope="row" className={classes.value ?? ''}>
                {label}
              </Table.Th>
              <Table.Td className={classes.value ?? ''}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {values.length > VALUES_MAX ? <Text size="sm" c="dimmed">{`and ${values.length - VALUES_MAX} more`}</Text> : null}
    </div>
  )
}
