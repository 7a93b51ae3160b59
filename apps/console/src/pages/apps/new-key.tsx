import { Button } from '@mantine/core'
import type { Key } from '../../api/apps.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { TextLink } from '../../ui/links.tsx'
import classes from './new-key.module.css'

/** A key that was just made, with its secret: the one time the pages show it. */
export function NewKey({ value, onClose }: { readonly value: Key; readonly onClose: () => void }) {
  return (
    <section aria-label="The new key" className={classes.key} role="status">
      <p className={classes.lead}>
        <strong>Keep the secret now.</strong> These pages do not show it again. Whoever has it speaks as this key.
      </p>
      <dl className={classes.facts}>
        <dt>Key id</dt>
        <dd>
          <span data-testid="key-id">{value.id}</span>
          <CopyButton text={value.id} label="Copy the id of the key" />
        </dd>
        <dt>Secret</dt>
        <dd>
          <span data-testid="key-secret">{value.secret}</span>
          <CopyButton text={value.secret} label="Copy the secret of the key" />
        </dd>
      </dl>
      <div className={classes.end}>
        <TextLink to="/tokens" size="sm">
          Sign a token with it
        </TextLink>
        <Button size="xs" variant="default" onClick={onClose}>
          I have kept it
        </Button>
      </div>
    </section>
  )
}
