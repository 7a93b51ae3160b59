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
  retention_since timestamp with time zone,
  primary key (id)
);

create table attachments (
  app_id text not null,
  id text not null,
  file_name text not null,
  media_type text not null,
  media_size bigint not null,
  for_message boolean not null,
  conversation_id text,
  created_at timestamp with time zone not null,
  primary key (app_id, id),
  foreign key (app_id) references apps(id)
);
create index attachments_by_conversation on attachments using btree (app_id, conversation_id) where conversation_id is not null;
create unique index attachments_by_id on attachments using btree (id);

create table client_associations (
  app_id text not null,
  participant_id text not null,
  client_id text not null,
  used_at timestamp with time zone not null,
  primary key (app_id, participant_id, client_id),
  foreign key (app_id, client_id) references clients(app_id, id),
  foreign key (app_id, participant_id) references participants(app_id, id)
);
create index client_associations_by_client on client_associations using btree (app_id, client_id);

create table clients (
  app_id text not null,
  id text not null,
  user_id text not null,
  type text not null,
  status text not null,
  integration_id text,
  external_id text,
  last_seen timestamp with time zone,
  linked_at timestamp with time zone,
  display_name text,
  avatar_url text,
  info jsonb,
  raw jsonb,
  linking jsonb,
  created_at timestamp with time zone not null,
  primary key (app_id, id),
  foreign key (app_id, user_id) references users(app_id, id)
);
create index clients_by_user on clients using btree (app_id, user_id, id);
create unique index clients_by_external_id on clients using btree (app_id, integration_id, external_id);
create unique index clients_of_sdk on clients using btree (app_id, user_id) where type = 'sdk'::text;

create table conversations (
  app_id text not null,
  id text not null,
  type text not null,
  display_name text,
  description text,
  icon_url text,
  metadata jsonb not null,
  default_of text,
  seq bigint not null,
  message_count integer not null,
  message_total bigint not null,
  business_last_read timestamp with time zone,
  last_updated_at timestamp with time zone not null,
  active_id text,
  pending_id text,
  created_at timestamp with time zone not null,
  primary key (app_id, id),
  foreign key (app_id) references apps(id)
);
create index conversations_by_activity on conversations using btree (app_id, last_updated_at) where message_count > 0;
create unique index conversations_by_default on conversations using btree (app_id, default_of) where default_of is not null;

create table deliveries (
  app_id text not null,
  webhook_id text not null,
  event_id text not null,
  transaction xid8 not null,
  lane smallint not null,
  type text not null,
  state text not null,
  attempt_count smallint not null,
  attempts json[] not null,
  due_at timestamp with time zone,
  order_key text,
  created_at timestamp with time zone not null,
  primary key (app_id, webhook_id, event_id)
) partition by range (event_id);
create index deliveries_failed on only deliveries using btree (app_id, webhook_id, event_id) where state = 'failed'::text;
create index deliveries_retrying on only deliveries using btree (lane, due_at) where state = 'retrying'::text;
create index deliveries_waiting on only deliveries using btree (lane, webhook_id, transaction, event_id) where state = 'waiting'::text;

create table devices (
  app_id text not null,
  id text not null,
  user_id text not null,
  client_id text not null,
  type text not null,
  guid text not null,
  status text not null,
  integration_id text not null,
  last_seen timestamp with time zone not null,
  push_notification_token text,
  info jsonb,
  app_version text,
  primary key (app_id, id),
  foreign key (app_id, client_id) references clients(app_id, id),
  foreign key (app_id, user_id) references users(app_id, id)
);
create index devices_by_user on devices using btree (app_id, user_id, last_seen);

create table events (
  app_id text not null,
  id text not null,
  transaction xid8 not null default pg_current_xact_id(),
  lane smallint not null,
  type text not null,
  user_ids text[] not null,
  payload text not null,
  created_at timestamp with time zone not null,
  conversation_id text,
  seq bigint,
  source_integration_id text,
  switchboard_id text,
  active_integration_id text,
  pending_integration_id text,
  previous_integration_id text,
  primary key (app_id, transaction, id)
) partition by range (id);
create index events_by_transaction on only events using btree (transaction, id);

create table hub_links (
  hash bytea not null,
  key_id text not null,
  expires_at timestamp with time zone not null,
  primary key (hash)
);

create table hub_sessions (
  hash bytea not null,
  key_id text not null,
  proof bytea not null,
  expires_at timestamp with time zone not null,
  primary key (hash)
);

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

create table lanes (
  lane smallint not null,
  holder text,
  held_until timestamp with time zone,
  wanted_by text,
  transaction xid8 not null,
  event_id text not null,
  primary key (lane)
);

create table messages (
  app_id text not null,
  conversation_id text not null,
  seq bigint not null,
  id text not null,
  received timestamp with time zone not null,
  author_type text not null,
  author_user_id text,
  author json not null,
  content json not null,
  source json not null,
  details json,
  delivery json,
  primary key (app_id, conversation_id, seq)
);
create index messages_by_author on messages using btree (app_id, author_user_id) where author_user_id is not null;
create unique index messages_by_id on messages using btree (app_id, conversation_id, id);

create table oauth_clients (
  id text not null,
  display_name text not null,
  secret_sealed text not null,
  redirect_uris text[] not null,
  remove_url text,
  created_at timestamp with time zone not null,
  primary key (id)
);

create table oauth_codes (
  hash bytea not null,
  client_id text not null,
  app_id text not null,
  expires_at timestamp with time zone not null,
  used boolean not null,
  primary key (hash),
  foreign key (client_id) references oauth_clients(id) on delete cascade
);
create index oauth_codes_by_time on oauth_codes using btree (expires_at);

create table oauth_grants (
  app_id text not null,
  client_id text not null,
  integration_id text not null,
  key_id text not null,
  created_at timestamp with time zone not null,
  primary key (app_id, client_id),
  foreign key (app_id) references apps(id),
  foreign key (app_id, integration_id) references integrations(app_id, id),
  foreign key (client_id) references oauth_clients(id)
);
create unique index oauth_grants_by_integration on oauth_grants using btree (app_id, integration_id);

create table participants (
  app_id text not null,
  id text not null,
  conversation_id text not null,
  user_id text not null,
  read_seq bigint not null,
  read_total bigint not null,
  last_read timestamp with time zone,
  created_at timestamp with time zone not null,
  primary key (app_id, id),
  foreign key (app_id, conversation_id) references conversations(app_id, id),
  foreign key (app_id, user_id) references users(app_id, id)
);
create index participants_by_user on participants using btree (app_id, user_id, conversation_id);
create unique index participants_by_conversation on participants using btree (app_id, conversation_id, user_id);

create table posted_messages (
  app_id text not null,
  conversation_id text not null,
  key text not null,
  body_hash bytea not null,
  message_ids text[] not null,
  created_at timestamp with time zone not null,
  primary key (app_id, conversation_id, key)
);
create index posted_messages_by_time on posted_messages using btree (created_at);

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
  signing_secret_sealed text,
  strict_order boolean not null default false,
  previous_secret_sealed text,
  previous_secret_until timestamp with time zone,
  previous_signing_secret_sealed text,
  previous_signing_secret_until timestamp with time zone,
  primary key (app_id, id),
  foreign key (app_id, integration_id) references integrations(app_id, id)
);
create index webhooks_by_integration on webhooks using btree (app_id, integration_id, id);
