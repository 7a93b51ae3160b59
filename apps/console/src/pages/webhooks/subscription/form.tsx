import { Button, Group, Stack, Switch, TextInput } from '@mantine/core'
import type { WebhookCreate } from '@parhelion/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { installationQuery } from '../../../api/installation.ts'
import { Problem } from '../../../ui/problem.tsx'
import { createWebhook, type Place, updateWebhook, type Webhook } from '../api.ts'
import { RECEIVER_PATH } from '../receiver/path.ts'
import { Triggers } from './triggers.tsx'

interface Props {
  readonly at: Place
  readonly webhook?: Webhook
  onCancel(): void
  onDone(webhook: Webhook): void
}

const NEW: WebhookCreate = { target: '', triggers: ['conversation:message'] }

export default function WebhookForm({ at, webhook, onCancel, onDone }: Props) {
  const [input, setInput] = useState<WebhookCreate>(() => (webhook === undefined ? NEW : inputOf(webhook)))
  const [isTried, setTried] = useState(false)
  const client = useQueryClient()
  const installation = useQuery(installationQuery).data
  const save = useMutation({
    mutationFn: () =>
      webhook === undefined ? createWebhook(at, input) : updateWebhook({ ...at, webhookId: webhook.id }, input),
    onSuccess: async saved => {
      await client.invalidateQueries({ queryKey: ['webhooks', at.appId] })
      onDone(saved)
    },
  })
  const wrong = problemsOf(input)
  const change = (part: Partial<WebhookCreate>) => setInput(before => ({ ...before, ...part }))

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    setTried(true)
    if (wrong.target === undefined && wrong.triggers === undefined) save.mutate()
    else if (wrong.target !== undefined) event.currentTarget.querySelector('input')?.focus()
  }
  const flag = (name: 'includeFullUser' | 'includeFullSource' | 'strictOrder', label: string, description: string) => (
    <Switch
      label={label}
      description={description}
      checked={input[name] ?? false}
      onChange={event => change({ [name]: event.currentTarget.checked })}
    />
  )

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextInput
          label="Target"
          description="Address that is called by POST: absolute, http or https"
          placeholder="https://example.com/callback"
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          required
          value={input.target}
          onChange={event => change({ target: event.currentTarget.value })}
          error={isTried ? wrong.target : undefined}
        />
        {installation?.mode === 'development' ? (
          <Button
            variant="subtle"
            size="compact-sm"
            mt={-12}
            style={{ alignSelf: 'start' }}
            onClick={() => change({ target: installation.address + RECEIVER_PATH })}
          >
            Use the receiver of this server
          </Button>
        ) : null}
        <Triggers
          value={input.triggers}
          onChange={triggers => change({ triggers })}
          error={isTried ? wrong.triggers : undefined}
        />
        {flag(
          'includeFullUser',
          'Whole user',
          'Events carry the profile, metadata and identities of the user, not only ids',
        )}
        {flag('includeFullSource', 'Whole source', 'The source of an event carries its client and device')}
        {flag(
          'strictOrder',
          'Strict order',
          'An event that was not taken holds back the later ones of its conversation until it is taken or given up',
        )}
        {save.error === null ? null : <Problem error={save.error} title="The webhook was not saved" />}
        <Group justify="end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {webhook === undefined ? 'Create webhook' : 'Save changes'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const inputOf = ({ target, triggers, includeFullUser, includeFullSource, strictOrder }: Webhook): WebhookCreate => ({
  target,
  triggers,
  includeFullUser,
  includeFullSource,
  strictOrder,
})

/** What the server would refuse too, said where it is. */
function problemsOf({ target, triggers }: WebhookCreate): { readonly target?: string; readonly triggers?: string } {
  const url = URL.parse(target)
  const isCallable = url !== null && /^https?:$/.test(url.protocol) && /^https?:\/\/[^/?#]/i.test(target)
  return {
    ...(isCallable ? {} : { target: 'Should be an absolute http or https address' }),
    ...(triggers.length > 0 ? {} : { triggers: 'Choose at least one event' }),
  }
}
