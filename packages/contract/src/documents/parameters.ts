interface Parameter {
  readonly description: string
  readonly example: string
}

/** What a caller has to know, by name, in paths, queries and bodies; one meaning each over the whole contract. */
const parameters: Readonly<Record<string, Parameter>> = {
  appId: { description: 'Id of the app.', example: '5d8cff3cd55b040010928b5b' },
  integrationId: {
    description: 'Id of the integration. With a key or token of an integration, `me` stands for that integration.',
    example: '029c31f25a21b47effd7be90',
  },
  keyId: { description: 'Id of the key, with its prefix.', example: 'int_5d8cff3cd55b040010928b5b' },
  webhookId: { description: 'Id of the webhook.', example: '029c31f25a21b47effd7be91' },
  eventId: { description: 'Id of the event.', example: '61290a62c64b3af1ff868714' },
  switchboardId: { description: 'Id of the switchboard.', example: '5ef21b132f21af34f17c4a7f' },
  switchboardIntegrationId: { description: 'Id of the switchboard integration.', example: '5ef21b132f21af34f17c4a80' },
  userIdOrExternalId: {
    description: 'Id of the user, or its `externalId`, percent-encoded. What could be both is taken as an id.',
    example: '7494535bff5cef41a15be74d',
  },
  clientId: { description: 'Id of the client.', example: '5fad99e1b0d2b2000d2b2a1d' },
  deviceId: { description: 'Id of the device.', example: '5fad99e1b0d2b2000d2b2a1e' },
  conversationId: { description: 'Id of the conversation.', example: '029c31f25a21b47effd7be90' },
  messageId: { description: 'Id of the message.', example: '6b7dbe0b1f6a5a003b0e2f7c' },
  zendeskId: { description: 'Id of the user in the connected directory.', example: '35436' },
  oauthClientId: { description: 'Id of the partner.', example: '5e4af71a81966cfff3ef6550' },
  userId: { description: 'Id of a user.', example: '7494535bff5cef41a15be74d' },
  discardedUserId: { description: 'Id of the user who goes.', example: '7494535bff5cef41a15be74e' },
  mediaUrl: {
    description: 'Address of an attachment.',
    example: 'https://parhelion.example/attachments/v2/01J9ZQ4T8X6W3N5B7C2D4F6G8H/order.pdf',
  },
  oauthCode: {
    description: 'The code that the partner was given.',
    example: 'yLMRbv1TgLQZKLjxJyaYKwkBjXNlYz3nAGcCFx0BBnw',
  },
  oauthClientSecret: { description: 'Secret of the partner.', example: 'secret of the partner' },
  serviceAccountId: { description: 'Id of the service account.', example: '5d8cff3cd55b040010928b5c' },
}

/** Meaning and example of what a caller has to know; a name without is a fault of the contract. */
export function parameter(name: string): Parameter {
  const known = parameters[name]
  if (known === undefined) throw new Error(`The name '${name}' is not described in parameters.ts`)
  return known
}
