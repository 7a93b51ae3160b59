import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './dialog.module.css'

interface Props {
  readonly title: string
  readonly onClose: () => void
  /** For a form with much in it. */
  readonly isWide?: boolean
  readonly children: ReactNode
}

/** A question or a small form above the page. Shown as long as it is rendered; Escape closes it. */
export function Dialog({ title, onClose, isWide = false, children }: Props) {
  return (
    <Modal.Root opened onClose={onClose} centered size={isWide ? 'lg' : 'md'}>
      <Modal.Overlay />
      <Modal.Content>
        {/* The library's own is a second header of the whole page to those who cannot see it. */}
        <div className={classes.head}>
          <Modal.Title className={classes.title ?? ''}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
