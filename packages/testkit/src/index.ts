export { type Answer, ApiClient, authorizationOf, type Credential, type Refusal } from './client.ts'
export { type ReceivedCall, type ReceivedEvent, type Respond, WebhookReceiver } from './receiver.ts'
export { bearer, signToken } from './tokens.ts'
