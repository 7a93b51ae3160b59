import type { ReactNode } from 'react'
import type { Installation } from '../../api/installation.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import classes from './facts.module.css'

/** What runs here, with the ids a program needs. */
export function Facts({ installation }: { readonly installation: Installation }) {
  const { address, mode, version, demo, signedIn } = installation
  return (
    <section aria-label="What runs here">
      <dl className={classes.facts}>
        <Fact name="Address" copy={address} wide>
          {address}
        </Fact>
        <Fact name="Version">{version}</Fact>
        <Fact name="Mode">{mode}</Fact>
        {demo === undefined ? null : (
          <>
            <Fact name="Demo app" copy={demo.appId}>
              {demo.appId}
            </Fact>
            <Fact name="Its integration" copy={demo.integrationId}>
              {demo.integrationId}
            </Fact>
            <Fact name="Its webhook" copy={demo.webhookId}>
              {demo.webhookId}
            </Fact>
          </>
        )}
      </dl>
      {signedIn ? null : (
        <div className={classes.stranger}>
          <span>Sign in to see the demo app and to send requests from these pages.</span>
          <ButtonLink to="/sign-in" size="xs">
            Sign in
          </ButtonLink>
        </div>
      )}
    </section>
  )
}

interface FactProps {
  readonly name: string
  /** What its button copies. */
  readonly copy?: string
  readonly wide?: boolean
  readonly children: ReactNode
}

function Fact({ name, copy, wide = false, children }: FactProps) {
  return (
    <div className={classes.fact} data-wide={wide}>
      <dt>{name}</dt>
      <dd>
        <span className={copy === undefined ? undefined : classes.id}>{children}</span>
        {copy === undefined ? null : <CopyButton text={copy} label={`Copy: ${name}`} />}
      </dd>
    </div>
  )
}
