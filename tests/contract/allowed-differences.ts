/** Where our contract differs from the official file on purpose. */
export interface AllowedDifference {
  /** The differences meant, from beginning to end. */
  readonly covers: RegExp
  readonly reason: string
}

/** The version of the file that the list below was made for. */
export const OFFICIAL_VERSION = '17.12.1'

/** How many entries the list has. For one version of the file it grows only with operations, events and extensions that are new to us. */
export const ALLOWED_COUNT = 45

/** The file names them in its prose only, so the list stands here to be held against ours. */
const TRIGGERS = [
  'client:add',
  'client:remove',
  'client:update',
  'conversation:create',
  'conversation:join',
  'conversation:leave',
  'conversation:message',
  'conversation:message:delivery:channel',
  'conversation:message:delivery:failure',
  'conversation:message:delivery:user',
  'conversation:postback',
  'conversation:read',
  'conversation:referral',
  'conversation:remove',
  'conversation:typing',
  'passthrough:messaging',
  'switchboard:acceptControl',
  'switchboard:acceptControl:failure',
  'switchboard:offerControl',
  'switchboard:offerControl:failure',
  'switchboard:passControl',
  'switchboard:passControl:failure',
  'switchboard:releaseControl',
  'user:merge',
  'user:remove',
  'user:update',
]

