import classes from './item.module.css'

/** A status in the colour of its hundred; the number says it without the colour. */
export function Status({ status }: { readonly status: string }) {
  return (
    <span className={classes.status} data-kind={status[0]}>
      {status}
    </span>
  )
}
