import type { Static } from 'typebox'
import { discriminated } from '../kit/discriminated.ts'
import { Id, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { eventsOfConversations } from './conversations.ts'
import { eventsOfPeople } from './people.ts'
import { eventsOfSwitchboards } from './switchboards.ts'

/** Each type of event: what it says, and an example. */
export const declaredEvents = { ...eventsOfPeople, ...eventsOfConversations, ...eventsOfSwitchboards }
type Declared = typeof declaredEvents

/** What an event can tell of. */
export type EventType = keyof Declared

/** What an event of a type says, at its fullest: a receiver may have asked for less, see {@link project}. */
export type EventPayload<T extends EventType> = Static<Declared[T]['schema']>['payload']

/** An event as a receiver gets it. */
export interface WireEvent {
  readonly id: string
  readonly createdAt: string
  readonly type: string
  /** Of an event of a conversation. */
  readonly sequence?: number
  readonly payload: Readonly<Record<string, unknown>>
}

const schemas = Object.fromEntries(Object.entries(declaredEvents).map(([type, { schema }]) => [type, schema]))

/** Something that happened, at its fullest. */
export const Event = discriminated<WireEvent>('type', schemas, '.type: should be the type of an event', {
  title: 'Event',
  description: 'Something that happened.',
})

/** Body of the request that a webhook is called with. */
export const WebhookCall = Type.Object(
  {
    app: Type.Object({ id: Id('The app in which it happened.', '5e4af71a81966cfff3ef6551') }, { title: 'AppOfCall' }),
    webhook: Type.Object(
      {
        id: Id('The webhook that is called.', '5ef21b86e933b7355c11c606'),
        version: text({ description: 'Form of the events: `v2`.', examples: ['v2'] }),
      },
      { title: 'WebhookOfCall' },
    ),
    events: Type.Array(Event, { description: 'What happened; of one user and conversation, or of several.' }),
  },
  { title: 'WebhookCall' },
)
