import { Badge, Button, Text } from '@mantine/core'
import type { CreateCustomIntegrationKey } from '@parhelion/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '../../api/call.ts'
import type { Installation } from '../../api/installation.ts'
import { operate } from '../../api/operate.ts'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Problem } from '../../ui/problem.tsx'
import classes from './page.module.css'

/** Sends the first request as who is signed in, and shows what came back. */
export function SendIt({ demo }: { readonly demo: Installation['demo'] | undefined }) {
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: async (params: { readonly appId: string; readonly integrationId: string }) => {
      const began = performance.now()
      const reply = await operate<typeof CreateCustomIntegrationKey>(
        'POST',
        '/v2/apps/{appId}/integrations/{integrationId}/keys',
        { params, body: { displayName: 'My custom key' } },
      )
      return { reply, milliseconds: Math.round(performance.now() - began) }
    },
    onSuccess: (_, { appId }) => client.invalidateQueries({ queryKey: ['apps', appId] }),
    // The answer holds a secret.
    gcTime: 0,
  })
  return (
    <div className={classes.send}>
      <div className={classes.sendRow}>
        <Button disabled={demo === undefined} loading={send.isPending} onClick={() => demo && send.mutate(demo)}>
          Send it now
        </Button>
        <Text size="sm" c="dimmed">
          {demo === undefined
            ? 'To send it from here, sign in to a server with a demo app.'
            : 'With your session instead of a key; everything else is the same.'}
        </Text>
      </div>
      <div aria-live="polite" className={classes.answer}>
        {send.error === null ? null : <Problem title={refusal(send.error)} error={send.error} />}
        {send.data === undefined ? null : (
          <>
            <div className={classes.sendRow}>
              <Badge color="green" variant="light" className={classes.status ?? ''}>
                201 Created
              </Badge>
              <Text size="sm" c="dimmed">
                after {send.data.milliseconds} ms
              </Text>
            </div>
            <CodeBlock code={JSON.stringify(send.data.reply, null, 2)} language="json" label="Answer" />
            <Text size="sm">
              Keep the secret, and <TextLink to="/tokens">sign a token with it</TextLink>.
            </Text>
          </>
        )}
      </div>
    </div>
  )
}

const refusal = (error: Error) =>
  error instanceof ApiError ? `The server answered ${error.status} (${error.code})` : 'The request failed'
