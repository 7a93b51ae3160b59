import { GetDevice, ListDevices } from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { presentDevice } from './present.ts'
import type { DeviceService } from './service.ts'

export function deviceRoutes(http: Http, devices: DeviceService): void {
  http.serve(ListDevices, async ({ params, query }) => {
    const list = await devices.list({ ...params, brandId: query.brandId })
    return { devices: list.map(presentDevice) }
  })

  http.serve(GetDevice, async ({ params, query }) => {
    const device = await devices.get({ ...params, brandId: query.brandId })
    return { device: presentDevice(device) }
  })
}
