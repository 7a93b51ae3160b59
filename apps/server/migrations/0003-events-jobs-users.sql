-- What happened, for whoever wants to be told: written with the change itself, read by delivery. The payload is text,
-- since every receiver is sent the same bytes.
create table events (
  app_id text not null,
  id text not null,
  -- Order of commit: readers stay below the oldest transaction that is still open.
  transaction xid8 not null default pg_current_xact_id(),
  lane smallint not null,
  type text not null,
  user_ids text[] not null,
  payload text not null,
  created_at timestamptz not null,
  primary key (app_id, id)
);
create index events_by_lane on events (lane, transaction, id);

-- What must follow: written with the change itself, done at least once.
create table jobs (
  id text primary key,
  kind text not null,
  app_id text not null,
  payload jsonb not null,
  run_at timestamptz not null,
  attempts integer not null,
  last_error text
);
create index jobs_by_time on jobs (run_at, id);

create table users (
  app_id text not null references apps,
  id text not null,
  external_id text,
  -- Of the external id, which is too long for an index; null while the user is being removed.
  external_id_hash bytea,
  brand_id text,
  authenticated boolean not null,
  signed_up_at timestamptz not null,
  to_be_retained boolean,
  profile jsonb not null,
  metadata jsonb not null,
  identities jsonb not null,
  removing boolean not null,
  created_at timestamptz not null,
  primary key (app_id, id)
);
create unique index users_by_external_id on users (app_id, coalesce(brand_id, ''), external_id_hash);
create index users_by_identity on users using gin (identities jsonb_path_ops);
