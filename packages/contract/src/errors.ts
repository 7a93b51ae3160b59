import type { ErrorDefinition } from './kit/error-definition.ts'
import type { Operation } from './kit/operation.ts'
import { text } from './kit/schema.ts'
import { Type } from './kit/type.ts'

const define = (status: number, code: string, title: string): ErrorDefinition => ({ status, code, title })

export const InvalidRequest = define(400, 'bad_request', "should have required property 'displayName'")
export const InvalidPage = define(400, 'bad_request', 'Invalid page query parameters')
export const InvalidQuery = define(400, 'bad_request', 'Invalid query parameters')
export const InvalidIntegrationType = define(400, 'bad_request', 'Invalid integration type')
export const MetadataTooLarge = define(400, 'bad_request', 'App metadata is limited to 4096 bytes in size.')
export const KeysOnlyForCustom = define(400, 'bad_request', 'API keys are available only for custom integrations')
export const WebhooksOnlyForCustom = define(400, 'bad_request', 'Webhooks are available only for custom integrations')
export const TooManyKeys = define(400, 'bad_request', 'Limit of 10 API keys reached')
export const TooManyWebhooks = define(400, 'bad_request', 'Limit of 10 webhooks per app reached')
export const ManagedSdkIntegration = define(
  400,
  'bad_request',
  'SDK integrations configured on Admin Center cannot be deleted',
)
export const OneSwitchboardPerApp = define(400, 'bad_request', 'Only one switchboard can be created per app')
export const TooManySwitchboardIntegrations = define(
  400,
  'too_many_switchboard_integrations',
  'Switchboard has reached the max number of switchboard integrations (10)',
)
export const UserMetadataTooLarge = define(400, 'bad_request', 'User metadata is limited to 4096 bytes in size.')
export const MessageMetadataTooLarge = define(400, 'bad_request', 'Message metadata is limited to 4096 bytes in size.')
export const ConversationMetadataTooLarge = define(
  400,
  'bad_request',
  'Conversation metadata is limited to 4096 bytes in size.',
)
/** The sentence has the id of the conversation in place of the second word. */
export const ConversationIsDefault = define(
  400,
  'bad_request',
  'Conversation 029c31f25a21b47effd7be90 cannot be deleted because it is the default.',
)
export const OneConversationPerUser = define(
  400,
  'bad_request',
  'The user has a conversation already, and multiConvoEnabled is off',
)
export const TooManyParticipants = define(400, 'bad_request', 'Too many participants')
export const SdkClientStays = define(400, 'bad_request', "Cannot remove a client of type 'sdk'")
export const ChannelNotConnected = define(400, 'bad_request', 'The channel is not connected')
export const SwitchboardInvalidTarget = define(400, 'switchboard_invalid_target', 'Switchboard invalid target')
export const SwitchboardInvalidAction = define(
  400,
  'switchboard_invalid_action',
  'There is no pendingSwitchboardIntegration',
)
/** The sentence ends with the address. */
export const UnsupportedMediaUrl = define(
  400,
  'bad_request',
  'Unsupported media URL for attachment deletion: https://example.com/image.png',
)
export const InvalidGrant = define(400, 'bad_request', 'The code is not valid, not valid any more, or was used before')
export const Unauthorized = define(401, 'unauthorized', 'Authorization is required')
export const PaymentRequired = define(
  402,
  'payment_required',
  'Your account has reached the maximum number of apps for your subscription plan',
)
export const Forbidden = define(403, 'forbidden', 'Forbidden')
export const ForeignServiceAccount = define(
  403,
  'forbidden',
  'The serviceAccountId provided does not match supplied credentials',
)
export const NotFound = define(404, 'not_found', 'Resource not found')
export const AppNotFound = define(404, 'app_not_found', 'App not found')
export const IntegrationNotFound = define(404, 'integration_not_found', 'Integration not found')
export const SwitchboardNotFound = define(404, 'switchboard_not_found', 'Switchboard not found')
export const SwitchboardIntegrationNotFound = define(
  404,
  'switchboard_integration_not_found',
  'SwitchboardIntegration not found',
)
export const SwitchboardNeedsDefault = define(
  404,
  'switchboard_integration_not_found',
  'Enabled switchboard must have an associated default switchboardIntegration',
)
export const UserNotFound = define(404, 'user_not_found', 'User not found')
export const ConversationNotFound = define(404, 'conversation_not_found', 'Conversation not found')
export const NotAMember = define(404, 'not_found', 'User is not a member of the conversation')
export const ClientNotFound = define(404, 'client_not_found', 'Client not found')
export const DeviceNotFound = define(404, 'device_not_found', 'Device not found')
export const AttachmentNotFound = define(404, 'not_found', 'Attachment not found')
export const EventNotFound = define(404, 'not_found', 'Event not found')
export const UserExists = define(409, 'conflict', 'User already exists')
export const MethodNotAllowed = define(405, 'method_not_allowed', 'Method not allowed')
export const RequestTimeout = define(408, 'request_timeout', 'The request took too long to arrive')
export const PayloadTooLarge = define(413, 'payload_too_large', 'The request body is larger than 102400 bytes')
export const FileTooLarge = define(413, 'payload_too_large', 'The file is larger than 52428800 bytes')
export const UriTooLong = define(414, 'uri_too_long', 'The address or the headers of the request are too long')
export const UnsupportedMediaType = define(415, 'unsupported_media_type', 'The content type should be application/json')
export const IdempotencyKeyReused = define(
  422,
  'idempotency_key_reused',
  'The Idempotency-Key was used for another message',
)
export const MessageLimitReached = define(423, 'locked', 'Message limit of 30000 per conversation reached.')
export const TooManyRequests = define(429, 'too_many_requests', 'Too many requests')
export const InternalError = define(500, 'internal_error', 'Internal server error')
export const Unavailable = define(503, 'service_unavailable', 'The service is temporarily unavailable')

