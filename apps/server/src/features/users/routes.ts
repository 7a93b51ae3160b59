import {
  CreateUser,
  DeleteUser,
  DeleteUserPersonalInformation,
  GetUser,
  ListUsers,
  MergeUsers,
  SyncUser,
  UpdateUser,
} from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { presentUser } from './present.ts'
import type { UserService } from './service.ts'

export function userRoutes(http: Http, users: UserService): void {
  http.serve(CreateUser, async ({ params, body }) => {
    const user = await users.create(params.appId, body)
    return { user: presentUser(user) }
  })

  http.serve(ListUsers, async ({ params, query }) => {
    const list = await users.listByEmail(params.appId, query.filter['identities.email'], query.brandId)
    return { users: list.map(presentUser) }
  })

  http.serve(GetUser, async ({ params, query }) => {
    const user = await users.get({ ...params, brandId: query.brandId })
    return { user: presentUser(user) }
  })

  http.serve(UpdateUser, async ({ params, query, body }) => {
    const user = await users.update({ ...params, brandId: query.brandId }, body)
    return { user: presentUser(user) }
  })

  http.serve(DeleteUser, async ({ params, query }) => {
    await users.remove({ ...params, brandId: query.brandId })
    return {}
  })

  http.serve(DeleteUserPersonalInformation, async ({ params, query }) => {
    const user = await users.erase({ ...params, brandId: query.brandId })
    return { user: presentUser(user) }
  })

  http.serve(MergeUsers, async ({ params, query, body }) => {
    const user = await users.merge({ ...params, brandId: query.brandId }, body.discarded)
    return { user: presentUser(user) }
  })

  http.serve(SyncUser, async ({ params }) => {
    const user = await users.synchronize(params.appId)
    return { user: presentUser(user) }
  })
}
