import type { Message as WireMessage } from '@parhelion/contract'
import type { Client } from '../clients/model.ts'
import { presentClient } from '../clients/present.ts'
import type { User } from '../users/model.ts'
import { presentUser } from '../users/present.ts'
import type { Message } from './model.ts'

export function presentMessage(message: Message): WireMessage {
  return { id: message.id, received: message.received.toISOString(), ...presentRest(message) }
}

/** JSON of a message as its event tells it: with all of who wrote it through what, and without the time, which comes last. */
export function tellMessage(
  message: Omit<Message, 'seq' | 'received'>,
  { user, client }: { readonly user?: User | undefined; readonly client?: Client | undefined },
): string {
  const { author, source, ...rest } = presentRest(message)
  return JSON.stringify({
    id: message.id,
    author: { ...author, ...(user === undefined ? {} : { user: presentUser(user) }) },
    ...rest,
    source: { ...source, ...(client === undefined ? {} : { client: presentClient(client) }) },
  })
}

// Contents, sources and details are stored in the form in which they were checked by the contract.
type Rest = Omit<WireMessage, 'id' | 'received'>

function presentRest({ author, content, source, details }: Omit<Message, 'seq' | 'received'>): Rest {
  return { author: { ...author }, content, source: { ...source }, ...details } as unknown as Rest
}
