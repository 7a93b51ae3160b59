import { expect, test } from 'vitest'
import { addWebhook } from '../../testing/delivering.ts'
import { makeApp, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { pool } = server.database

test('of what was seen open the newest thousand are watched on, however many there were', async () => {
  const { appId, client } = await makeApp(server.account)
  const { params } = await addWebhook(client, appId, 'https://example.com/hook')
  const watch = server.app.services.deliveryLog.watch(params, undefined)
  const look = async () => (await watch.look()).map(({ eventId }) => eventId)
  const ids: string[] = []
  expect(await look()).toEqual([])
  for (let batch = 0; batch < 6; batch++) {
    const born = Array.from({ length: 200 }, (_, i) => (batch * 200 + i).toString(16).padStart(24, '0'))
    await pool.query(
      `insert into deliveries (app_id, webhook_id, event_id, transaction, lane, type, state, attempt_count, attempts, created_at)
       select $1, $2, id, '1', 0, 'conversation:message', 'retrying', 0, '{}', now() from unnest($3::text[]) id`,
      [appId, params.webhookId, born],
    )
    expect(await look()).toEqual(born)
    ids.push(...born)
  }
  await pool.query(`update deliveries set state = 'failed' where app_id = $1`, [appId])
  expect(await look()).toEqual(ids.slice(200))
  expect(await look()).toEqual([])
})
