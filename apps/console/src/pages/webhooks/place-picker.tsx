import { Group, Select, Text } from '@mantine/core'
import type { Choice } from './use-choices.ts'

interface Props {
  readonly apps: readonly Choice[]
  readonly integrations: readonly Choice[]
  readonly appId: string | undefined
  readonly integrationId: string | undefined
  onApp(id: string): void
  onIntegration(id: string): void
}

/** The app and the integration whose webhooks are looked at. */
export function PlacePicker({ apps, integrations, appId, integrationId, onApp, onIntegration }: Props) {
  return (
    <Group gap="sm" align="end">
      <Pick label="App" choices={apps} value={appId} onPick={onApp} />
      <Pick label="Integration" choices={integrations} value={integrationId} onPick={onIntegration} />
    </Group>
  )
}

interface PickProps {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly value: string | undefined
  onPick(id: string): void
}

function Pick({ label, choices, value, onPick }: PickProps) {
  return (
    <Select
      label={label}
      data={[...choices]}
      value={value ?? null}
      onChange={id => id !== null && id !== value && onPick(id)}
      disabled={choices.length === 0}
      allowDeselect={false}
      searchable
      nothingFoundMessage="None of that name"
      size="sm"
      w={{ base: '100%', xs: 220 }}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" c="dimmed" ff="monospace">
            {option.value}
          </Text>
        </div>
      )}
    />
  )
}
