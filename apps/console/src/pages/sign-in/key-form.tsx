import { Button, Code, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useSignIn } from '../../api/session.ts'
import { Problem } from '../../ui/problem.tsx'

/** Asks for the id and the secret of a key. @param onSignedIn called once there is a session */
export function KeyForm({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const signIn = useSignIn()
  const [keyId, setKeyId] = useState('')
  const [secret, setSecret] = useState('')
  const [missing, setMissing] = useState(false)
  return (
    <form
      noValidate
      aria-labelledby="with-a-key"
      onSubmit={event => {
        event.preventDefault()
        const complete = keyId.trim() !== '' && secret !== ''
        setMissing(!complete)
        if (complete) signIn.mutate({ keyId: keyId.trim(), secret }, { onSuccess: onSignedIn })
      }}
    >
      <Stack>
        <Title order={2} id="with-a-key">
          With a key
        </Title>
        <TextInput
          label="Key id"
          description={
            <>
              Of an account or an app. The first start keeps both in the file <Code>credentials</Code> of the data
              folder.
            </>
          }
          placeholder="act_… or app_…"
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
          required
          value={keyId}
          error={missing && keyId.trim() === '' ? 'The id of the key is missing' : undefined}
          onChange={event => setKeyId(event.currentTarget.value)}
        />
        <PasswordInput
          label="Secret"
          autoComplete="current-password"
          required
          value={secret}
          error={missing && secret === '' ? 'The secret is missing' : undefined}
          onChange={event => setSecret(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the secret' }}
        />
        {signIn.isError ? <Problem title="This key does not sign you in" error={signIn.error} /> : null}
        <Button type="submit" loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
