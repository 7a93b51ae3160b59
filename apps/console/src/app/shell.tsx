import { Burger } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { installationQuery } from '../api/installation.ts'
import { useSession } from '../api/session.ts'
import { Account } from './account.tsx'
import { ColorSchemes } from './color-schemes.tsx'
import { Mark } from './mark.tsx'
import { Navigation } from './navigation.tsx'
import classes from './shell.module.css'

/** What every page has around it. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure()
  const main = useRef<HTMLElement>(null)
  useTitle()
  useWayOut()
  useFocusOnArrival(main)
  return (
    <div className={classes.shell}>
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header className={classes.header}>
        <Burger
          className={classes.burger ?? ''}
          opened={opened}
          onClick={toggle}
          size="sm"
          aria-label={opened ? 'Close the list of pages' : 'Open the list of pages'}
          aria-expanded={opened}
          aria-controls="pages"
        />
        <Link to="/" className={classes.brand} onClick={close}>
          <Mark />
          Parhelion
        </Link>
        <Account />
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it wherever the focus is inside */}
      <div
        id="pages"
        className={classes.side}
        data-opened={opened}
        onKeyDown={event => {
          if (event.key === 'Escape') close()
        }}
      >
        <Navigation onGo={close} />
        <ColorSchemes />
      </div>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
    </div>
  )
}

function useTitle(): void {
  const title = useRouterState({ select: state => state.matches.at(-1)?.staticData.title ?? 'Not found' })
  useEffect(() => {
    document.title = `${title} · Parhelion`
  }, [title])
}

/** Whoever goes to another page by keyboard goes on inside of it; nobody is moved when the first page has come. */
function useFocusOnArrival(main: { readonly current: HTMLElement | null }): void {
  const path = useRouterState({ select: state => state.resolvedLocation?.pathname })
  const before = useRef(path)
  useEffect(() => {
    if (before.current !== undefined && before.current !== path) main.current?.focus({ preventScroll: true })
    before.current = path
  }, [path, main])
}

/** Pages that need a session ask for a new one when theirs has ended. */
function useWayOut(): void {
  const session = useSession()
  const before = useRef(session)
  const router = useRouter()
  const client = useQueryClient()
  useEffect(() => {
    if (before.current && session === null) {
      client.invalidateQueries(installationQuery)
      router.invalidate()
    }
    before.current = session
  }, [session, router, client])
}
