import { Anchor, Code, Text } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import classes from './markdown.module.css'

/**
 * Descriptions of a collection: paragraphs, lists, headings, code, emphasis and links of Markdown. All else, HTML above all,
 * stays the text that it is: nothing of a stranger's file becomes an element that is not listed here.
 */
export function Markdown({ text }: { readonly text: string }) {
  return <div className={classes.markdown}>{blocksOf(text).map(block)}</div>
}

type Block =
  | { readonly kind: 'code' | 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: string[] }

const FENCE = /^\s*(?:```|~~~)/
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/

function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n')
  let paragraph: string[] = []
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', text: paragraph.join('\n') })
    paragraph = []
  }
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const item = ITEM.exec(line)
    const last = blocks.at(-1)
    if (FENCE.test(line)) {
      endParagraph()
      const end = lines.findIndex((one, index) => index > at && FENCE.test(one))
      const until = end === -1 ? lines.length : end
      blocks.push({ kind: 'code', text: lines.slice(at + 1, until).join('\n') })
      at = until
    } else if (item !== null) {
      endParagraph()
      const ordered = item[1] !== undefined
      if (last?.kind === 'list' && last.ordered === ordered) last.items.push(item[2] ?? '')
      else blocks.push({ kind: 'list', ordered, items: [item[2] ?? ''] })
    } else if (/^#{1,6}\s/.test(line)) {
      endParagraph()
      blocks.push({ kind: 'heading', text: line.replace(/^#+\s+/, '').replace(/\s+#+\s*$/, '') })
    } else if (line.trim() === '') endParagraph()
    else paragraph.push(line)
  }
  endParagraph()
  return blocks
}

/** They never change places: their number is their key. */
function block(one: Block, index: number): ReactNode {
  switch (one.kind) {
    case 'code':
      return (
        <Code block key={index}>
          {one.text}
        </Code>
      )
    case 'heading':
      return (
        <Text fw={640} key={index}>
          {inline(one.text)}
        </Text>
      )
    case 'paragraph':
      return <p key={index}>{inline(one.text)}</p>
    case 'list': {
      // biome-ignore lint/suspicious/noArrayIndexKey: items never change places
      const items = one.items.map((item, at) => <li key={at}>{inline(item)}</li>)
      return one.ordered ? <ol key={index}>{items}</ol> : <ul key={index}>{items}</ul>
    }
  }
}

const INLINE =
  /(`+)(.+?)\1|\*\*(\S(?:.*?\S)?)\*\*|\*([^\s*](?:[^*\n]*[^\s*])?)\*|\[([^[\]]+)\]\((https?:\/\/[^\s()]+)\)/g

/** A line of Markdown inside of another text. */
export function InlineMarkdown({ text }: { readonly text: string }) {
  return inline(text)
}

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = []
  let end = 0
  for (const found of text.matchAll(INLINE)) {
    const [whole, , code, bold, slanted, label, address] = found
    parts.push(<Fragment key={end}>{text.slice(end, found.index)}</Fragment>)
    if (code !== undefined) parts.push(<Code key={`at${found.index}`}>{code.trim()}</Code>)
    else if (bold !== undefined) parts.push(<strong key={`at${found.index}`}>{bold}</strong>)
    else if (slanted !== undefined) parts.push(<em key={`at${found.index}`}>{slanted}</em>)
    else {
      parts.push(
        <Anchor key={`at${found.index}`} href={address ?? ''} target="_blank" rel="noopener noreferrer">
          {label}
        </Anchor>,
      )
    }
    end = found.index + whole.length
  }
  parts.push(<Fragment key="end">{text.slice(end)}</Fragment>)
  return parts
}
