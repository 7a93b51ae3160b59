import type { LanguageFn } from 'highlight.js'
import hljs from 'highlight.js/lib/core'

type Grammar = () => Promise<{ readonly default: LanguageFn }>

/** Grammars by the id of highlight.js, each fetched when a text in it is first shown. */
const GRAMMARS: Readonly<Record<string, Grammar>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  dart: () => import('highlight.js/lib/languages/dart'),
  dos: () => import('highlight.js/lib/languages/dos'),
  elixir: () => import('highlight.js/lib/languages/elixir'),
  go: () => import('highlight.js/lib/languages/go'),
  http: () => import('highlight.js/lib/languages/http'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  lua: () => import('highlight.js/lib/languages/lua'),
  perl: () => import('highlight.js/lib/languages/perl'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  swift: () => import('highlight.js/lib/languages/swift'),
  tcl: () => import('highlight.js/lib/languages/tcl'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
}

/** Longer texts stay plain: colouring them would hold up the page. Characters. */
const LENGTH_MAX = 200_000

export const isHighlighted = (language: string, code: string): boolean =>
  Object.hasOwn(GRAMMARS, language) && code.length <= LENGTH_MAX

/** Whether {@link highlight} can be called at once. */
export const isLoaded = (language: string): boolean => hljs.getLanguage(language) !== undefined

/** Fetches the grammar of a language for which {@link isHighlighted} holds. */
export async function load(language: string): Promise<void> {
  const grammar = await GRAMMARS[language]?.()
  if (grammar !== undefined && !isLoaded(language)) hljs.registerLanguage(language, grammar.default)
}

/** The code as HTML: spans with classes of highlight.js around its text, which is escaped. */
export const highlight = (language: string, code: string): string =>
  hljs.highlight(code, { language, ignoreIllegals: true }).value
