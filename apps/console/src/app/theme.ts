import { createTheme } from '@mantine/core'

/** Fonts of the machine: nothing is loaded for them. */
export const theme = createTheme({
  primaryColor: 'orange',
  primaryShade: { light: 9, dark: 5 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace',
})
