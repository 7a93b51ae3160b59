import type { Static } from 'typebox'
import { AppNotFound, InvalidRequest, UserExists, UserMetadataTooLarge, UserNotFound } from '../errors.ts'
import { limits } from '../kit/limits.ts'
import { Metadata } from '../kit/metadata.ts'
import { operation } from '../kit/operation.ts'
import { Empty, flag, Id, nullable, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

const name = (description: string, example: string) =>
  nullable(text({ description, minLength: 1, maxLength: limits.profileNameLength, examples: [example] }))

export const Profile = Type.Object(
  {
    givenName: Type.Optional(name('Given name. Null clears it.', 'Steve')),
    surname: Type.Optional(name('Surname. Null clears it.', 'Brule')),
    email: Type.Optional(
      nullable(
        text({
          description: 'Mail address. Null clears it.',
          format: 'email',
          'x-problem': 'should be a mail address',
          minLength: 1,
          maxLength: limits.profileNameLength,
          examples: ['steve.brule@example.com'],
        }),
      ),
    ),
    avatarUrl: Type.Optional(
      nullable(
        text({
          description: 'Address of a picture. Null clears it.',
          format: 'uri',
          'x-problem': 'should be an absolute address',
          minLength: 1,
          maxLength: limits.urlLength,
          examples: ['https://example.com/steve.png'],
        }),
      ),
    ),
    locale: Type.Optional(
      nullable(
        text({
          description: 'Language tag (BCP 47). Null clears it.',
          minLength: 1,
          maxLength: 64,
          examples: ['fr-CA'],
        }),
      ),
    ),
  },
  { title: 'Profile', description: 'Who a user is. What is not sent stays as it is.' },
)
export type Profile = Static<typeof Profile>

const Identity = Type.Object(
  {
    type: text({ description: 'Kind of the identity.', examples: ['email'] }),
    value: text({ description: 'The identity itself.', minLength: 1, maxLength: 128, examples: ['steve@example.com'] }),
    verification: text({ description: 'How it was made sure.', examples: ['sso'] }),
  },
  { title: 'Identity' },
)

const externalId = text({
  description: 'Your own id of the user, unique in the app, or in its brand where `brandId` is given.',
  minLength: 1,
  maxLength: limits.externalIdLength,
  examples: ['your-own-id'],
})
const brandId = nullable(text({ description: 'Brand the user belongs to.', minLength: 1, maxLength: 24 }))
const signedUpAt = text({
  description: 'When the user signed up; initially the time of creation.',
  format: 'date-time',
  'x-problem': 'should be a time such as 2026-01-31T12:00:00.000Z',
  examples: ['2026-01-31T12:00:00.000Z'],
})
const toBeRetained = flag({ description: 'Whether the user stays however long nothing happens.' })

export const User = Type.Object(
  {
    id: Id('Id of the user.', '7494535bff5cef41a15be74d'),
    authenticated: flag({ description: 'Whether the user ever proved who they are.', readOnly: true }),
    externalId: Type.Optional(nullable(text({ description: 'Your own id of the user.', examples: ['your-own-id'] }))),
    zendeskId: Type.Optional(nullable(text({ description: 'Id of the user in a connected directory.' }))),
    brandId: Type.Optional(nullable(text({ description: 'Brand the user belongs to.' }))),
    signedUpAt,
    toBeRetained: Type.Optional(toBeRetained),
    profile: Profile,
    metadata: Type.Unsafe<NonNullable<Static<typeof Metadata>>>({ ...Metadata, title: 'UserMetadata', type: 'object' }),
    identities: Type.Array(Identity, { description: 'Proven ways to reach the user.', readOnly: true }),
  },
  { title: 'User' },
)

const UserCreate = Type.Object(
  {
    externalId: Type.Optional(externalId),
    brandId: Type.Optional(brandId),
    signedUpAt: Type.Optional(signedUpAt),
    toBeRetained: Type.Optional(toBeRetained),
    profile: Type.Optional(Profile),
    metadata: Type.Optional(Metadata),
  },
  { title: 'UserCreate' },
)

const UserUpdate = Type.Object(
  {
    signedUpAt: Type.Optional(signedUpAt),
    toBeRetained: Type.Optional(toBeRetained),
    profile: Type.Optional(Profile),
    metadata: Type.Optional(Metadata),
  },
  { title: 'UserUpdate' },
)

const user: Static<typeof User> = {
  id: '7494535bff5cef41a15be74d',
  authenticated: false,
  externalId: 'your-own-id',
  signedUpAt: '2026-01-31T12:00:00.000Z',
  toBeRetained: false,
  profile: { givenName: 'Steve', surname: 'Brule' },
  metadata: {},
  identities: [],
}
const params = { userIdOrExternalId: user.id }
const brandQuery = Type.Object({
  brandId: Type.Optional(text({ description: 'Brand in which an `externalId` is looked for.' })),
})
const reply = Type.Object({ user: User })
const tag = 'Users'
const access = ['integration', 'app', 'account'] as const

export const CreateUser = operation({
  id: 'CreateUser',
  method: 'POST',
  path: '/v2/apps/{appId}/users',
  tag,
  summary: 'Create User',
  description: 'Makes a user. Without `externalId` it can only be found by the id that is returned.',
  access,
  body: UserCreate,
  status: 201,
  reply,
  errors: [InvalidRequest, UserMetadataTooLarge, AppNotFound, UserExists],
  example: { body: { externalId: 'your-own-id', profile: { givenName: 'Steve', surname: 'Brule' } }, reply: { user } },
})

export const ListUsers = operation({
  id: 'ListUsers',
  method: 'GET',
  path: '/v2/apps/{appId}/users',
  tag,
  summary: 'List Users by Email',
  description: 'The users that have a mail address among their identities; addresses of profiles do not count.',
  access,
  query: Type.Object({
    filter: Type.Object({
      'identities.email': text({ description: 'The mail address.', examples: ['steve@example.com'] }),
    }),
    brandId: Type.Optional(text({ description: 'Only users of this brand.' })),
  }),
  status: 200,
  reply: Type.Object({ users: Type.Array(User) }),
  errors: [AppNotFound],
  example: { reply: { users: [user] } },
})

export const GetUser = operation({
  id: 'GetUser',
  method: 'GET',
  path: '/v2/apps/{appId}/users/{userIdOrExternalId}',
  tag,
  summary: 'Get User',
  description: 'One user.',
  access,
  query: brandQuery,
  status: 200,
  reply,
  errors: [AppNotFound, UserNotFound],
  example: { params, reply: { user } },
})

export const UpdateUser = operation({
  id: 'UpdateUser',
  method: 'PATCH',
  path: '/v2/apps/{appId}/users/{userIdOrExternalId}',
  tag,
  summary: 'Update User',
  description:
    'Adds what is sent to what is there, property by property, in `profile` and `metadata` too. `metadata: null` clears it.',
  access,
  query: brandQuery,
  body: UserUpdate,
  status: 200,
  reply,
  errors: [InvalidRequest, UserMetadataTooLarge, AppNotFound, UserNotFound],
  example: { params, body: { profile: { givenName: 'Steve' } }, reply: { user } },
})

export const DeleteUser = operation({
  id: 'DeleteUser',
  method: 'DELETE',
  path: '/v2/apps/{appId}/users/{userIdOrExternalId}',
  tag,
  summary: 'Delete User',
  description: 'Takes the user away at once; what belongs to it is removed soon after, and `user:remove` tells when.',
  access,
  query: brandQuery,
  status: 200,
  reply: Empty,
  errors: [AppNotFound, UserNotFound],
  example: { params, reply: {} },
})

export const DeleteUserPersonalInformation = operation({
  id: 'DeleteUserPersonalInformation',
  method: 'DELETE',
  path: '/v2/apps/{appId}/users/{userIdOrExternalId}/personalinformation',
  tag,
  summary: 'Delete User Personal Information',
  description:
    'Clears profile and metadata of the user and what its clients tell of it; conversations and `externalId` stay.',
  access,
  query: brandQuery,
  status: 200,
  reply,
  errors: [AppNotFound, UserNotFound],
  example: { params, reply: { user: { ...user, profile: {} } } },
})

export const MergeUsers = operation({
  id: 'MergeUsers',
  method: 'POST',
  path: '/v2/apps/{appId}/users/{userIdOrExternalId}/merge',
  tag,
  extension: true,
  summary: 'Merge Users',
  description:
    'Makes one user of two: the one of the path stays, and gets clients, conversations and identities of the other one, who goes. Where both have a value, that of the one who stays counts; metadata that does not fit any more is dropped, and told.',
  access,
  query: brandQuery,
  body: Type.Object(
    {
      discarded: Type.Object({
        userId: Type.Optional(text({ description: 'The user who goes.', examples: ['7494535bff5cef41a15be74e'] })),
        userExternalId: Type.Optional(text({ description: 'The user who goes, by your own id.' })),
      }),
    },
    { title: 'UserMerge' },
  ),
  status: 200,
  reply,
  errors: [InvalidRequest, AppNotFound, UserNotFound],
  example: {
    params,
    body: { discarded: { userId: '7494535bff5cef41a15be74e' } },
    given: { discardedUserId: '7494535bff5cef41a15be74e' },
    reply: { user },
  },
})

export const SyncUser = operation({
  id: 'SyncUser',
  method: 'POST',
  path: '/v2/apps/{appId}/users/{zendeskId}/sync',
  tag,
  summary: 'Synchronize User',
  description:
    'Takes name, `externalId` and mail address from a connected directory. Without a directory no user is known there.',
  access,
  body: Type.Object(
    {
      survivingZendeskId: Type.Optional(text({ description: 'User of the directory into which this one was merged.' })),
    },
    { title: 'UserSync' },
  ),
  bodyOptional: true,
  status: 200,
  reply,
  errors: [AppNotFound, UserNotFound],
  example: { body: {}, reply: { user: { ...user, zendeskId: '35436' } } },
})
