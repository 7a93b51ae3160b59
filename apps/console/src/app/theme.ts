import { Anchor, type CSSVariablesResolver, createTheme } from '@mantine/core'

/** Fonts of the machine: nothing is loaded for them. One accent, the colour of a sun dog; everything else is grey. */
export const theme = createTheme({
  // Colour alone does not tell a link from the text around it.
  components: { Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }) },
  primaryColor: 'sun',
  primaryShade: 7,
  defaultRadius: 8,
  cursorType: 'pointer',
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  headings: {
    fontWeight: '640',
    sizes: {
      h1: { fontSize: '1.875rem', lineHeight: '1.2' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.4' },
    },
  },
  colors: {
    sun: ['#fff6eb', '#ffe8cf', '#fed3a3', '#fdb871', '#fb9a45', '#f07f1d', '#d4620b', '#c2410c', '#8a3a0a', '#6f300c'],
    gray: [
      '#faf9f8',
      '#f3f2f0',
      '#e9e7e4',
      '#dddad6',
      '#c9c5c0',
      '#a39e98',
      '#6b6762',
      '#514e4a',
      '#35322f',
      '#1d1b1a',
    ],
    dark: [
      '#dfe2e8',
      '#bcc2cd',
      '#9fa6b3',
      '#767e8c',
      '#363c47',
      '#282d36',
      '#1c2027',
      '#14171c',
      '#101216',
      '#0b0d10',
    ],
  },
})

/** Where the library's own colours would have too little contrast for small text. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#23211f',
    '--mantine-color-dimmed': '#66615b',
    '--mantine-color-placeholder': '#77716a',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#c2410c',
    '--mantine-color-default-border': '#dddad6',
    '--mantine-color-red-light-color': '#a51d1d',
    '--mantine-color-green-light-color': '#1c6b2e',
    '--mantine-color-blue-light-color': '#1558a0',
    '--mantine-color-orange-light-color': '#9a3b06',
    '--mantine-color-yellow-light-color': '#744900',
    '--mantine-color-gray-light-color': '#4a4743',
  },
  dark: {
    '--mantine-color-dimmed': '#9fa6b3',
    '--mantine-color-placeholder': '#8b92a0',
    '--mantine-color-error': '#ff8a80',
    '--mantine-color-anchor': '#fdb871',
  },
})
