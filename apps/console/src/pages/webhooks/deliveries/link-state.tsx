import type { Link } from '../use-stream.ts'
import classes from './deliveries.module.css'

const TEXTS: Readonly<Record<Link, string>> = {
  connecting: 'Connecting …',
  live: 'Live',
  broken: 'Connection lost: trying again',
  ended: 'Signed out: nothing new arrives',
}

/** Whether what is shown is what happens now. */
export function LinkState({ link }: { readonly link: Link }) {
  return (
    <output className={classes.link} data-link={link} aria-live="polite">
      <span className={classes.dot} aria-hidden="true" />
      {TEXTS[link]}
    </output>
  )
}
