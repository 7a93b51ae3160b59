import { CreateApp, DeleteApp, GetApp, InvalidPage, ListApps, ResetApp, UpdateApp } from '@parhelion/contract'
import { accountOf } from '../../http/caller.ts'
import type { Http } from '../../http/http.ts'
import { paging, readPage } from '../../http/paging.ts'
import { presentApp, presentAppAt } from './present.ts'
import type { AppService } from './service.ts'

export function appRoutes(http: Http, apps: AppService): void {
  http.serve(CreateApp, async ({ principal, body }) => {
    const app = await apps.create(accountOf(principal), body)
    return { app: presentApp(app) }
  })

  http.serve(ListApps, async ({ principal, query, address }) => {
    const page = readPage(query.page, InvalidPage)
    const list = await apps.list(accountOf(principal), { serviceAccountId: query.filter?.serviceAccountId }, page)
    return { apps: list.items.map(presentApp), ...paging(list, page, address) }
  })

  http.serve(GetApp, async ({ params, address }) => {
    const app = await apps.get(params.appId)
    return { app: presentAppAt(app, address) }
  })

  http.serve(UpdateApp, async ({ params, body }) => {
    const app = await apps.update(params.appId, body)
    return { app: presentApp(app) }
  })

  http.serve(DeleteApp, async ({ params }) => {
    await apps.remove(params.appId)
    return {}
  })
}

/** For trying things out: nobody empties an app that people use by one request. */
export function appResetRoutes(http: Http, apps: AppService): void {
  http.serve(ResetApp, async ({ params }) => {
    await apps.reset(params.appId)
    return {}
  })
}
