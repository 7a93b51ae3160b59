import classes from './method.module.css'

const KNOWN = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** A method as text in a colour of its own. */
export function Method({ method, wide = false }: { readonly method: string; readonly wide?: boolean }) {
  return (
    <span className={classes.method} data-method={KNOWN.has(method) ? method : 'OTHER'} data-wide={wide || undefined}>
      {method}
    </span>
  )
}
