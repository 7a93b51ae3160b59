import { Link } from '@tanstack/react-router'
import classes from './navigation.module.css'

const GROUPS = [
  {
    title: 'Write',
    pages: [
      { to: '/samples', label: 'Samples' },
      { to: '/json-tools', label: 'JSON tools' },
    ],
  },
  {
    title: 'Run',
    pages: [
      { to: '/apps', label: 'Apps and keys' },
      { to: '/tokens', label: 'Tokens' },
      { to: '/webhooks', label: 'Webhooks' },
    ],
  },
] as const

/** Pages that the server writes, outside of this one. */
const READING = [
  { href: '/reference', label: 'API reference' },
  { href: '/guides/receive-webhooks', label: 'Receive webhooks' },
  { href: '/guides/run-in-production', label: 'Run in production' },
]

/** The list of all pages. @param onGo called when one was chosen */
export function Navigation({ onGo }: { readonly onGo: () => void }) {
  return (
    <nav aria-label="Pages" className={classes.nav}>
      <ul className={classes.list}>
        <Entry to="/" label="Start" onGo={onGo} />
      </ul>
      {GROUPS.map(group => (
        <Group key={group.title} title={group.title}>
          {group.pages.map(page => (
            <Entry key={page.to} to={page.to} label={page.label} onGo={onGo} />
          ))}
        </Group>
      ))}
      <Group title="Read">
        {READING.map(page => (
          <li key={page.href}>
            <a href={page.href} className={classes.link}>
              {page.label}
            </a>
          </li>
        ))}
      </Group>
    </nav>
  )
}

function Group({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  const id = `pages-${title}`
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      <ul className={classes.list}>{children}</ul>
    </section>
  )
}

interface EntryProps {
  readonly to: '/' | (typeof GROUPS)[number]['pages'][number]['to']
  readonly label: string
  readonly onGo: () => void
}

function Entry({ to, label, onGo }: EntryProps) {
  return (
    <li>
      <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }} className={classes.link} onClick={onGo}>
        {label}
      </Link>
    </li>
  )
}
