import { CreateClient, InvalidPage, ListClients, RemoveClient } from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { paging, readPage } from '../../http/paging.ts'
import { presentClient } from './present.ts'
import type { ClientService } from './service.ts'

export function clientRoutes(http: Http, clients: ClientService): void {
  http.serve(CreateClient, async ({ params, query, body }) => {
    const client = await clients.create({ ...params, brandId: query.brandId }, body)
    return { client: presentClient(client) }
  })

  http.serve(ListClients, async ({ params, query, address }) => {
    const page = readPage(query.page, InvalidPage)
    const list = await clients.list({ ...params, brandId: query.brandId }, page)
    return { clients: list.items.map(presentClient), ...paging(list, page, address) }
  })

  http.serve(RemoveClient, async ({ params, query }) => {
    await clients.remove({ ...params, brandId: query.brandId })
    return {}
  })
}
