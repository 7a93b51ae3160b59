import { CreateServiceAccount, DeleteServiceAccount, ListServiceAccounts } from '@parhelion/contract'
import { accountOf } from '../../http/caller.ts'
import type { Http } from '../../http/http.ts'
import { presentServiceAccount } from './present.ts'
import type { ServiceAccountService } from './service.ts'

export function serviceAccountRoutes(http: Http, accounts: ServiceAccountService): void {
  http.serve(CreateServiceAccount, async ({ principal, body }) => {
    const { account, secret } = await accounts.create(accountOf(principal), body)
    return {
      serviceAccount: presentServiceAccount(account),
      key: { id: account.keyId, displayName: account.displayName, secret },
    }
  })

  http.serve(ListServiceAccounts, async ({ principal }) => {
    const list = await accounts.list(accountOf(principal))
    return { serviceAccounts: list.map(presentServiceAccount) }
  })

  http.serve(DeleteServiceAccount, async ({ principal, params }) => {
    await accounts.remove(accountOf(principal), params.serviceAccountId)
    return {}
  })
}
