import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../../../../docs/guides', import.meta.url))
const ENDING = '.md'

const TAGS = [
  ...['p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a'],
  ...['h1', 'h2', 'h3', 'h4', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
]

export interface Guide {
  readonly title: string
  /** A part of a page, of the tags of text alone. */
  readonly html: string
}

/** Names of the guides that came along; asked each time, since hardly anybody asks. */
export async function listGuides(): Promise<string[]> {
  const files = await readdir(FOLDER)
  return files
    .filter(file => file.endsWith(ENDING))
    .map(file => file.slice(0, -ENDING.length))
    .sort()
}

/** @returns undefined when there is no guide of that name: only names from the list become paths */
export async function readGuide(name: string): Promise<Guide | undefined> {
  const known = (await listGuides()).find(one => one === name)
  if (known === undefined) return undefined
  const markdown = await readFile(join(FOLDER, `${known}${ENDING}`), 'utf8')
  const { marked } = await import('marked')
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? known
  return { title, html: await safe(await marked.parse(markdown, { gfm: true })) }
}

/** Links to other guides stay here; those to other files of the repository become text, since it may be elsewhere. */
async function safe(html: string): Promise<string> {
  const { default: sanitize } = await import('sanitize-html')
  return sanitize(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ['href'], pre: ['tabindex'] },
    allowedSchemes: ['http', 'https'],
    transformTags: {
      a: (_, { href = '' }) => ({ tagName: 'a', attribs: linkTo(href) }),
      // Wider than a phone: who has no mouse scrolls it once it has the focus.
      pre: () => ({ tagName: 'pre', attribs: { tabindex: '0' } }),
    },
  })
}

function linkTo(href: string): Record<string, string> {
  const guide = /^(?:\.\/)?([\w-]+)\.md$/.exec(href)?.[1]
  if (guide !== undefined) return { href: `/guides/${guide}` }
  return /^https?:\/\//.test(href) ? { href } : {}
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text as it stands in HTML and in its attributes. */
export const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, character => ENTITIES[character] ?? character)
