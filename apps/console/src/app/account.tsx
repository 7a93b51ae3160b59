import { Button, Popover, Text } from '@mantine/core'
import { useRouterState } from '@tanstack/react-router'
import { type Session, useSession, useSignOut } from '../api/session.ts'
import { ButtonLink } from '../ui/links.tsx'
import { Problem } from '../ui/problem.tsx'
import { timeOf } from '../ui/time.ts'
import classes from './account.module.css'

/** Who is signed in, with the way out; or the way in. Nothing until the server has said which. */
export function Account() {
  const session = useSession()
  const location = useRouterState({ select: state => state.location })
  if (session === undefined) return null
  if (session !== null) return <SignedIn session={session} />
  if (location.pathname === '/sign-in') return null
  return (
    <ButtonLink to="/sign-in" search={{ to: location.href }} variant="default" size="xs">
      Sign in
    </ButtonLink>
  )
}

function SignedIn({ session }: { readonly session: Session }) {
  const signOut = useSignOut()
  return (
    <Popover position="bottom-end" trapFocus returnFocus width={280} shadow="md">
      <Popover.Target>
        <Button variant="default" size="xs">
          {session.scope === 'account' ? 'Account' : 'App'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Who is signed in">
        <dl className={classes.facts}>
          <dt>Signed in with</dt>
          <dd className={classes.id}>{session.keyId}</dd>
          <dt>Speaks for</dt>
          <dd>{session.scope === 'account' ? 'the whole installation' : `the app ${session.appId}`}</dd>
          <dt>Ends</dt>
          <dd>{timeOf(session.expiresAt)}</dd>
        </dl>
        {signOut.isError ? <Problem error={signOut.error} /> : null}
        <Button fullWidth variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending}>
          Sign out
        </Button>
        <Text size="xs" c="dimmed" mt="xs">
          Ends the session on the server, too.
        </Text>
      </Popover.Dropdown>
    </Popover>
  )
}
