import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

const NAMES = ['app', 'integration', 'webhook', 'tab', 'event', 'state', 'type'] as const

/** What the address says is looked at. Secrets never stand there. */
export type Looking = { readonly [name in (typeof NAMES)[number]]?: string | undefined }

/** Whatever else stands in the address is left out; what the router took for a number was a text. */
function read(search: Readonly<Record<string, unknown>>): Looking {
  const isGiven = (name: string) => typeof search[name] === 'string' || typeof search[name] === 'number'
  return Object.fromEntries(NAMES.filter(isGiven).map(name => [name, String(search[name])]))
}

export interface Place {
  readonly looking: Looking
  /**
   * Changes what is looked at.
   * @param replace whether "back" does not come here again
   */
  look(next: Looking, replace?: boolean): void
}

/** What is looked at stands in the address, so that it can be sent to somebody and "back" works. */
export function usePlace(): Place {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const look = useCallback(
    (next: Looking, replace = false) => void navigate({ to: '/webhooks', search: next as never, replace }),
    [navigate],
  )
  return { looking: read(search), look }
}
