create table account_keys (
  id text not null,
  account_id text not null,
  display_name text not null,
  secret_sealed text not null,
  created_at timestamp with time zone not null,
  primary key (id),
  foreign key (account_id) references accounts(id)
);

create table accounts (
  id text not null,
  master_key_check text not null,
  created_at timestamp with time zone not null,
  primary key (id)
);

create table app_grants (
  app_id text not null,
  service_account_id text not null,
  primary key (app_id, service_account_id),
  foreign key (app_id) references apps(id),
  foreign key (service_account_id) references service_accounts(id)
);
create index app_grants_by_service_account on app_grants using btree (service_account_id, app_id);

create table app_keys (
  app_id text not null,
  id text not null,
  display_name text not null,
  secret_sealed text not null,
  created_at timestamp with time zone not null,
  primary key (app_id, id),
  foreign key (app_id) references apps(id)
);

create table apps (
  id text not null,
  display_name text not null,
  settings jsonb not null,
  metadata jsonb,
  created_at timestamp with time zone not null,
  primary key (id)
);

create table events (
  app_id text not null,
  id text not null,
  transaction xid8 not null default pg_current_xact_id(),
  lane smallint not null,
  type text not null,
  user_ids text[] not null,
  payload text not null,
  created_at timestamp with time zone not null,
  primary key (app_id, id)
);
create index events_by_lane on events using btree (lane, transaction, id);

create table integration_keys (
  app_id text not null,
  id text not null,
  integration_id text not null,
  display_name text not null,
  secret_sealed text not null,
  created_at timestamp with time zone not null,
  primary key (app_id, id),
  foreign key (app_id, integration_id) references integrations(app_id, id)
);
create index integration_keys_by_integration on integration_keys using btree (app_id, integration_id, id);

create table integrations (
  app_id text not null,
  id text not null,
  type text not null,
  status text not null,
  display_name text,
  show_ai_disclaimer boolean,
  settings jsonb not null,
  secrets_sealed text,
  created_at timestamp with time zone not null,
  default_responder_id text,
  primary key (app_id, id),
  foreign key (app_id) references apps(id)
);

create table jobs (
  id text not null,
  kind text not null,
  app_id text not null,
  payload jsonb not null,
  run_at timestamp with time zone not null,
  attempts integer not null,
  last_error text,
  primary key (id)
);
create index jobs_by_time on jobs using btree (run_at, id);

create table key_index (
  key_id text not null,
  app_id text not null,
  primary key (key_id)
);

create table schema_migrations (
  id text not null,
  checksum text not null,
  applied_at timestamp with time zone not null,
  primary key (id)
);

create table service_accounts (
  id text not null,
  display_name text not null,
  key_id text not null,
  secret_sealed text not null,
  created_at timestamp with time zone not null,
  primary key (id),
  unique (key_id)
);

create table switchboard_integrations (
  app_id text not null,
  id text not null,
  switchboard_id text not null,
  name text not null,
  integration_id text not null,
  integration_type text not null,
  deliver_standby_events boolean not null,
  next_id text,
  message_history_count integer,
  created_at timestamp with time zone not null,
  primary key (app_id, id),
  foreign key (app_id, integration_id) references integrations(app_id, id),
  foreign key (app_id, switchboard_id) references switchboards(app_id, id)
);
create index switchboard_integrations_by_integration on switchboard_integrations using btree (app_id, integration_id);
create index switchboard_integrations_by_switchboard on switchboard_integrations using btree (app_id, switchboard_id, id);

create table switchboards (
  app_id text not null,
  id text not null,
  enabled boolean not null,
  default_switchboard_integration_id text,
  created_at timestamp with time zone not null,
  primary key (app_id, id),
  foreign key (app_id) references apps(id)
);

create table users (
  app_id text not null,
  id text not null,
  external_id text,
  external_id_hash bytea,
  brand_id text,
  authenticated boolean not null,
  signed_up_at timestamp with time zone not null,
  to_be_retained boolean,
  profile jsonb not null,
  metadata jsonb not null,
  identities jsonb not null,
  removing boolean not null,
  created_at timestamp with time zone not null,
  primary key (app_id, id),
  foreign key (app_id) references apps(id)
);
create index users_by_identity on users using gin (identities jsonb_path_ops);
create unique index users_by_external_id on users using btree (app_id, coalesce(brand_id, ''::text), external_id_hash);

create table webhooks (
  app_id text not null,
  id text not null,
  integration_id text not null,
  version text not null,
  target text not null,
  triggers text[] not null,
  secret_sealed text not null,
  include_full_user boolean not null,
  include_full_source boolean not null,
  created_at timestamp with time zone not null,
  primary key (app_id, id),
  foreign key (app_id, integration_id) references integrations(app_id, id)
);
create index webhooks_by_integration on webhooks using btree (app_id, integration_id, id);
