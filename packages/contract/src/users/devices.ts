import { AppNotFound, DeviceNotFound, UserNotFound } from '../errors.ts'
import { operation } from '../kit/operation.ts'
import { text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'
import { Device } from './sources.ts'

const device: Device = {
  id: '5fad99e1b0d2b2000d2b2a1e',
  type: 'web',
  guid: 'c72a0d6e7f0a4a5e9f6f2f0d4d1f2b11',
  clientId: '5fad99e1b0d2b2000d2b2a1d',
  status: 'active',
  integrationId: '5e4af71a81966cfff3ef6550',
  lastSeen: '2026-01-31T12:00:00.000Z',
  info: { browserLanguage: 'en-US' },
}
const userIdOrExternalId = '7494535bff5cef41a15be74d'
const query = Type.Object({
  brandId: Type.Optional(text({ description: 'Brand in which an `externalId` is looked for.' })),
})
const tag = 'Devices'
const access = ['integration', 'app', 'account'] as const

export const ListDevices = operation({
  id: 'ListDevices',
  method: 'GET',
  path: '/v2/apps/{appId}/users/{userIdOrExternalId}/devices',
  tag,
  summary: 'List Devices',
  description: 'The devices of the user, the one last seen first.',
  access,
  query,
  status: 200,
  reply: Type.Object({ devices: Type.Array(Device) }),
  errors: [AppNotFound, UserNotFound],
  example: { params: { userIdOrExternalId }, reply: { devices: [device] } },
})

export const GetDevice = operation({
  id: 'GetDevice',
  method: 'GET',
  path: '/v2/apps/{appId}/users/{userIdOrExternalId}/devices/{deviceId}',
  tag,
  summary: 'Get Device',
  description: 'One device of the user.',
  access,
  query,
  status: 200,
  reply: Type.Object({ device: Device }),
  errors: [AppNotFound, UserNotFound, DeviceNotFound],
  example: { params: { userIdOrExternalId, deviceId: device.id }, reply: { device } },
})