/** What every operation can answer besides its own errors; declared here once. */
export function commonErrors(operation: Operation): readonly ErrorDefinition[] {
  const withInput = operation.body !== undefined || operation.query !== undefined
  const documents400 = operation.errors.some(error => error.status === 400)
  const forAnybody = operation.access.length === 0
  return [
    ...(withInput && !documents400 ? [InvalidRequest] : []),
    Unauthorized,
    ...(forAnybody || operation.errors.some(error => error.status === 403) ? [] : [Forbidden]),
    ...(operation.body === undefined
      ? []
      : [...(operation.bodyType === undefined ? [PayloadTooLarge] : []), UnsupportedMediaType]),
    TooManyRequests,
  ]
}

/** The envelope of every error; more than one element only with 400. */
export const ErrorReply = Type.Object(
  {
    errors: Type.Array(
      Type.Object({
        code: text({ description: 'Stable word to branch on.', examples: ['not_found'] }),
        title: text({ description: 'A sentence for people.', examples: ['Resource not found'] }),
      }),
      { minItems: 1 },
    ),
  },
  { title: 'ErrorReply', description: 'What went wrong.' },
)

/** A catalogue error on its way to the caller. `message` is for the log, `titles` are for the caller. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly definition: ErrorDefinition
  readonly titles: readonly string[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    definition: ErrorDefinition,
    options: {
      readonly titles?: readonly string[]
      readonly headers?: Readonly<Record<string, string>>
      readonly log?: string
      readonly cause?: unknown
    } = {},
  ) {
    super(options.log ?? options.titles?.join('; ') ?? definition.title, { cause: options.cause })
    this.definition = definition
    this.titles = options.titles ?? [definition.title]
    this.headers = options.headers ?? {}
  }

  /** The body that goes on the wire. */
  toReply(): { errors: { code: string; title: string }[] } {
    return { errors: this.titles.map(title => ({ code: this.definition.code, title })) }
  }
}
