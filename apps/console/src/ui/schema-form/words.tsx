import { Code } from '@mantine/core'
import { createElement, Fragment } from 'react'

/** `pageAccessToken` → `Page access token` */
export function labelOf(name: string): string {
  const words = name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').replaceAll(/(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
  const small = words
    .split(' ')
    .map(word => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ')
  return small.charAt(0).toUpperCase() + small.slice(1)
}

/** A description of the contract, with what stands between backticks as code. */
export function Words({ text }: { readonly text: string }) {
  // Every second part stood between backticks.
  const parts = text.split('`').map((part, index) => (index % 2 === 1 ? createElement(Code, null, part) : part))
  return createElement(Fragment, null, ...parts)
}
