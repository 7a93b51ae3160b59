import { Group, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { type Credentials, setCredentials } from './credentials.ts'

const KINDS: readonly { readonly value: Credentials['kind']; readonly label: string }[] = [
  { value: 'session', label: 'Session' },
  { value: 'key', label: 'Key' },
  { value: 'token', label: 'Token' },
  { value: 'request', label: 'Inputs' },
]

interface Props {
  readonly credentials: Credentials
  readonly signedIn: boolean
}

/** Chooses who calls. What is typed stays in memory. */
export function CredentialChoice({ credentials, signedIn }: Props) {
  const { kind } = credentials
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label="Who calls"
        data={KINDS.map(one => ({ ...one, disabled: one.value === 'session' && !signedIn }))}
        value={kind}
        onChange={value => setCredentials({ kind: KINDS.find(one => one.value === value)?.value ?? 'key' })}
        w="fit-content"
      />
      <Text size="sm" c="dimmed">
        {MEANINGS[kind]}
      </Text>
      {kind === 'key' ? (
        <Group grow preventGrowOverflow={false}>
          <TextInput
            label="Id of the key"
            placeholder="app_…"
            value={credentials.keyId}
            onChange={event => setCredentials({ keyId: event.currentTarget.value })}
            autoComplete="off"
            spellCheck={false}
          />
          <PasswordInput
            label="Secret of the key"
            value={credentials.secret}
            onChange={event => setCredentials({ secret: event.currentTarget.value })}
            autoComplete="off"
          />
        </Group>
      ) : null}
      {kind === 'token' ? (
        <PasswordInput
          label="Token"
          placeholder="eyJ…"
          value={credentials.token}
          onChange={event => setCredentials({ token: event.currentTarget.value })}
          autoComplete="off"
        />
      ) : null}
    </Stack>
  )
}

const MEANINGS: Readonly<Record<Credentials['kind'], string>> = {
  session: 'As who is signed in here.',
  key: 'As a key, by HTTP Basic. It stays in the memory of this page.',
  token: 'As a bearer of this token. It stays in the memory of this page.',
  request: 'As the request itself says, with the values of the inputs.',
}
