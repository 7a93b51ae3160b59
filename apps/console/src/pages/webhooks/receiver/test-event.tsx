import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Dialog } from '../../../ui/dialog.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { openTestConversation, type Place, sayTest, type Webhook } from '../api.ts'

/** What the test says has to be among them. */
const TOLD_BY: readonly string[] = ['*', 'conversation:message']

interface Props {
  readonly at: Place
  readonly webhook: Webhook
}

/** Lets something real happen in the app, so that its webhooks are told. */
export function TestEvent({ at, webhook }: Props) {
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button size="xs" onClick={open}>
        Send a test event
      </Button>
      {opened ? (
        <Dialog title="Send a test event" onClose={close}>
          <Form at={at} webhook={webhook} />
        </Dialog>
      ) : null}
    </>
  )
}

function Form({ at, webhook }: Props) {
  const [text, setText] = useState('Hello, is anybody there?')
  const [conversationId, setConversationId] = useState<string>()
  const send = useMutation({
    mutationFn: async () => {
      const id = conversationId ?? (await openTestConversation(at.appId))
      setConversationId(id)
      await sayTest(at.appId, id, text)
    },
  })
  const isTold = webhook.triggers.some(trigger => TOLD_BY.includes(trigger))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') send.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">
          Nothing is simulated: the test user <code>webhooks-page</code> writes a message in a conversation of this app,
          by the same operations that your code calls. Every webhook of the app that asked for{' '}
          <code>conversation:message</code> is told.
        </Text>
        {isTold ? null : (
          <Text size="sm" fw={600}>
            This webhook did not ask for conversation:message, so it is not told of it.
          </Text>
        )}
        <TextInput
          label="Message"
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          maxLength={4096}
          required
          data-autofocus
        />
        {send.error === null ? null : <Problem error={send.error} title="The message was not written" />}
        <Group justify="space-between">
          <Text size="sm" role="status">
            {send.isSuccess ? 'Written. It is on its way to the webhooks.' : ''}
          </Text>
          <Button type="submit" loading={send.isPending}>
            Send
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
