import { PostActivity } from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import type { ActivityService } from './service.ts'

export function activityRoutes(http: Http, activities: ActivityService): void {
  http.serve(PostActivity, async ({ params, body }) => {
    await activities.post(params, body)
    return {}
  })
}
