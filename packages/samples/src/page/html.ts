import type { Block, Page } from './page.ts'

/** Its hash stands in the policy of the page: whoever changes a character here computes it anew. */
export const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{overflow:auto;padding:1rem;border:1px solid #8888;border-radius:.4rem;font:.875rem/1.5 ui-monospace,monospace}table{border-collapse:collapse}td,th{text-align:left;padding:.25rem 1rem .25rem 0;vertical-align:top}nav{font-size:.875rem}figure{margin:1rem 0}p,figcaption{overflow-wrap:anywhere}p{white-space:pre-line}`

export const STYLE_HASH = 'sha256-z6PlMGnWt22H3sIJ1BdGyIjZVcceNZ/5z3KJlD6Gq3s='

/** Nothing on the page runs or is fetched; the one style is known by its hash. */
const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`

/** A page as one file that stands alone. Whatever the source holds is text in it. */
export function pageHtml({ title, breadcrumb, sections }: Page): string {
  const trail = breadcrumb.map(step => `<li>${escaped(step)}</li>`).join('')
  const parts = sections.map(
    section => `<section>\n<h2>${escaped(section.title)}</h2>\n${section.blocks.map(blockHtml).join('\n')}\n</section>`,
  )
  return document(
    title,
    `<nav aria-label="Breadcrumb"><ol>${trail}</ol></nav>\n<h1>${escaped(title)}</h1>\n${parts.join('\n')}`,
  )
}

export function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${escaped(block.text)}</p>`
    case 'code':
      return `<figure><figcaption>${escaped(block.label)}</figcaption><pre><code>\n${escaped(block.text)}</code></pre></figure>`
    case 'table': {
      const row = (cells: readonly string[], tag: string) =>
        `<tr>${cells.map(cell => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
      return `<table>\n${row(block.head, 'th')}\n${block.rows.map(cells => row(cells, 'td')).join('\n')}\n</table>`
    }
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML shows it; characters that HTML cannot hold are shown as the sign for them. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/(?![\t\n\r])\p{Cc}/gu, '\ufffd')
    .replaceAll(/[&<>"']/g, character => ENTITIES[character] ?? '')
}
