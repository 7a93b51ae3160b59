import { AppShell, Burger, Group, NavLink, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'

const PAGES = [
  { to: '/', label: 'Start' },
  { to: '/samples', label: 'Samples' },
  { to: '/json-tools', label: 'JSON tools' },
  { to: '/apps', label: 'Apps and keys' },
  { to: '/tokens', label: 'Tokens' },
  { to: '/webhooks', label: 'Webhooks' },
] as const

/** What every page has around it. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure()
  const path = useRouterState({ select: state => state.location.pathname })
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <AppShell.Header>
        <Group h="100%" px="md">
          <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Pages" />
          <Title order={1} size="h3">
            Parhelion
          </Title>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        {PAGES.map(page => (
          <NavLink
            key={page.to}
            component={Link}
            to={page.to}
            label={page.label}
            active={path === page.to}
            onClick={close}
          />
        ))}
        <NavLink component="a" href="/reference" label="API reference" />
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  )
}
