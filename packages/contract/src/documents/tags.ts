/** What the operations of a tag are about, in the order of the reference. */
export const tags: Readonly<Record<string, string>> = {
  Apps: 'An app is a tenant: its integrations, users and conversations are seen by its own credentials only. Apps are made with credentials of account scope.',
  'App Keys': 'Keys that speak for a whole app. An app has at most 10.',
  Integrations:
    'What connects an app to the outside: channels, the SDKs, and programs of your own (type `custom`), which are told of events by webhooks.',
  'Custom Integration API Keys':
    'Keys that speak for one custom integration and reach less than those of its app. An integration has at most 10.',
  Webhooks:
    'Addresses that are called when something happens. Only custom integrations have them; an app has at most 10. Every call carries the secret of its webhook as `X-API-Key`.',
  Switchboards:
    'Who is in control of a conversation: with an enabled switchboard one integration at a time answers, and the others stand by. An app has at most one.',
  'Switchboard Integrations': 'The integrations of a switchboard, each under a name by which control is passed to it.',
  Users: 'The people who write: known by an id of ours and, where given, by one of yours (`externalId`).',
  Clients: 'The channels through which a user can be reached; `sdk` stands for all SDKs.',
  Devices: 'What a user has an SDK on. Only SDKs make them.',
  Conversations:
    'Where users and the business write to each other: `personal` with one user, `sdkGroup` with several. The first personal conversation of a user is its default one.',
  Participants: 'The users of a conversation, and what each has read.',
  Messages: 'What is written, at most 30,000 messages in a conversation, kept in the order in which they came.',
  Attachments: 'Files for messages to show. They are read by addresses that cannot be guessed.',
  Activity: 'What somebody does in a conversation besides writing: reading and typing.',
  'Switchboard Actions':
    'Who is in control of a conversation: control is passed, or offered and accepted, or released to whoever comes next.',
  OAuth:
    'How the program of a partner gets access to an app: its owner agrees on a page, and the partner exchanges a code for a token. Partners are registered by the account, an extension of Parhelion.',
  Simulation:
    'What users do through channels and SDKs, for trying things out in development mode; in production these addresses do not exist. An extension of Parhelion.',
  'Service Accounts':
    'Accounts for programs that provision apps: each sees only the apps it made. They are an extension of Parhelion.',
}
