import type { Static } from 'typebox'
import {
  AppNotFound,
  InvalidRequest,
  SwitchboardIntegrationNotFound,
  SwitchboardNotFound,
  TooManySwitchboardIntegrations,
} from '../errors.ts'
import { operation } from '../kit/operation.ts'
import { Empty, flag, Id, nullable, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

const name = text({
  description: 'Name by which control is passed, unique in the switchboard: letters, digits, `_` and `-`.',
  maxLength: 128,
  pattern: '^[A-Za-z0-9_-]+$',
  'x-problem': 'should have letters, digits, _ and - only',
  examples: ['bot'],
})
const integrationId = text({ description: 'The integration behind it.', examples: ['5ef21b86e933b7355c11c604'] })
const integrationType = text({
  description:
    'Type of the integration: `custom`, the client id of a partner, or a built-in such as `zd:agentWorkspace`.',
  examples: ['custom'],
})
const deliverStandbyEvents = (options: { default?: boolean } = {}) =>
  flag({ description: 'Whether it is told of events while another one is in control.', ...options })
const nextSwitchboardIntegrationId = nullable(text({ description: 'Whom it passes control to with `next`.' }))
const messageHistoryCount = Type.Unsafe<number | null>({
  type: ['integer', 'null'],
  minimum: 1,
  maximum: 10,
  description: 'Latest messages it is given when it takes control.',
})

export const SwitchboardIntegration = Type.Object(
  {
    id: Id('Id of the switchboard integration.', '5ef21b132f21af34f17c4a80'),
    name,
    integrationId,
    integrationType,
    deliverStandbyEvents: deliverStandbyEvents(),
    nextSwitchboardIntegrationId: Type.Optional(nextSwitchboardIntegrationId),
    messageHistoryCount: Type.Optional(messageHistoryCount),
  },
  { title: 'SwitchboardIntegration' },
)

const SwitchboardIntegrationCreate = Type.Object(
  {
    name,
    integrationId: Type.Optional(integrationId),
    integrationType: Type.Optional(integrationType),
    deliverStandbyEvents: Type.Optional(deliverStandbyEvents({ default: true })),
    nextSwitchboardIntegrationId: Type.Optional(nextSwitchboardIntegrationId),
    messageHistoryCount: Type.Optional(messageHistoryCount),
  },
  { title: 'SwitchboardIntegrationCreate', description: 'Names exactly one of `integrationId` and `integrationType`.' },
)

const SwitchboardIntegrationUpdate = Type.Object(
  {
    name: Type.Optional(name),
    integrationId: Type.Optional(integrationId),
    integrationType: Type.Optional(integrationType),
    deliverStandbyEvents: Type.Optional(deliverStandbyEvents()),
    nextSwitchboardIntegrationId: Type.Optional(nextSwitchboardIntegrationId),
    messageHistoryCount: Type.Optional(messageHistoryCount),
  },
  { title: 'SwitchboardIntegrationUpdate' },
)

const switchboardIntegration: Static<typeof SwitchboardIntegration> = {
  id: '5ef21b132f21af34f17c4a80',
  name: 'bot',
  integrationId: '5ef21b86e933b7355c11c604',
  integrationType: 'custom',
  deliverStandbyEvents: true,
}
const params = { switchboardIntegrationId: switchboardIntegration.id }
const tag = 'Switchboard Integrations'
const access = ['app', 'account'] as const
const path = '/v2/apps/{appId}/switchboards/{switchboardId}/switchboardIntegrations'

export const CreateSwitchboardIntegration = operation({
  id: 'CreateSwitchboardIntegration',
  method: 'POST',
  path,
  tag,
  summary: 'Create Switchboard Integration',
  description: 'Puts an integration into the switchboard under a name. A switchboard has at most 10.',
  access,
  body: SwitchboardIntegrationCreate,
  status: 201,
  reply: Type.Object({ switchboardIntegration: SwitchboardIntegration }),
  errors: [InvalidRequest, TooManySwitchboardIntegrations, AppNotFound, SwitchboardNotFound],
  example: {
    body: { name: 'bot', integrationId: '5ef21b86e933b7355c11c604', deliverStandbyEvents: true },
    given: { integrationId: '5ef21b86e933b7355c11c604' },
    reply: { switchboardIntegration },
  },
})

export const ListSwitchboardIntegrations = operation({
  id: 'ListSwitchboardIntegrations',
  method: 'GET',
  path,
  tag,
  summary: 'List Switchboard Integrations',
  description: 'All of the switchboard, oldest first.',
  access,
  status: 200,
  reply: Type.Object({ switchboardIntegrations: Type.Array(SwitchboardIntegration) }),
  errors: [AppNotFound, SwitchboardNotFound],
  example: { reply: { switchboardIntegrations: [switchboardIntegration] } },
})

export const UpdateSwitchboardIntegration = operation({
  id: 'UpdateSwitchboardIntegration',
  method: 'PATCH',
  path: `${path}/{switchboardIntegrationId}`,
  tag,
  summary: 'Update Switchboard Integration',
  description: 'Changes what is sent and leaves the rest. Null unsets.',
  access,
  body: SwitchboardIntegrationUpdate,
  status: 200,
  reply: Type.Object({ switchboardIntegration: SwitchboardIntegration }),
  errors: [InvalidRequest, AppNotFound, SwitchboardNotFound, SwitchboardIntegrationNotFound],
  example: { params, body: { name: 'bot' }, reply: { switchboardIntegration } },
})

export const DeleteSwitchboardIntegration = operation({
  id: 'DeleteSwitchboardIntegration',
  method: 'DELETE',
  path: `${path}/{switchboardIntegrationId}`,
  tag,
  summary: 'Delete Switchboard Integration',
  description:
    'Takes it out of the switchboard, unless it is the default or the next of another one. The integration stays.',
  access,
  status: 200,
  reply: Empty,
  errors: [InvalidRequest, AppNotFound, SwitchboardNotFound, SwitchboardIntegrationNotFound],
  example: { params, reply: {} },
})
