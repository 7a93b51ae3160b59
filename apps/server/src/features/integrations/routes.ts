import {
  ApiError,
  CreateIntegration,
  DeleteIntegration,
  GetIntegration,
  InvalidQuery,
  integrationTypes,
  ListIntegrations,
  UpdateIntegration,
} from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { paging, readPage } from '../../http/paging.ts'
import { presentIntegration } from './present.ts'
import type { IntegrationService } from './service.ts'

export function integrationRoutes(http: Http, integrations: IntegrationService): void {
  http.serve(CreateIntegration, async ({ params, body }) => {
    const view = await integrations.create(params.appId, body)
    return { integration: presentIntegration(view) }
  })

  http.serve(ListIntegrations, async ({ params, query, address }) => {
    const page = readPage(query.page, InvalidQuery)
    const list = await integrations.list(params.appId, readTypes(query.filter?.types), page)
    return { integrations: list.items.map(presentIntegration), ...paging(list, page, address) }
  })

  http.serve(GetIntegration, async ({ params }) => {
    const view = await integrations.get(params)
    return { integration: presentIntegration(view) }
  })

  http.serve(UpdateIntegration, async ({ params, body }) => {
    const view = await integrations.update(params, body)
    return { integration: presentIntegration(view) }
  })

  http.serve(DeleteIntegration, async ({ params }) => {
    await integrations.remove(params)
    return {}
  })
}

function readTypes(types: string | undefined): string[] | undefined {
  const names = types?.split(',').map(name => name.trim())
  const unknown = names?.find(name => !Object.hasOwn(integrationTypes, name))
  if (unknown === undefined) return names
  const known = Object.keys(integrationTypes).join(', ')
  throw new ApiError(InvalidQuery, { titles: [InvalidQuery.title, `.filter.types: should name types among ${known}`] })
}
