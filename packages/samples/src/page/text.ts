import type { Block, Page } from './page.ts'

/** A page for a terminal or a file that people read. */
export function pageText({ breadcrumb, sections }: Page): string {
  const parts = sections.map(({ title, blocks }) => [heading(title, '-'), ...blocks.map(blockText)].join('\n\n'))
  return `${[heading(breadcrumb.join(' / '), '='), ...parts].join('\n\n')}\n`
}

function heading(text: string, line: string): string {
  return `${text}\n${line.repeat(Math.max(3, [...text].length))}`
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text.trim()
    case 'code':
      return `${block.label}:\n\n${indented(block.text)}`
    case 'table':
      return tableText([block.head, ...block.rows])
  }
}

function indented(text: string): string {
  return text.trimEnd().replaceAll(/^(?=.)/gm, '    ')
}

function tableText(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map(row => row.length))
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
