import { ActionIcon, Tooltip } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { CopyButton } from '../copy-button.tsx'
import { DownloadIcon } from '../icons.tsx'
import { saveFile } from '../save-file.ts'
import classes from './code-block.module.css'
import { highlight, isHighlighted, isLoaded, load } from './highlight.ts'

interface Props {
  readonly code: string
  /** Id of highlight.js, or `text`. */
  readonly language: string
  /** What the code is, for people and for screen readers. */
  readonly label: string
  /** Name under which it can be downloaded. */
  readonly filename?: string
}

/** Code in colours, with buttons to copy and to download it. Plain until the grammar of its language is here. */
export function CodeBlock({ code, language, label, filename }: Props) {
  const html = useHighlighted(language, code)
  return (
    <figure className={classes.block}>
      <figcaption className={classes.bar}>
        <span className={classes.name}>{filename ?? label}</span>
        {filename === undefined ? null : (
          <Tooltip label={`Download ${filename}`} openDelay={300}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Download ${filename}`}
              onClick={() => saveFile(filename, code)}
            >
              <DownloadIcon />
            </ActionIcon>
          </Tooltip>
        )}
        <CopyButton text={code} label={`Copy ${label}`} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className={classes.scroll} aria-label={label} tabIndex={0}>
        <pre className={classes.code}>
          {html === undefined ? (
            <code>{code}</code>
          ) : (
            // biome-ignore lint/security/noDangerouslySetInnerHtml: made by highlight.js, which escapes the text
            <code dangerouslySetInnerHTML={{ __html: html }} />
          )}
        </pre>
      </section>
    </figure>
  )
}

function useHighlighted(language: string, code: string): string | undefined {
  const [, setLoaded] = useState('')
  const wanted = isHighlighted(language, code)
  useEffect(() => {
    if (!wanted || isLoaded(language)) return
    // Without its grammar, as when the server is away, the code stays plain.
    load(language).then(
      () => setLoaded(language),
      () => undefined,
    )
  }, [language, wanted])
  const ready = wanted && isLoaded(language)
  return useMemo(() => (ready ? highlight(language, code) : undefined), [ready, language, code])
}
