import { Alert } from '@mantine/core'
import { WarningIcon } from './icons.tsx'
import classes from './problem.module.css'

/** An error where it matters, with what it says. */
export function Problem({ error, title = 'That did not work' }: { readonly error: unknown; readonly title?: string }) {
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      title={title}
      icon={<WarningIcon />}
      className={classes.problem ?? ''}
    >
      {error instanceof Error ? error.message : String(error)}
    </Alert>
  )
}
