import { Metadata } from '../kit/metadata.ts'
import { choice } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { conversation, event, samples } from './parts.ts'
import { describedError } from './people.ts'

const about = { conversation, metadata: Type.Optional(Metadata) }
const reason = Type.Optional(choice(['ticketClosed', 'transferToEmail'], { description: 'What led to it.' }))
const done = Type.Object(about)
const failed = Type.Object({ error: describedError, ...about })
const passed = Type.Object({ ...about, reason })

const bot = {
  id: '5ef21b132f21af34f17c4a80',
  name: 'bot',
  integrationId: '5ef21b86e933b7355c11c604',
  integrationType: 'custom',
}
const desk = { ...bot, id: '5ef21b132f21af34f17c4a81', name: 'desk', integrationId: '5ef21b86e933b7355c11c605' }
const ofBot = { ...samples.conversation, activeSwitchboardIntegration: bot }
const offered = { ...ofBot, pendingSwitchboardIntegration: desk }
const ofDesk = { ...samples.conversation, activeSwitchboardIntegration: desk }
const metadata = { language: 'fr' }
const error = (code: string, message: string) => ({ code, message })
const invalidTarget = error('switchboard_invalid_target', 'There is no such switchboard integration.')

/** Events of control over conversations. */
export const eventsOfSwitchboards = {
  'switchboard:acceptControl': event('switchboard:acceptControl', done, {
    title: 'SwitchboardAcceptControlEvent',
    description: 'Whoever was offered control took it.',
    example: { conversation: ofDesk, metadata },
  }),
  'switchboard:acceptControl:failure': event('switchboard:acceptControl:failure', failed, {
    title: 'SwitchboardAcceptControlFailureEvent',
    description: 'Control could not be taken.',
    example: { error: error('switchboard_invalid_action', 'No control is offered.'), conversation: ofBot },
  }),
  'switchboard:offerControl': event('switchboard:offerControl', done, {
    title: 'SwitchboardOfferControlEvent',
    description: 'Control was offered.',
    example: { conversation: offered, metadata },
  }),
  'switchboard:offerControl:failure': event('switchboard:offerControl:failure', failed, {
    title: 'SwitchboardOfferControlFailureEvent',
    description: 'Control could not be offered.',
    example: { error: invalidTarget, conversation: ofBot },
  }),
  'switchboard:passControl': event('switchboard:passControl', passed, {
    title: 'SwitchboardPassControlEvent',
    description: 'Control was passed.',
    example: { conversation: ofDesk, metadata },
  }),
  'switchboard:passControl:failure': event('switchboard:passControl:failure', failed, {
    title: 'SwitchboardPassControlFailureEvent',
    description: 'Control could not be passed.',
    example: { error: invalidTarget, conversation: ofBot },
  }),
  'switchboard:releaseControl': event('switchboard:releaseControl', passed, {
    title: 'SwitchboardReleaseControlEvent',
    description: 'Control was given back, to whoever comes next.',
    example: { conversation: samples.conversation },
  }),
}