export const allowedDifferences: readonly AllowedDifference[] = [
  {
    covers: /^\w+ reply (401|403|429): not in the file$/,
    reason: 'Every operation asks for credentials, holds them against its scopes and counts requests, and says so.',
  },
  {
    covers: /^\w+ reply (413|415): not in the file$/,
    reason: 'Every operation with a body limits its size and takes JSON only, and says so.',
  },
  {
    covers:
      /^(ListIntegrations|CreateIntegration|(List|Create)AppKeys?|(List|Create|Sync)Users?|(List|Create)Clients?|ListDevices|UploadAttachment) reply 404: not in the file$/,
    reason: 'These operations stand below an app or a user, which may not exist.',
  },
  {
    covers: /^(DownloadMessageRef|PostConversionEvents|PostMessage|PostActivity) reply 404: not in the file$/,
    reason: 'These operations stand below a conversation, which may not exist.',
  },
  {
    covers: /^(List|Create|Get|Delete)CustomIntegrationKeys? reply 404: not in the file$/,
    reason: 'These operations stand below an app and an integration, which may not exist.',
  },
  {
    covers:
      /^(CreateAppKey|CreateCustomIntegrationKey|UpdateIntegration|UpdateSwitchboard|\w+Users?|DeleteUserPersonalInformation|(Update|Delete)SwitchboardIntegration|CreateClient|ListDevices|GetDevice|ListMessages|(Create|Update|Leave)Conversation|DownloadMessageRef|PostConversionEvents|PostMessage|PostActivity|(Pass|Offer|Accept|Release)Control|Authorize|GetToken) reply 400: not in the file$/,
    reason:
      'A body or a query can be wrong, the tenth key is the last, and what is in use as a default is not deleted.',
  },
  {
    covers: /^\w+ reply \d{3}\.\S+: required yes ≠ no$/,
    reason: 'Our replies always have these properties; the file leaves open which of its replies do.',
  },
  {
    covers: /^\w+ reply 4\d\d\.errors: minItems 1 ≠ none$/,
    reason: 'An error always says at least one thing.',
  },
  {
    covers:
      /^(Create|List|Get|Update|Delete)Webhooks?: (basicAuth|bearerAuth) scopes account, app, integration ≠ app, integration$/,
    reason: 'The prose of the file lets credentials of account scope call every operation.',
  },
  {
    covers:
      /^((List|Create|Get|Update)Apps?|GetTokenInfo|(List|Create|Get)CustomIntegrationKeys?) reply 20[01]\.\S+\.displayName: type string ≠ null or string$/,
    reason: 'Apps and keys are created with a name, which nothing unsets: it is never null.',
  },
  {
    covers: /^(List|Create|Get)AppKeys? reply 20[01]\.\S+\.displayName: (minLength 1|maxLength 100) ≠ none$/,
    reason: 'The reply repeats the name that was sent, to which the limits applied.',
  },
  {
    covers: /^CreateCustomIntegrationKey body\.displayName: (minLength 1|maxLength 100) ≠ none$/,
    reason: 'The file limits the name in the reply, and the name of an app key also in the body.',
  },
  {
    covers: /^\w+ (body\S*|reply 20[01]\.\S+?)\.metadata\.\*: not in the file$/,
    reason: 'The prose of the file allows strings, numbers and booleans as values of metadata, and nothing nested.',
  },
  {
    covers: /^\w+ (body|reply 20[01])\S*\.(webhook|webhooks\[\])\.target: (format|pattern) .+ ≠ none$/,
    reason: 'A target that is no address cannot be called.',
  },
  {
    covers: /^(Create|Update)Webhook body\.target: (format|pattern) .+ ≠ none$/,
    reason: 'A target that is no address cannot be called.',
  },
  {
    covers: /^\w+ (body|reply 20[01])\S*\.target: maxLength 2048 ≠ none$/,
    reason: 'Addresses are limited to 2048 characters, as the other addresses of the file are.',
  },
  {
    covers: /^\w+ (body|reply 20[01])\S*\.triggers: minItems 1 ≠ none$/,
    reason: 'A webhook without triggers would never be called.',
  },
  {
    covers: new RegExp(`^\\w+ (body|reply 20[01])\\S*\\.triggers\\[\\]: enum \\*, ${TRIGGERS.join(', ')} ≠ none$`),
    reason: 'The prose of the file lists the triggers; one with a spelling fault would never fire.',
  },
  {
    covers: /^\w+ reply 20[01]\S+\{custom\}\.webhooks: (minItems|maxItems) none ≠ 1$/,
    reason: 'The limit is one of the creation: webhooks are added and removed later.',
  },
  {
    covers: /^CreateIntegration body\{custom\}\.webhooks\[\]\.secret: missing$/,
    reason: 'The secret of a webhook is made by the server, as in the creation of a webhook by itself.',
  },
  {
    covers:
      /^\w+ reply 20[01]\S+(\{apple\}\.authenticationMessageSecret|\{line\}\.(channelSecret|channelAccessToken|switcherSecret)|\{mailgun\}\.signingKey|\{messenger\}\.pageAccessToken|\{whatsapp\}\.accountManagementAccessToken): missing$/,
    reason: 'Secrets of channels are sealed and never returned, also those that the file forgot to mark.',
  },
  {
    covers:
      /^\w+ \S+( \S+)?\{web\}\.(displayStyle: enum button, tab|(buttonIconUrl|integrationOrder|originWhitelist): default null) ≠ none$/,
    reason: 'The prose of the file gives these values and defaults.',
  },
  {
    covers: /^\w+ \S+( \S+)?\{(android|ios|unity|web)\}\.canUserSeeConversationList: default true ≠ none$/,
    reason: 'The prose of the file says that the list is visible by default.',
  },
  {
    covers:
      /^\w+ (\S+( \S+)?\{web\}\.((brandColor|conversationColor|actionColor)|originWhitelist\[\])|(body|reply 20[01]\.switchboardIntegrations?(\[\])?)\.name|(body|reply 20[01]\.users?(\[\])?)\.signedUpAt): (pattern|format) .+ ≠ none$/,
    reason: 'The prose of the file gives these forms: hexadecimal digits, an origin, letters of a name, a time.',
  },
  {
    covers:
      /^\w+ \S+( \S+)?(\{line\}\.qrCodeUrl|\{web\}\.(buttonIconUrl|businessIconUrl|backgroundImageUrl|prechatCapture\.avatarUrl)): pattern .+ ≠ none$/,
    reason: 'Browsers of users load these addresses: none but http and https.',
  },
  {
    covers: /^\w+ \S+( \S+)?\{web\}\.prechatCapture\.avatarUrl: default none ≠ "undefined"$/,
    reason: 'The word is a slip of the generator of the file.',
  },
  {
    covers:
      /^\w+ \S+( \S+)?\{web\}\.prechatCapture\.fields\[\]\.(placeholder|minSize|maxSize|options): not in the file$/,
    reason: 'The file gives these properties to the fields of a form message, which the form before a chat becomes.',
  },
  {
    covers: /^ListUsers query\.filter\.identities\.email: required yes ≠ no$/,
    reason: 'The file marks it as required in a place where the mark has no meaning; its prose requires it.',
  },
  {
    covers: /^\w+ (body|reply 20[01])\S*\.author\.subtypes(\[\])?: (minItems|maxItems|uniqueItems) \S+ ≠ \S+$/,
    reason: 'The file writes the limits of the list inside of its items, where they have no meaning.',
  },
  {
    covers:
      /^(CreateConversation body\.participants\[\]|(Join|Leave)Conversation body|PostConversionEvents body|(PostMessage body|CreateClient body\.confirmation\.message)\.(destination|override))(\.\w+|\{\d\})?: (type object ≠ none|not in the file|missing)$/,
    reason:
      'Unions of open objects cannot be told apart: one object has the properties of all, and the rule stands with the operation.',
  },
  {
    covers: /^CreateClient body\.matchCriteria\{\w+\}\.phoneNumber: pattern .+ ≠ none$/,
    reason: 'The prose of the file gives the form of the number.',
  },
  {
    covers: /^\w+ reply 20[01]\S+(\.content\{list\}\.text|\{postback\}\.uri): not in the file$/,
    reason:
      'The examples of the file have the text of a list and the empty address of a postback, and its schemas forgot them.',
  },
  {
    covers:
      /^\w+ reply 20[01]\S+\.quotedMessage\{message\}\.message(\.\w+)?: (type object ≠ none|recursive none ≠ yes|not in the file)$/,
    reason: 'A message that is quoted quotes none itself.',
  },
  {
    covers: /^GetTokenInfo: (basicAuth|bearerAuth) scopes integration ≠ none$/,
    reason: 'The prose of the file sends the token, which its list of credentials forgot.',
  },
  {
    covers: /^Authorize reply 200: not in the file$/,
    reason: 'The browser is shown the page that asks the owner of an app before it is led back.',
  },
  {
    covers: /^PostMessage (header\.Idempotency-Key|reply 422): not in the file$/,
    reason: 'An extension: a post that is sent again is not written again.',
  },
  {
    covers: /^\w+ (body|reply \d{3})\S*\.strictOrder: not in the file$/,
    reason: 'An extension: a webhook can ask that what was not taken holds back what came after it.',
  },
  {
    covers: /^EventWebhooks body\.events\[\]\{\w+\}\.sequence: not in the file$/,
    reason: 'An extension: a receiver can tell the order of the events of a conversation.',
  },
  {
    covers: /^EventWebhooks body\S*: required yes ≠ no$/,
    reason: 'Our events always have these properties; the file leaves open which of its events do.',
  },
  {
    covers: /^EventWebhooks body\S*: type (object|array|string) ≠ (null or \1|\1 or null)$/,
    reason: 'What an event does not have is left out, never null.',
  },
  {
    covers: /^EventWebhooks body\.events\[\]\{\w+\}(\.payload\.activity)?\.type: enum .+ ≠ none$/,
    reason: 'The type tells the events apart, so each schema says its own.',
  },
  {
    covers: /^EventWebhooks body\S+\.(metadata|discardedMetadata)\.\*: not in the file$/,
    reason: 'The prose of the file allows strings, numbers and booleans as values of metadata, and nothing nested.',
  },
  {
    covers: /^EventWebhooks body\S+\.(signedUpAt: format .+ ≠ none|error\.(code|message): not in the file)$/,
    reason: 'The examples of the file have these forms.',
  },
  {
    covers:
      /^EventWebhooks body\S+(\.author\.(subtypes|displayName|avatarUrl)|\.(activity|references)|\.content\{list\}\.text|\{postback\}\.uri): not in the file$/,
    reason: 'The event tells of the message what a reply tells of it; the examples of the file do so too.',
  },
  {
    covers:
      /^EventWebhooks body\S+\.quotedMessage\{message\}\.message(\.\w+)?: (type object ≠ none|recursive none ≠ yes|missing)$/,
    reason: 'A message that is quoted quotes none itself.',
  },
]
