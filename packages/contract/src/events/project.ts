import type { WireEvent } from './events.ts'

/** What a webhook asks to be told of in full. */
export interface Fullness {
  readonly includeFullUser: boolean
  readonly includeFullSource: boolean
}

type Payload = Readonly<Record<string, unknown>>
type Path = readonly string[]

const USERS: readonly Path[] = [
  ['user'],
  ['message', 'author', 'user'],
  ['activity', 'author', 'user'],
  ['mergedUsers', 'surviving'],
  ['mergedUsers', 'discarded'],
]
const SOURCES: readonly Path[] = [['source'], ['message', 'source'], ['activity', 'source']]
const OF_USER = new Set(['id', 'authenticated', 'externalId', 'zendeskId', 'brandId'])
const OF_FULL_SOURCE = new Set(['client', 'device'])

const NARROWED = new RegExp(`"(?:${[...USERS.map(path => path.at(-1)), ...OF_FULL_SOURCE].join('|')})" ?:`)

/** Whether {@link project} may take something out of a payload, by its JSON: most have nothing of that kind, and need not be read. */
export function mayBeNarrowed(json: string): boolean {
  return NARROWED.test(json)
}

/** The event as a webhook gets it: of users the ids only, of sources no client and device, unless it asked for more. */
export function project(event: WireEvent, { includeFullUser, includeFullSource }: Fullness): WireEvent {
  const users = includeFullUser ? [] : USERS.map(path => [path, (name: string) => OF_USER.has(name)] as const)
  const sources = includeFullSource
    ? []
    : SOURCES.map(path => [path, (name: string) => !OF_FULL_SOURCE.has(name)] as const)
  const payload = [...users, ...sources].reduce((told, [path, keeps]) => narrow(told, path, keeps), event.payload)
  return { ...event, payload }
}

/** The payload with fewer properties at a path; where nothing is there, nothing changes. */
function narrow(payload: Payload, path: Path, keeps: (name: string) => boolean): Payload {
  const [step, ...rest] = path
  if (step === undefined) return Object.fromEntries(Object.entries(payload).filter(([name]) => keeps(name)))
  const part = payload[step]
  return typeof part === 'object' && part !== null
    ? { ...payload, [step]: narrow(part as Payload, rest, keeps) }
    : payload
}
