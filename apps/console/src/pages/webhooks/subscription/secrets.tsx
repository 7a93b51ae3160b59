import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { getSigningSecret, type Rotation, type Webhook, type WebhookPlace } from '../api.ts'
import { Moment } from '../moment.tsx'
import classes from '../webhooks.module.css'
import { RotateDialog } from './rotate-dialog.tsx'

interface Props {
  readonly at: WebhookPlace
  readonly webhook: Webhook
}

/** The two secrets by which a receiver knows us, shown when asked for. */
export function Secrets({ at, webhook }: Props) {
  const [isSigningShown, signing] = useDisclosure()
  const secret = useQuery({
    queryKey: ['signing-secret', at.webhookId],
    queryFn: () => getSigningSecret(at),
    enabled: isSigningShown,
    // Kept no longer than it is looked at.
    gcTime: 0,
  })
  const until = secret.data?.previousUntil
  return (
    <Stack gap="lg">
      <Secret
        at={at}
        which="signing"
        title="Signing secret"
        value={isSigningShown ? secret.data?.secret : undefined}
        onToggle={signing.toggle}
        isShown={isSigningShown}
      >
        Signs every call as Standard Webhooks says, and is never sent along: the better proof that a call comes from
        here.
        {until === undefined ? null : (
          <>
            {' '}
            Calls are also signed with the secret before it until <Moment time={until} />.
          </>
        )}
      </Secret>
      {secret.error === null ? null : <Problem error={secret.error} title="The secret could not be read" />}
      <ApiKey at={at} webhook={webhook} />
    </Stack>
  )
}

function ApiKey({ at, webhook }: Props) {
  const [isShown, { toggle }] = useDisclosure()
  return (
    <Secret
      at={at}
      which="apiKey"
      title="API key"
      value={isShown ? webhook.secret : undefined}
      onToggle={toggle}
      isShown={isShown}
    >
      Sent with every call as <code>X-API-Key</code>, as on the hosted service.
    </Secret>
  )
}

interface SecretProps {
  readonly at: WebhookPlace
  readonly which: Rotation['which']
  readonly title: string
  readonly value: string | undefined
  readonly isShown: boolean
  onToggle(): void
  readonly children: ReactNode
}

function Secret({ at, which, title, value, isShown, onToggle, children }: SecretProps) {
  const [isRotated, rotate] = useDisclosure()
  const name = title === 'API key' ? title : title.toLowerCase()
  return (
    <section className={classes.box} aria-label={title}>
      <Title order={3}>{title}</Title>
      <Text size="sm" c="dimmed" mt={2} mb="sm">
        {children}
      </Text>
      <Group gap="xs" wrap="wrap">
        <output className={classes.secret} aria-label={`Value of the ${name}`}>
          {value ?? '•'.repeat(24)}
        </output>
        {value === undefined ? null : <CopyButton text={value} label={`Copy the ${name}`} />}
        <Button size="xs" variant="default" onClick={onToggle} aria-label={`${isShown ? 'Hide' : 'Show'} the ${name}`}>
          {isShown ? 'Hide' : 'Show'}
        </Button>
        <Button size="xs" variant="default" onClick={rotate.open} aria-label={`Rotate the ${name}`}>
          Rotate …
        </Button>
      </Group>
      {isRotated ? <RotateDialog at={at} which={which} name={name} onClose={rotate.close} /> : null}
    </section>
  )
}
