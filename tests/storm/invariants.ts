import type { Pool } from 'pg'

/** What has to hold of the tables whenever nothing is under way: each query finds what breaks the rule of its name. */
const RULES: Readonly<Record<string, string>> = {
  'a conversation counts the messages it holds': `
    select c.id from conversations c left join messages m on m.app_id = c.app_id and m.conversation_id = c.id
    group by c.app_id, c.id having c.message_count <> count(m.id)`,
  'no place is taken behind the last one': `
    select m.id from messages m join conversations c on c.app_id = m.app_id and c.id = m.conversation_id where m.seq > c.seq`,
  'a place is taken by one event': `
    select conversation_id from events where conversation_id is not null group by conversation_id, seq having count(*) > 1`,
  'messages stand in the order in which they came': `
    select id from (select id, received, lag(received) over (partition by conversation_id order by seq) as before
                    from messages) m where received < before`,
  'a message is somewhere': `
    select id from messages m
    where not exists (select from conversations c where c.app_id = m.app_id and c.id = m.conversation_id)`,
  'who wrote in a personal conversation is there': `
    select m.id from messages m join conversations c on c.app_id = m.app_id and c.id = m.conversation_id
    where c.type = 'personal' and m.author_user_id is not null
      and not exists (select from users u where u.app_id = m.app_id and u.id = m.author_user_id)`,
  'a personal conversation is of one user': `
    select id from conversations c where type = 'personal'
      and 1 <> (select count(*) from participants p where p.app_id = c.app_id and p.conversation_id = c.id)`,
  'a user with personal conversations has a default among them': `
    select p.user_id from participants p join conversations c on c.app_id = p.app_id and c.id = p.conversation_id
    where c.type = 'personal' and not exists (
      select from conversations d join participants q on q.app_id = d.app_id and q.conversation_id = d.id
      where d.app_id = p.app_id and d.default_of = p.user_id and q.user_id = p.user_id)`,
  'unread is what stands behind what was read': `
    select p.id from participants p join conversations c on c.app_id = p.app_id and c.id = p.conversation_id
    where greatest(c.message_total - p.read_total, 0) <> (
      select count(*) from messages m
      where m.app_id = c.app_id and m.conversation_id = c.id and m.seq > p.read_seq)`,
  'clients take part for their own user': `
    select a.client_id from client_associations a
    left join clients k on k.app_id = a.app_id and k.id = a.client_id
    left join participants p on p.app_id = a.app_id and p.id = a.participant_id
    where k.user_id is distinct from p.user_id`,
  'SDKs are one client of a user': `
    select user_id from clients where type = 'sdk' and integration_id is null group by app_id, user_id having count(*) > 1`,
  'control is not offered to whom it has': 'select id from conversations where active_id = pending_id',
  'nobody is being removed for ever': 'select id from users where removing',
  'every job is done': 'select id from jobs',
}

/** The rules that are broken, each with how often. */
export async function brokenRules(pool: Pool): Promise<Record<string, number>> {
  const broken: Record<string, number> = {}
  for (const [rule, query] of Object.entries(RULES)) {
    const { rowCount } = await pool.query(query)
    if (rowCount !== 0) broken[rule] = rowCount ?? 0
  }
  return broken
}
