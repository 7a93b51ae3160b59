import { ApiError, InvalidRequest, limits } from '@parhelion/contract'

const TAGS = [
  ...['p', 'br', 'hr', 'span', 'strong', 'b', 'em', 'i', 'u', 's', 'del', 'sub', 'sup', 'code', 'pre', 'blockquote'],
  ...['ul', 'ol', 'li', 'a', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
]
const SCHEMES = ['http', 'https', 'mailto', 'tel']

export interface RichText {
  /** What is shown; holds nothing that acts by itself, loads anything, or leads to a script. */
  readonly html: string
  /** The same without markup. */
  readonly text: string
}

/** Few messages have markup: what reads it is loaded when the first one comes. */
export async function fromMarkdown(markdown: string): Promise<RichText> {
  const { marked } = await import('marked')
  const html = await marked.parse(markdown, { gfm: true })
  const rich = await fromHtml(html.trim())
  if ([...rich.html].length > limits.textLength)
    throw new ApiError(InvalidRequest, {
      titles: [`.content.markdownText: should not make more than ${limits.textLength} characters of HTML`],
    })
  return rich
}

export async function fromHtml(html: string): Promise<RichText> {
  const { default: sanitize } = await import('sanitize-html')
  const safe = sanitize(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ['href', 'title'] },
    allowedSchemes: SCHEMES,
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
  })
  const broken = safe.replaceAll(/<(?:br|hr) ?\/?>|<\/(?:p|li|pre|blockquote|h[1-6])>/g, '$&\n')
  const text = sanitize(broken, { allowedTags: [], allowedAttributes: {} })
  return {
    html: safe,
    text: unescaped(text)
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }

/** Of what the sanitizer writes, which escapes these four. */
const unescaped = (text: string) => text.replaceAll(/&(?:amp|lt|gt|quot);/g, entity => ENTITIES[entity] ?? entity)
