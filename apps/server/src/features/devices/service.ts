import { ApiError, DeviceNotFound } from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { ClientService } from '../clients/service.ts'
import type { User, UserRef } from '../users/model.ts'
import type { MergedUsers, MergeReport, UserService } from '../users/service.ts'
import type { Device } from './model.ts'
import {
  deleteDevicesOf,
  deleteDevicesOfApp,
  eraseDevicesOf,
  findDevice,
  insertDevice,
  listDevices,
  moveDevices,
} from './store.ts'

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly users: UserService
  readonly clients: ClientService
}

type DeviceInput = Pick<Device, 'type' | 'guid' | 'integrationId'> &
  Partial<Pick<Device, 'status' | 'pushNotificationToken' | 'info' | 'appVersion'>>

/** What users have SDKs on. */
export class DeviceService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async list(at: UserRef): Promise<Device[]> {
    const { db, users } = this.#needs
    const user = await users.get(at)
    return listDevices(db.single, { appId: user.appId, userId: user.id })
  }

  async get(at: UserRef & { readonly deviceId: string }): Promise<Device> {
    const { db, users } = this.#needs
    const user = await users.get(at)
    const device = await findDevice(db.single, { appId: user.appId, userId: user.id, deviceId: at.deviceId })
    if (device === undefined) throw new ApiError(DeviceNotFound)
    return device
  }

  /** A device belongs to the client of the user's SDKs. */
  async add(tx: Tx, user: User, input: DeviceInput): Promise<Device> {
    const { ids, clock, clients } = this.#needs
    const client = await clients.ensureSdkClient(tx, user)
    const device: Device = {
      status: 'active',
      pushNotificationToken: null,
      info: null,
      appVersion: null,
      ...input,
      appId: user.appId,
      id: ids.next(),
      userId: user.id,
      clientId: client.id,
      lastSeen: clock.now(),
    }
    await insertDevice(tx, device)
    return device
  }

  /** Gives the devices of one user to another, whose SDKs they are from now on. */
  async merge(tx: Tx, { surviving, discarded }: MergedUsers): Promise<MergeReport> {
    const from = { appId: discarded.appId, userId: discarded.id }
    if ((await listDevices(tx, from)).length === 0) return {}
    const { id: clientId } = await this.#needs.clients.ensureSdkClient(tx, surviving)
    await moveDevices(tx, from, { userId: surviving.id, clientId })
    return {}
  }

  async eraseOfUser(tx: Tx, { appId, id: userId }: User): Promise<void> {
    await eraseDevicesOf(tx, { appId, userId })
  }

  async removeOfUser(tx: Tx, { appId, id: userId }: User): Promise<void> {
    await deleteDevicesOf(tx, { appId, userId })
  }

  async removeOfApp(tx: Tx, appId: string): Promise<void> {
    await deleteDevicesOfApp(tx, appId)
  }
}
