import { useEffect, useEffectEvent, useState } from 'react'
import { ApiError, call } from '../../api/call.ts'

/** `ended`: whoever is here is not signed in any more, so nothing is tried again. */
export type Link = 'connecting' | 'live' | 'broken' | 'ended'

const AGAIN_MS = 2000

interface Listener {
  /** At each connection, also after one that broke: what happened in between has to be asked for. */
  opened(): void
  told(data: string): void
}

/**
 * Listens to a stream of server-sent events for as long as the component is there, and connects again when it breaks.
 * @param event name of the events that are listened to
 */
export function useStream(address: string, event: string, listener: Listener): Link {
  const [link, setLink] = useState<Link>('connecting')
  const opened = useEffectEvent(() => listener.opened())
  const told = useEffectEvent((data: string) => listener.told(data))

  useEffect(() => {
    let source: EventSource
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false

    function connect(): void {
      source = new EventSource(address)
      source.addEventListener('open', () => {
        setLink('live')
        opened()
      })
      source.addEventListener(event, message => told(message.data))
      source.addEventListener('error', () => {
        setLink('broken')
        // A browser tries again by itself where no answer came, and gives up after one that it does not like.
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(again, AGAIN_MS)
      })
    }
    async function again(): Promise<void> {
      const refusal = await call('GET', '/hub/session').catch(error => error)
      if (isOver) return
      if (refusal instanceof ApiError && refusal.status === 401) setLink('ended')
      else connect()
    }

    setLink('connecting')
    connect()
    return () => {
      isOver = true
      clearTimeout(timer)
      source.close()
    }
  }, [address, event])
  return link
}
