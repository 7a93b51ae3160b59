-- Who reads which events, and how far. What happened before this migration is not delivered.
create table lanes (
  lane smallint primary key,
  -- The process that reads the lane, for as long as it says so; null: whoever comes.
  holder text,
  held_until timestamptz,
  -- A process that has fewer than its share, to which the holder hands the lane over.
  wanted_by text,
  -- The last event that was read, in the order of commit.
  transaction xid8 not null,
  event_id text not null
) with (fillfactor = 50);
insert into lanes (lane, transaction, event_id) select lane, pg_current_xact_id(), '' from generate_series(0, 63) lane;

-- What became of an event at a webhook. The bytes that are sent are made from the event.
create table deliveries (
  app_id text not null,
  webhook_id text not null,
  event_id text not null,
  -- Of the event: its place in the order of commit, and its lane.
  transaction xid8 not null,
  lane smallint not null,
  type text not null,
  -- waiting: its next attempt is due; retrying: it failed and is tried again; delivered; failed.
  state text not null,
  -- Since it was last asked for; attempts lists those of earlier replays, too.
  attempt_count smallint not null,
  attempts json[] not null,
  due_at timestamptz,
  -- Where order is strict: what has to wait for this one.
  order_key text,
  created_at timestamptz not null,
  primary key (app_id, webhook_id, event_id)
) partition by range (event_id);
create index deliveries_waiting on deliveries (lane, webhook_id, transaction, event_id) where state = 'waiting';
create index deliveries_retrying on deliveries (lane, due_at) where state = 'retrying';
create index deliveries_failed on deliveries (app_id, webhook_id, event_id) where state = 'failed';
create table deliveries_default partition of deliveries default;

alter table webhooks
  -- Signs calls (Standard Webhooks). Made when it is first needed for webhooks that are older than it.
  add column signing_secret_sealed text,
  add column strict_order boolean not null default false,
  -- After a rotation the secret before it is good for a while.
  add column previous_secret_sealed text,
  add column previous_secret_until timestamptz,
  add column previous_signing_secret_sealed text,
  add column previous_signing_secret_until timestamptz;
