import { closed, Event, problems } from '@parhelion/contract'
import type { Pool } from 'pg'

const strict = closed(Event)

/** What is wrong with the events that were written, held against the contract; nothing that it does not declare may be there. */
export async function problemsOfEvents(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; type: string; created_at: Date; payload: string }>(
    'select id, type, created_at, payload::text as payload from events order by app_id, id',
  )
  return rows.flatMap(({ id, type, created_at, payload }) => {
    const event = { id, type, createdAt: created_at.toISOString(), payload: JSON.parse(payload) as unknown }
    return problems(strict, event).map(problem => `${type} ${problem}: ${payload}`)
  })
}
