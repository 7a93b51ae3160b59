import { highlightId } from '../../ui/code/highlight-id.ts'
import type { TargetInfo } from './engine/protocol.ts'

/** Files that a program needs beside it. */
const BY_EXTENSION: Readonly<Record<string, string>> = {
  json: 'json',
  xml: 'xml',
  yaml: 'yaml',
  toml: 'text',
  txt: 'text',
  mod: 'text',
}

export function grammarOf({ language, extension }: TargetInfo, file: string): string {
  const own = file.split('.').at(-1) ?? ''
  if (own !== extension && Object.hasOwn(BY_EXTENSION, own)) return BY_EXTENSION[own] ?? 'text'
  return highlightId(language)
}

/** What tells a target from others of its language: `requests` of `Python with requests`. */
export function libraryOf({ language, title }: TargetInfo): string {
  const own = title.startsWith(language) ? title.slice(language.length).replace(/^(?: with|,) /, '') : title
  return own === '' ? title : own
}

/** The languages in the order of their first targets. */
export function languagesOf(targets: readonly TargetInfo[]): string[] {
  return [...new Set(targets.map(({ language }) => language))]
}
