import { Code, Stack, Text } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useRef } from 'react'
import { useSession, useSignIn } from '../../api/session.ts'
import { takeToken } from '../../app/one-time-token.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Problem } from '../../ui/problem.tsx'
import { KeyForm } from './key-form.tsx'
import classes from './page.module.css'

/** Signs in by the link that the terminal printed, or with a key; then leads to where one wanted to go. */
export default function Page() {
  const byLink = useSignIn()
  const { mutate } = byLink
  const goOn = useGoOn()
  useGoOnWhenSignedIn(goOn)
  useEffect(() => {
    const exchange = () => {
      const token = takeToken()
      if (token !== undefined) mutate({ token }, { onSuccess: goOn })
    }
    exchange()
    // A link that is opened where this page is shown already changes the fragment alone.
    window.addEventListener('hashchange', exchange)
    return () => window.removeEventListener('hashchange', exchange)
  }, [mutate, goOn])

  return (
    <div className={classes.page}>
      <PageHeader title="Sign in">With the link in your terminal, or with a key.</PageHeader>
      <Stack gap="xl">
        {byLink.isPending ? <Text role="status">Signing in with the link…</Text> : null}
        {byLink.isError ? (
          <Problem title="This link does not sign you in" error={byLink.error} />
        ) : (
          <section className={classes.hint} aria-label="With the link">
            <strong>On this machine</strong> open the link that <Code>npm start</Code> prints. It works once, for ten
            minutes; the next start prints another.
          </section>
        )}
        <KeyForm onSignedIn={goOn} />
      </Stack>
    </div>
  )
}

/** Also for who went to another page and was led back here while the answer was on its way. */
function useGoOnWhenSignedIn(goOn: () => void): void {
  const session = useSession()
  const before = useRef(session)
  useEffect(() => {
    if (before.current === null && session) goOn()
    before.current = session
  }, [session, goOn])
}

/**
 * To where one wants to go now, which may have changed while the answer was on its way. Only to pages of this origin: the
 * address may have been made by somebody else.
 */
function useGoOn(): () => void {
  const router = useRouter()
  return useCallback(() => {
    const { pathname, search } = router.history.location
    if (pathname !== '/sign-in') return
    const { to }: { to?: unknown } = router.options.parseSearch(search)
    const address = new URL(typeof to === 'string' ? to : '/', location.origin)
    const inside = address.origin === location.origin && address.pathname !== '/sign-in'
    router.history.replace(inside ? address.pathname + address.search + address.hash : '/')
  }, [router])
}
