import type { Static } from 'typebox'
import { NotFound } from '../errors.ts'
import { apiKey, exampleKey } from '../kit/keys.ts'
import { operation } from '../kit/operation.ts'
import { displayName, Empty, Id } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

const fields = {
  id: Id('Id of the service account.', '5d8cff3cd55b040010928b5c'),
  displayName: displayName('Name of the service account, for people.', 'Provisioning'),
}

export const ServiceAccount = Type.Object(fields, { title: 'ServiceAccount' })
const serviceAccount: Static<typeof ServiceAccount> = { id: '5d8cff3cd55b040010928b5c', displayName: 'Provisioning' }
const params = { serviceAccountId: serviceAccount.id }
const tag = 'Service Accounts'

export const CreateServiceAccount = operation({
  id: 'CreateServiceAccount',
  method: 'POST',
  path: '/v2/serviceAccounts',
  tag,
  extension: true,
  summary: 'Create Service Account',
  description:
    'Makes an account for a program, with a key. It sees only the apps it makes itself, and no service accounts.',
  access: ['account'],
  body: Type.Object({ displayName: fields.displayName }, { title: 'ServiceAccountCreate' }),
  status: 201,
  reply: Type.Object({
    serviceAccount: ServiceAccount,
    key: apiKey('ServiceAccountKey', 'svc_5d8cff3cd55b040010928b5d'),
  }),
  errors: [],
  example: {
    body: { displayName: 'Provisioning' },
    reply: { serviceAccount, key: exampleKey('svc_5d8cff3cd55b040010928b5d') },
  },
})

export const ListServiceAccounts = operation({
  id: 'ListServiceAccounts',
  method: 'GET',
  path: '/v2/serviceAccounts',
  tag,
  extension: true,
  summary: 'List Service Accounts',
  description: 'All service accounts, oldest first, without their secrets.',
  access: ['account'],
  status: 200,
  reply: Type.Object({ serviceAccounts: Type.Array(ServiceAccount) }),
  errors: [],
  example: { reply: { serviceAccounts: [serviceAccount] } },
})

export const DeleteServiceAccount = operation({
  id: 'DeleteServiceAccount',
  method: 'DELETE',
  path: '/v2/serviceAccounts/{serviceAccountId}',
  tag,
  extension: true,
  summary: 'Delete Service Account',
  description: 'Removes a service account; its key stops working at once. The apps it made stay.',
  access: ['account'],
  status: 200,
  reply: Empty,
  errors: [NotFound],
  example: { params, reply: {} },
})
