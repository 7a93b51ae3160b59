import {
  AppNotFound,
  ConversationNotFound,
  Forbidden,
  InvalidRequest,
  SwitchboardInvalidAction,
  SwitchboardInvalidTarget,
} from '../errors.ts'
import { Metadata } from '../kit/metadata.ts'
import { operation } from '../kit/operation.ts'
import { Empty, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

const switchboardIntegration = text({
  description: 'Id, name or type of the switchboard integration, or `next`: the one that follows the active one.',
  examples: ['next'],
})
const metadata = Type.Optional(Metadata)
const Target = Type.Object({ switchboardIntegration, metadata }, { title: 'ControlTarget' })
const Note = Type.Object({ metadata }, { title: 'ControlNote' })

const params = { conversationId: '029c31f25a21b47effd7be90' }
const tag = 'Switchboard Actions'
const access = ['integration', 'app', 'account'] as const
const status = 200

export const PassControl = operation({
  id: 'PassControl',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations/{conversationId}/passControl',
  tag,
  summary: 'Pass Control',
  description: 'Makes another switchboard integration the active one; an offer lapses. The event carries the metadata.',
  access,
  body: Target,
  status,
  reply: Empty,
  errors: [InvalidRequest, SwitchboardInvalidTarget, AppNotFound, ConversationNotFound],
  example: { params, body: { switchboardIntegration: 'next', metadata: { reason: 'wants a human' } }, reply: {} },
})

export const OfferControl = operation({
  id: 'OfferControl',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations/{conversationId}/offerControl',
  tag,
  summary: 'Offer Control',
  description: 'Invites another switchboard integration to take control; an earlier offer lapses.',
  access,
  body: Target,
  status,
  reply: Empty,
  errors: [InvalidRequest, SwitchboardInvalidTarget, AppNotFound, ConversationNotFound],
  example: { params, body: { switchboardIntegration: 'next' }, reply: {} },
})

export const AcceptControl = operation({
  id: 'AcceptControl',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations/{conversationId}/acceptControl',
  tag,
  summary: 'Accept Control',
  description:
    'Makes the switchboard integration that was offered control the active one. An integration accepts only for itself.',
  access,
  body: Note,
  status,
  reply: Empty,
  errors: [InvalidRequest, SwitchboardInvalidAction, Forbidden, AppNotFound, ConversationNotFound],
  example: { params, body: { metadata: { agent: 'Lee' } }, reply: {} },
})

export const ReleaseControl = operation({
  id: 'ReleaseControl',
  method: 'POST',
  path: '/v2/apps/{appId}/conversations/{conversationId}/releaseControl',
  tag,
  summary: 'Release Control',
  description:
    'Leaves nobody in control; whatever happens next makes the default active. An integration releases only for itself.',
  access,
  body: Note,
  bodyOptional: true,
  status,
  reply: Empty,
  errors: [InvalidRequest, Forbidden, AppNotFound, ConversationNotFound],
  example: { params, body: {}, reply: {} },
})
