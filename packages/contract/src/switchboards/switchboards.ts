import type { Static } from 'typebox'
import { AppNotFound, OneSwitchboardPerApp, SwitchboardNeedsDefault, SwitchboardNotFound } from '../errors.ts'
import { operation } from '../kit/operation.ts'
import { Empty, flag, Id, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

const defaultSwitchboardIntegrationId = text({
  description: 'Switchboard integration that takes control of a conversation which nobody controls.',
  examples: ['5ef21b132f21af34f17c4a80'],
})

export const Switchboard = Type.Object(
  {
    id: Id('Id of the switchboard.', '5ef21b132f21af34f17c4a7f'),
    enabled: flag({
      description: 'Whether control decides who is told of events. If not, every integration is told of all.',
    }),
    defaultSwitchboardIntegrationId: Type.Optional(defaultSwitchboardIntegrationId),
  },
  { title: 'Switchboard' },
)

const SwitchboardUpdate = Type.Object(
  {
    enabled: Type.Optional(flag({ description: 'Needs a default switchboard integration.' })),
    defaultSwitchboardIntegrationId: Type.Optional(defaultSwitchboardIntegrationId),
  },
  { title: 'SwitchboardUpdate' },
)

const switchboard: Static<typeof Switchboard> = { id: '5ef21b132f21af34f17c4a7f', enabled: false }
const params = { switchboardId: switchboard.id }
const tag = 'Switchboards'
const access = ['app', 'account'] as const

export const CreateSwitchboard = operation({
  id: 'CreateSwitchboard',
  method: 'POST',
  path: '/v2/apps/{appId}/switchboards',
  tag,
  summary: 'Create Switchboard',
  description: 'Makes the switchboard of the app, not enabled yet. An app has at most one.',
  access,
  status: 201,
  reply: Type.Object({ switchboard: Switchboard }),
  errors: [OneSwitchboardPerApp, AppNotFound],
  example: { reply: { switchboard } },
})

export const ListSwitchboards = operation({
  id: 'ListSwitchboards',
  method: 'GET',
  path: '/v2/apps/{appId}/switchboards',
  tag,
  summary: 'List Switchboards',
  description: 'The switchboard of the app, if it has one.',
  access,
  status: 200,
  reply: Type.Object({ switchboards: Type.Array(Switchboard) }),
  errors: [AppNotFound],
  example: { reply: { switchboards: [switchboard] } },
})

export const UpdateSwitchboard = operation({
  id: 'UpdateSwitchboard',
  method: 'PATCH',
  path: '/v2/apps/{appId}/switchboards/{switchboardId}',
  tag,
  summary: 'Update Switchboard',
  description: 'Changes what is sent and leaves the rest.',
  access,
  body: SwitchboardUpdate,
  status: 200,
  reply: Type.Object({ switchboard: Switchboard }),
  errors: [AppNotFound, SwitchboardNotFound, SwitchboardNeedsDefault],
  example: {
    params,
    body: { enabled: true, defaultSwitchboardIntegrationId: '5ef21b132f21af34f17c4a80' },
    given: { switchboardIntegrationId: '5ef21b132f21af34f17c4a80' },
    reply: {
      switchboard: { ...switchboard, enabled: true, defaultSwitchboardIntegrationId: '5ef21b132f21af34f17c4a80' },
    },
  },
})

export const DeleteSwitchboard = operation({
  id: 'DeleteSwitchboard',
  method: 'DELETE',
  path: '/v2/apps/{appId}/switchboards/{switchboardId}',
  tag,
  summary: 'Delete Switchboard',
  description:
    'Removes the switchboard and its switchboard integrations; the integrations stay, and are told of all events.',
  access,
  status: 200,
  reply: Empty,
  errors: [AppNotFound, SwitchboardNotFound],
  example: { params, reply: {} },
})
