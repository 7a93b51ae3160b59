-- Since when messages of conversations in which nothing happens are removed: what was quiet before stays.
alter table apps add column retention_since timestamptz;
create index conversations_by_activity on conversations (app_id, last_updated_at) where message_count > 0;
