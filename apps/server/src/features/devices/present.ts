import type { Device as WireDevice } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { Device } from './model.ts'

export function presentDevice(device: Device): Static<typeof WireDevice> {
  const { id, type, guid, clientId, status, integrationId, pushNotificationToken, info, appVersion } = device
  return {
    ...{ id, type, guid, clientId, status, integrationId },
    lastSeen: device.lastSeen.toISOString(),
    ...(pushNotificationToken === null ? {} : { pushNotificationToken }),
    ...(info === null ? {} : { info: { ...info } }),
    ...(appVersion === null ? {} : { appVersion }),
  }
}
