import { SegmentedControl, useMantineColorScheme } from '@mantine/core'

const SCHEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
] as const

/** Light, dark, or as the system has it; remembered by this browser. */
export function ColorSchemes() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <section aria-label="Appearance">
      <SegmentedControl
        aria-label="Colours"
        size="xs"
        fullWidth
        data={[...SCHEMES]}
        value={colorScheme}
        onChange={value => setColorScheme(value as typeof colorScheme)}
      />
    </section>
  )
}
