export { type Answer, ApiClient, authorizationOf, type Credential, type Refusal } from './client.ts'
export { bearer, signToken } from './tokens.ts'
